/**
 * The relay's mind: who is here and what each frame means. Pure: identities, clocks and ticks come in as ports, frames
 * and closes go out through each session's `HubSocket`, and nothing that a client sends makes it throw. It knows no
 * network, no timer and no randomness; relay.ts has those.
 */
import {
  ALL_CAPABILITIES,
  CLOSE,
  type ClientMessage,
  type JsonObject,
  PROTOCOL_VERSION,
  type Refusal,
  type WireErrorCode,
  parseClientMessage,
} from '../src/protocol/index.js';
import type { AdmissionPorts } from './hub/admission.js';
import { CallPairs } from './hub/call-pairs.js';
import { SYNC_COST, broadcastCost, frameCost } from './hub/costs.js';
import { errorFrame, frame, seqOf } from './hub/frames.js';
import { FrontDesk } from './hub/front-desk.js';
import { IceGrants } from './hub/ice-grants.js';
import { MissedCalls } from './hub/missed-calls.js';
import { Naming } from './hub/naming.js';
import type { HubOptions } from './limits.js';
import type { ResumeTokens } from './hub/resume-tokens.js';
import { type Departure, Resumption } from './hub/resumption.js';
import { RingLimit } from './hub/ring-limit.js';
import { MemoryRooms, type RoomStore } from './hub/rooms.js';
import { Router } from './hub/router.js';
import {
  type HubSocket,
  type NamedSession,
  type Session,
  isAbsent,
  isModern,
  isNamed,
  tell,
} from './hub/session.js';
import { Sessions } from './hub/sessions.js';
import { TokenBucket } from './hub/token-bucket.js';

/** What only the outside world can give. */
export interface HubPorts extends AdmissionPorts {
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** An unpredictable whole number. */
  readonly newId: () => number;
  /** An unpredictable string, unique for ever. */
  readonly newSid: () => string;
  readonly resumeTokens: ResumeTokens;
  /** Calls `tick` once, some time later; never at once. */
  readonly requestTick: () => void;
}

const MAX_MID_LENGTH = 128;

export class Hub {
  readonly #options: HubOptions;
  readonly #ports: HubPorts;
  readonly #sessions: Sessions;
  readonly #pairs = new CallPairs();
  readonly #rings: RingLimit;
  readonly #missed: MissedCalls;
  readonly #rooms: RoomStore;
  readonly #desk: FrontDesk;
  readonly #naming: Naming;
  readonly #ice: IceGrants;
  readonly #router: Router;
  readonly #resumption: Resumption;
  readonly #epoch: string;
  #messageCount = 0;

  constructor(options: HubOptions, ports: HubPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#epoch = ports.newSid();
    this.#rings = new RingLimit(options);
    this.#missed = new MissedCalls(options, ports);
    this.#rooms = new MemoryRooms(options.presence, options.limits.nameLength, {
      ...ports,
      stateOf: (session) => this.#sessions.stateOf(session),
    });
    this.#desk = new FrontDesk(options, this.#rooms, {
      ...ports,
      enter: (session, message) => this.#naming.enter(session, message),
      suspend: (session, code, reason) => this.#suspend(session, code, reason),
      dismiss: (session, code, reason) => this.#dismiss(session, code, reason),
    });
    this.#ice = new IceGrants(options.grantIce, ports);
    this.#resumption = new Resumption(options, ports.resumeTokens);
    const parts = { desk: this.#desk, ice: this.#ice, resumption: this.#resumption };
    const calls = { pairs: this.#pairs, rings: this.#rings, missed: this.#missed };
    this.#sessions = new Sessions({ ...calls, ...parts });
    this.#naming = new Naming(options, { sessions: this.#sessions, pairs: this.#pairs, ...parts });
    this.#router = this.#createRouter();
  }

  /** Entries of every table, for tests and figures: all zero when nobody is here. */
  get sizes(): Readonly<Record<string, number>> {
    const [sessions, grants] = [this.#sessions.size, this.#ice.size];
    const { size: legs, calls } = this.#pairs;
    const [rooms, desk, resumption] = [this.#rooms.sizes, this.#desk.sizes, this.#resumption.sizes];
    const [callers, rings] = [this.#missed.size, this.#rings.sizes];
    return { sessions, legs, calls, callers, grants, ...rings, ...rooms, ...desk, ...resumption };
  }

  /** How often `sweep` must be called for the options to mean what they say. */
  get sweepEveryMs(): number {
    return this.#resumption.sweepEveryMs;
  }

  /** A client has connected; the relay speaks first. */
  join(socket: HubSocket): Session {
    const { monotonic, newId, newSid } = this.#ports;
    const session: Session = {
      id: newId(),
      sid: newSid(),
      socket,
      bucket: new TokenBucket(this.#options.rate, monotonic()),
      version: 0,
      state: 'available',
      gone: false,
    };
    this.#sessions.begin(session);
    socket.send(this.#greeting(session));
    return session;
  }

  /** Whether it is being found out who this client is: it has asked for a name and has none yet. */
  isAsking(session: Session): boolean {
    return this.#desk.isAsking(session);
  }

  /** A client has sent a frame. */
  receive(session: Session, text: string): void {
    // Of a client that the relay has parted with nothing counts any more, though its socket takes a while to close.
    if (session.gone || isAbsent(session)) return;
    const isAdmitted = this.#admit(session, frameCost(text));
    // What is dropped has been counted by its client too.
    if (!isAdmitted && !session.stream) return;
    const parsed = parseClientMessage(text, this.#options.limits);
    this.#resumption.heard(session, parsed.ok && parsed.known ? parsed.message.type : parsed.type);
    if (!isAdmitted) return;
    if (!parsed.ok) this.#refuse(session, parsed);
    else if (parsed.known && this.#handlePrivate(session, parsed.message)) return;
    else if (!isNamed(session)) {
      this.#tell(session, 'bad-request', 'Ask for a name first: send "username".', parsed.raw.type as string);
    } else if (parsed.known) this.#route(session, parsed.message, parsed.raw);
    else if (parsed.target || this.#admit(session, broadcastCost(session)))
      this.#router.unknown(session, parsed);
  }

  /** A client has sent a sign of life below its messages; so many of them cost as much as messages do. */
  sign(session: Session): void {
    if (!session.gone && !isAbsent(session)) this.#admit(session, 1);
  }

  /**
   * A client has gone, or must be treated as gone. One that may come back keeps its session for a while, unless it `left`.
   * Safe to call twice.
   */
  leave(session: Session, departure: Departure = 'left'): void {
    if (session.gone || isAbsent(session)) return;
    if (isNamed(session) && this.#resumption.hold(session, departure, this.#ports.monotonic())) {
      session.room.presence.forget(session);
      this.#sessions.tellFollowers(session, 'reconnecting');
    } else this.#sessions.end(session);
  }

  /** Ends the sessions whose clients did not come back by `nowMs` of the monotonic clock, and forgets what is over. */
  sweep(nowMs: number): void {
    this.#rings.sweep(nowMs);
    for (const session of this.#resumption.expired(nowMs)) this.#sessions.end(session);
  }

  /** Tells everybody what changed since the last tick; to be called when `requestTick` asked for it. */
  tick(): void {
    this.#rooms.tick(this.#ports.monotonic());
  }

  /** Says goodbye to everybody, with reconnects spread evenly over `spreadMs`, and closes. */
  drain(reason: string, spreadMs: number): void {
    const sessions = this.#sessions.all();
    sessions.forEach((session, index) => {
      const reconnectInMs = Math.round((spreadMs * index) / sessions.length);
      if (isModern(session)) session.socket.send(frame('goodbye', { reason, reconnectInMs }));
      this.#dismiss(session, CLOSE.restart, reason);
    });
  }

  #createRouter(): Router {
    const ports = {
      monotonic: this.#ports.monotonic,
      wallClock: this.#ports.wallClock,
      newMessageId: () => `${this.#epoch}.${String(++this.#messageCount)}`,
      sessionOf: (sid: string) => this.#sessions.find(sid),
      onCallChange: (sids: readonly string[]) => this.#sessions.touch(sids),
    };
    return new Router({ pairs: this.#pairs, rings: this.#rings, missed: this.#missed }, ports, this.#options);
  }

  #greeting(session: Session): string {
    const { server, ping, limits, rate } = this.#options;
    const { id, sid } = session;
    const told = { ...limits, messagesPerSecond: rate.perSecond, burst: rate.burst };
    const identity = { id, v: PROTOCOL_VERSION, server, caps: ALL_CAPABILITIES, sid, epoch: this.#epoch };
    return frame('id', { ...identity, ping, limits: told });
  }

  /** Whether the client may send this now. Over the limit it hears so once a second, and in the end it is closed. */
  #admit(session: Session, cost: number): boolean {
    const nowMs = this.#ports.monotonic();
    const result = session.bucket.take(nowMs, cost);
    if (result.verdict === 'ok') return true;
    if (result.verdict === 'exhausted') {
      session.socket.send(errorFrame('rate-limited', 'Far too many messages.', { fatal: true }));
      this.#dismiss(session, CLOSE.rateLimited, 'rate-limited');
    } else if (nowMs - (session.warnedAtMs ?? Number.NEGATIVE_INFINITY) >= 1000) {
      session.warnedAtMs = nowMs;
      const { retryAfterMs } = result;
      tell(session, errorFrame('rate-limited', 'Too many messages.', { retryAfterMs }));
    }
    return false;
  }

  #refuse(session: Session, { code, reason, type, mid }: Refusal): void {
    this.#tell(session, code === 'unknown-type' ? 'bad-request' : code, reason, type, mid);
  }

  #tell(session: Session, code: WireErrorCode, message: string, type?: string, mid?: string): void {
    const re = type === undefined ? {} : { re: type.slice(0, 64) };
    // One that is cut would name no message.
    const which = mid === undefined || mid.length > MAX_MID_LENGTH ? {} : { mid };
    tell(session, errorFrame(code, message, { ...re, ...which }));
  }

  /** Messages between one client and the relay that need no name; answers whether this was one. */
  #handlePrivate(session: Session, message: ClientMessage): boolean {
    switch (message.type) {
      case 'username':
        // Who is in and brings another token could try out any number of them.
        if (!isNamed(session) || !message.hello?.token || this.#admit(session, SYNC_COST))
          this.#desk.receive(session, message);
        return true;
      case 'ping':
        if (message.target !== undefined) return false;
        this.#resumption.acknowledged(session, message.seq);
        session.socket.send(
          frame('pong', { ...(message.t === undefined ? {} : { t: message.t }), ...seqOf(session) }),
        );
        return true;
      case 'pong':
        this.#resumption.acknowledged(session, message.seq);
        return true;
      default:
        return false;
    }
  }

  #route(sender: NamedSession, message: ClientMessage, raw: JsonObject): void {
    switch (message.type) {
      case 'username':
      case 'pong':
        return;
      case 'state':
        sender.state = message.state;
        sender.room.presence.touch(sender);
        return;
      case 'sync':
        if (!this.#admit(sender, SYNC_COST)) return;
        if (message.what === 'presence') sender.room.presence.greet(sender);
        else if (isModern(sender)) this.#ice.refresh(sender);
        return;
      case 'message':
        if (message.target || this.#admit(sender, broadcastCost(sender)))
          this.#router.chat(sender, message, raw);
        return;
      case 'ping':
      case 'ack':
        if (message.target !== undefined) this.#router.passOn(sender, message.type, message.target, raw);
        return;
      case 'hang-up':
        this.#router.hangUp(sender, message, raw);
        return;
      default:
        this.#router.peer(sender, message, raw);
    }
  }

  /** The relay parts with a client that may come back. */
  #suspend(session: Session, code: number, reason: string): void {
    const { socket } = session;
    this.leave(session, 'lost');
    socket.close(code, reason);
  }

  /** The relay parts with a client: it is gone for the others at once, whenever its socket follows. */
  #dismiss(session: Session, code: number, reason: string): void {
    this.#sessions.end(session);
    session.socket.close(code, reason);
  }
}
