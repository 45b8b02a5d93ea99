/**
 * One WebSocket between the network and the hub: passes frames on both ways, cuts off a client that does not read,
 * and keeps whatever goes wrong with one frame to this one socket. It understands no message.
 */
import type { RawData, WebSocket } from 'ws';
import { CLOSE } from '../../src/protocol/index.js';
import { errorFrame, frame, seqOf } from '../hub/frames.js';
import type { Departure } from '../hub/resumption.js';
import { type HubSocket, type Session, isModern, isNamed } from '../hub/session.js';
import type { Beating } from './heartbeat.js';
import type { Visitor } from './watch.js';

/** What a connection needs of the hub. */
export interface FrameSink {
  join(socket: HubSocket): Session;
  receive(session: Session, text: string): void;
  /** A ping or a pong of the WebSocket layer came. */
  sign(session: Session): void;
  leave(session: Session, departure: Departure): void;
  isAsking(session: Session): boolean;
}

/** One for all connections: each is told of by itself. */
export interface ConnectionEvents {
  readonly onHeard: (connection: Connection) => void;
  /** The socket is closed; with the code that the relay chose, or else what the client said. */
  readonly onGone: (connection: Connection, code: number) => void;
  /** The relay parts with the client. */
  readonly onKicked?: (connection: Connection, code: number, reason: string) => void;
  readonly onReceived?: (text: string) => void;
  readonly onSent?: (text: string) => void;
  /** A fault of ours, not of the client. */
  readonly onFault: (error: unknown) => void;
}

const OPEN = 1;
const CLOSED = 3;
const INTERNAL_ERROR = 1011;
/** RFC 6455, section 7.4.1: a normal end, and a close frame without a code, which is all that a script can say beside it. */
const NORMAL = 1000;
const NO_CODE = 1005;

/** Frames that a client may still send when it was told to go: what is on its way is no ill will, and an answer to the close. */
const MAX_LATE_FRAMES = 5_000;

/** Broken frames end here; ws answers with the right close code itself. */
const ignore = (): void => undefined;

function departureOf(code: number): Departure {
  if (code === NORMAL) return 'left';
  return code === CLOSE.leaving || code === NO_CODE ? 'leaving' : 'lost';
}

export class Connection implements HubSocket, Beating {
  readonly #socket: WebSocket;
  readonly #hub: FrameSink;
  readonly #events: ConnectionEvents;
  readonly #session: Session;
  #allowedBacklog: number;
  readonly #maxBufferedBytes: number;
  readonly visitor: Visitor;
  /** With which the relay parted; absent while it has not. */
  #kickedWith: number | undefined;
  #lateFrames = 0;

  constructor(
    socket: WebSocket,
    hub: FrameSink,
    maxBufferedBytes: number,
    events: ConnectionEvents,
    visitor: Visitor,
  ) {
    this.visitor = visitor;
    this.#socket = socket;
    this.#hub = hub;
    this.#events = events;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#allowedBacklog = maxBufferedBytes;
    this.#listen();
    this.#session = hub.join(this);
  }

  get origin(): string | undefined {
    return this.visitor.origin;
  }

  get address(): string {
    return this.visitor.address;
  }

  get network(): string | undefined {
    return this.visitor.network;
  }

  get session(): Session {
    return this.#session;
  }

  /** Whether the client has asked for a name. */
  get isNamed(): boolean {
    return isNamed(this.#session) || this.#hub.isAsking(this.#session);
  }

  /**
   * Checked before each frame, with the largest one allowed on top: a full list of many users is the relay's own
   * doing and must not cost a healthy newcomer the connection. Only `terminate` gives the memory back at once.
   */
  send(text: string): void {
    if (this.#socket.readyState !== OPEN) return;
    if (this.#socket.bufferedAmount > this.#allowedBacklog) {
      this.close(CLOSE.slowConsumer, 'slow consumer');
      this.#socket.terminate();
      return;
    }
    this.#allowedBacklog = Math.max(this.#allowedBacklog, this.#maxBufferedBytes + text.length);
    this.#socket.send(text);
    this.#events.onSent?.(text);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    if (this.#kickedWith !== undefined || this.#socket.readyState === CLOSED) return;
    this.#kickedWith = code;
    this.#events.onKicked?.(this, code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** A client with a hello answers in JSON, where its script can see it; any other answers in the WebSocket layer. */
  ping(): void {
    if (isModern(this.#session))
      this.send(frame('ping', { t: Math.round(performance.now()), ...seqOf(this.#session) }));
    else if (this.#socket.readyState === OPEN) this.#socket.ping();
  }

  die(): void {
    this.#hub.leave(this.#session, 'lost');
    this.close(CLOSE.noHeartbeat, 'no heartbeat');
    this.#socket.terminate();
  }

  /** The client did not ask for a name in time. */
  expire(): void {
    this.send(errorFrame('bad-request', 'No "username" came.', { fatal: true }));
    this.#hub.leave(this.#session, 'left');
    this.close(CLOSE.policy, 'no username');
  }

  #listen(): void {
    this.#socket.on('message', (data, isBinary) => this.#guard(() => this.#handleFrame(data, isBinary)));
    const sign = (): void => this.#guard(() => this.#handleSign());
    this.#socket.on('pong', sign);
    this.#socket.on('ping', sign);
    this.#socket.on('close', (code) => this.#guard(() => this.#handleClose(code)));
    this.#socket.on('error', ignore);
  }

  #handleFrame(data: RawData, isBinary: boolean): void {
    this.#events.onHeard(this);
    if (this.#isLate()) return;
    // A binary frame is no JSON text: the empty string makes the hub say so.
    const text = isBinary ? '' : (data as Buffer).toString('utf8');
    this.#events.onReceived?.(text);
    this.#hub.receive(this.#session, text);
  }

  #handleSign(): void {
    this.#events.onHeard(this);
    if (!this.#isLate()) this.#hub.sign(this.#session);
  }

  /** Whether the relay has parted with the client; one that floods on regardless is not waited for. */
  #isLate(): boolean {
    if (this.#kickedWith === undefined) return false;
    if (++this.#lateFrames > MAX_LATE_FRAMES) this.#socket.terminate();
    return true;
  }

  #handleClose(code: number): void {
    this.#events.onGone(this, this.#kickedWith ?? code);
    this.#hub.leave(this.#session, departureOf(code));
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#events.onFault(error);
      this.send(errorFrame('internal', 'The relay could not handle this.', { fatal: true }));
      this.close(INTERNAL_ERROR, 'internal error');
    }
  }
}
