/**
 * One WebSocket between the network and the hub: passes frames on both ways, cuts off a client that does not read,
 * and keeps whatever goes wrong with one frame to this one socket. It understands no message.
 */
import type { Writable } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { CLOSE } from '../../src/protocol/index.js';
import { errorFrame, frame, seqOf } from '../hub/frames.js';
import type { Departure } from '../hub/resumption.js';
import { type HubSocket, type Session, isModern, isNamed } from '../hub/session.js';
import type { Beating } from './heartbeat.js';
import type { TurnFlush } from './turn-flush.js';
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

/** What happens to a connection. */
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

/** What all connections share. */
export interface ConnectionPorts {
  readonly hub: FrameSink;
  readonly flush: TurnFlush;
  readonly events: ConnectionEvents;
  /** Bytes that may wait for a client that does not read. */
  readonly maxBufferedBytes: number;
}

const OPEN = 1;
const CLOSED = 3;
const INTERNAL_ERROR = 1011;
/** RFC 6455, section 7.4.1: a normal end, and a close frame without a code, which is all that a script can say beside it. */
const NORMAL = 1000;
const NO_CODE = 1005;

/** Frames that a client may still send when it was told to go: what is on its way is no ill will, and an answer to the close. */
const MAX_LATE_FRAMES = 5_000;

/** Within one turn so many times of what a client may be behind is kept for it. */
const MAX_TURN_BACKLOGS = 4;

/** Broken frames end here; ws answers with the right close code itself. */
const ignore = (): void => undefined;

function departureOf(code: number): Departure {
  if (code === NORMAL) return 'left';
  return code === CLOSE.leaving || code === NO_CODE ? 'leaving' : 'lost';
}

export class Connection implements HubSocket, Beating {
  readonly #socket: WebSocket;
  /** What `#socket` writes to. */
  readonly #wire: Writable;
  readonly #ports: ConnectionPorts;
  readonly #session: Session;
  #allowedBacklog: number;
  readonly visitor: Visitor;
  /** With which the relay parted; absent while it has not. */
  #kickedWith: number | undefined;
  #lateFrames = 0;

  constructor(socket: WebSocket, wire: Writable, visitor: Visitor, ports: ConnectionPorts) {
    this.visitor = visitor;
    this.#socket = socket;
    this.#wire = wire;
    this.#ports = ports;
    this.#allowedBacklog = ports.maxBufferedBytes;
    this.#listen();
    this.#session = ports.hub.join(this);
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
    return isNamed(this.#session) || this.#ports.hub.isAsking(this.#session);
  }

  /**
   * Checked before each frame, with the largest one allowed on top: a full list of many users is the relay's own
   * doing and must not cost a healthy newcomer the connection. Only `terminate` gives the memory back at once.
   */
  send(text: string): void {
    if (this.#socket.readyState !== OPEN) return;
    const { flush, maxBufferedBytes, events } = this.#ports;
    if (this.#isBehind()) {
      this.close(CLOSE.slowConsumer, 'slow consumer');
      this.#socket.terminate();
      return;
    }
    this.#allowedBacklog = Math.max(this.#allowedBacklog, maxBufferedBytes + Buffer.byteLength(text));
    flush.hold(this.#wire);
    this.#socket.send(text);
    events.onSent?.(text);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    if (this.#kickedWith !== undefined || this.#socket.readyState === CLOSED) return;
    this.#kickedWith = code;
    this.#ports.events.onKicked?.(this, code, reason);
  }

  terminate(): void {
    this.#ports.flush.release(this.#wire);
    this.#socket.terminate();
  }

  /** A client with a hello answers in JSON, where its script can see it; any other answers in the WebSocket layer. */
  ping(): void {
    if (isModern(this.#session))
      this.send(frame('ping', { t: Math.round(performance.now()), ...seqOf(this.#session) }));
    else if (this.#socket.readyState === OPEN) this.#socket.ping();
  }

  die(): void {
    this.#ports.hub.leave(this.#session, 'lost');
    this.close(CLOSE.noHeartbeat, 'no heartbeat');
    this.terminate();
  }

  /** The client did not ask for a name in time. */
  expire(): void {
    this.send(errorFrame('bad-request', 'No "username" came.', { fatal: true }));
    this.#ports.hub.leave(this.#session, 'left');
    this.close(CLOSE.policy, 'no username');
  }

  /** What this turn has for it has not been sent yet, and says nothing of the reader; what is left of earlier ones does. */
  #isBehind(): boolean {
    const turns = this.#wire.writableCorked > 0 ? MAX_TURN_BACKLOGS : 1;
    return this.#socket.bufferedAmount > this.#allowedBacklog * turns;
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
    this.#ports.events.onHeard(this);
    if (this.#isLate()) return;
    // A binary frame is no JSON text: the empty string makes the hub say so.
    const text = isBinary ? '' : (data as Buffer).toString('utf8');
    this.#ports.events.onReceived?.(text);
    this.#ports.hub.receive(this.#session, text);
  }

  #handleSign(): void {
    this.#ports.events.onHeard(this);
    if (!this.#isLate()) this.#ports.hub.sign(this.#session);
  }

  /** Whether the relay has parted with the client; one that floods on regardless is not waited for. */
  #isLate(): boolean {
    if (this.#kickedWith === undefined) return false;
    if (++this.#lateFrames > MAX_LATE_FRAMES) this.#socket.terminate();
    return true;
  }

  #handleClose(code: number): void {
    this.#ports.events.onGone(this, this.#kickedWith ?? code);
    this.#ports.hub.leave(this.#session, departureOf(code));
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#ports.events.onFault(error);
      this.send(errorFrame('internal', 'The relay could not handle this.', { fatal: true }));
      this.close(INTERNAL_ERROR, 'internal error');
    }
  }
}
