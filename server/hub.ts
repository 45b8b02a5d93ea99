/**
 * The relay's mind: who is here and what each frame means. Pure: identities, clocks and ticks come in as ports, frames
 * and closes go out through each session's `HubSocket`, and nothing that a client sends makes it throw. It knows no
 * network, no timer and no randomness; relay.ts has those.
 */
import {
  ALL_CAPABILITIES,
  CLOSE,
  type ClientMessage,
  type ClientMessages,
  type JsonObject,
  PROTOCOL_VERSION,
  type Refusal,
  type WireErrorCode,
  parseClientMessage,
} from '../src/protocol/index.js';
import type { AdmissionPorts } from './hub/admission.js';
import { CallPairs } from './hub/call-pairs.js';
import { errorFrame, frame } from './hub/frames.js';
import { FrontDesk } from './hub/front-desk.js';
import { IceGrants } from './hub/ice-grants.js';
import type { HubOptions } from './limits.js';
import type { ResumeTokens } from './hub/resume-tokens.js';
import { RingLimit } from './hub/ring-limit.js';
import { MemoryRooms, type RoomStore } from './hub/rooms.js';
import { Router } from './hub/router.js';
import { type HubSocket, type NamedSession, type Session, isModern, isNamed } from './hub/session.js';
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

/** A full list costs as much as this many messages: it is the one frame that is far larger than its request. */
const SYNC_COST = 10;
const MAX_CAPS = 16;
const MAX_MID_LENGTH = 128;
const MAX_CAP_LENGTH = 32;

export class Hub {
  readonly #options: HubOptions;
  readonly #ports: HubPorts;
  readonly #sessions = new Map<string, Session>();
  readonly #pairs = new CallPairs();
  readonly #rings: RingLimit;
  readonly #rooms: RoomStore;
  readonly #desk: FrontDesk;
  readonly #ice: IceGrants;
  readonly #router: Router;
  readonly #epoch: string;
  #messageCount = 0;

  constructor(options: HubOptions, ports: HubPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#epoch = ports.newSid();
    this.#rings = new RingLimit(options.rings);
    this.#rooms = new MemoryRooms(options.presence, options.limits.nameLength, {
      stateOf: (session) => (this.#pairs.isInCall(session.sid) ? 'in-call' : session.state),
      newEpoch: ports.newSid,
      requestTick: ports.requestTick,
    });
    this.#desk = new FrontDesk(options, this.#rooms, {
      ...ports,
      enter: (session, message) => this.#name(session, message),
      dismiss: (session, code, reason) => this.#dismiss(session, code, reason),
    });
    this.#ice = new IceGrants(options.grantIce, ports);
    this.#router = this.#createRouter();
  }

  /** Entries of every table, for tests and figures: all zero when nobody is here. */
  get sizes(): Readonly<Record<string, number>> {
    const [{ size: sessions }, { size: grants }] = [this.#sessions, this.#ice];
    const [{ size: legs }, { size: rings }] = [this.#pairs, this.#rings];
    return { sessions, legs, rings, grants, ...this.#rooms.sizes, ...this.#desk.sizes };
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
    this.#sessions.set(session.sid, session);
    socket.send(this.#greeting(session));
    return session;
  }

  /** Whether it is being found out who this client is: it has asked for a name and has none yet. */
  isAsking(session: Session): boolean {
    return this.#desk.isAsking(session);
  }

  /** A client has sent a frame. */
  receive(session: Session, text: string): void {
    if (session.gone || !this.#admit(session, 1)) return;
    const parsed = parseClientMessage(text, this.#options.limits);
    if (!parsed.ok) this.#refuse(session, parsed);
    else if (parsed.known && this.#handlePrivate(session, parsed.message)) return;
    else if (!isNamed(session)) {
      this.#tell(session, 'bad-request', 'Ask for a name first: send "username".', parsed.raw.type as string);
    } else if (parsed.known) this.#route(session, parsed.message, parsed.raw);
    else this.#router.unknown(session, parsed);
  }

  /** A client has gone, or must be treated as gone. Safe to call twice. */
  leave(session: Session): void {
    if (session.gone) return;
    session.gone = true;
    this.#sessions.delete(session.sid);
    this.#desk.forget(session);
    this.#ice.forget(session);
    this.#rings.leave(session.sid);
    this.#touchAll(this.#pairs.leave(session.sid));
    if (!isNamed(session)) return;
    session.room.directory.release(session);
    session.room.presence.forget(session);
  }

  /** Tells everybody what changed since the last tick; to be called when `requestTick` asked for it. */
  tick(): void {
    this.#rooms.tick(this.#ports.monotonic());
  }

  /** Says goodbye to everybody, with reconnects spread evenly over `spreadMs`, and closes. */
  drain(reason: string, spreadMs: number): void {
    const sessions = [...this.#sessions.values()];
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
      sessionOf: (sid: string) => this.#sessions.get(sid),
      onCallChange: (sids: readonly string[]) => this.#touchAll(sids),
    };
    return new Router({ pairs: this.#pairs, rings: this.#rings }, ports, this.#options);
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
      session.socket.send(errorFrame('rate-limited', 'Too many messages.', { retryAfterMs }));
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
    session.socket.send(errorFrame(code, message, { ...re, ...which }));
  }

  /** Messages between one client and the relay that need no name; answers whether this was one. */
  #handlePrivate(session: Session, message: ClientMessage): boolean {
    switch (message.type) {
      case 'username':
        this.#desk.receive(session, message);
        return true;
      case 'ping':
        if (message.target !== undefined) return false;
        session.socket.send(frame('pong', message.t === undefined ? {} : { t: message.t }));
        return true;
      case 'pong':
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
        if (this.#admit(sender, SYNC_COST)) sender.room.presence.greet(sender);
        return;
      case 'message':
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

  /** The front desk has let somebody in. */
  #name(session: Session, { name: requested, hello }: ClientMessages['username']): void {
    const { room } = session;
    if (!room) return;
    const isFirst = !isNamed(session);
    const upgrades = !isModern(session) && hello !== undefined && hello.v >= 1;
    if (upgrades) {
      session.version = hello.v;
      session.caps = (hello.caps ?? []).slice(0, MAX_CAPS).filter((cap) => cap.length <= MAX_CAP_LENGTH);
    }
    const resumed = isFirst && upgrades && this.#resume(session, requested, hello.resume?.token);
    if (isFirst && !resumed && room.directory.size >= this.#options.roomUsers) {
      this.#desk.refuse(session, 'room-full', 'There are as many people in this room as it may have.');
      return;
    }
    const { name, code } = room.directory.claim(session, requested);
    if (code) session.socket.send(frame('rejectusername', { id: session.id, name, code, requested }));
    if (upgrades) this.#giveToken(session, resumed);
    room.presence.touch(session);
    if (isFirst || upgrades) room.presence.greet(session);
  }

  /** A page that lost its socket may be back before the relay has noticed. Any other token is as good as none. */
  #resume(session: Session, name: string, token: string | undefined): boolean {
    if (token === undefined) return false;
    const { matches } = this.#ports.resumeTokens;
    const isHeld = ({ resumeHash: hash, identity }: Session): boolean =>
      hash !== undefined && identity?.subject === session.identity?.subject && matches(token, hash);
    const holder = session.room?.directory.find(name).find(isHeld);
    if (holder) this.#handOver(holder, session);
    return holder !== undefined;
  }

  /** The same person on another socket: name, public id, state and call stay, so that nobody else hears of it. */
  #handOver(from: NamedSession, to: Session): void {
    this.#sessions.delete(to.sid);
    from.gone = true;
    this.#desk.forget(from);
    this.#ice.forget(from);
    from.room.presence.forget(from);
    to.sid = from.sid;
    to.state = from.state;
    // One list for as long as it says the same: another would be told as a leave and a join.
    if (from.caps && JSON.stringify(to.caps) === JSON.stringify(from.caps)) to.caps = from.caps;
    from.room.directory.handOver(from, to);
    this.#sessions.set(to.sid, to);
    from.socket.close(CLOSE.replaced, 'replaced by another connection');
  }

  /** Good for one use, and as long as this session lives. */
  #giveToken(session: Session, resumed: boolean): void {
    const { token, hash } = this.#ports.resumeTokens.issue();
    session.resumeHash = hash;
    session.socket.send(frame('session', { resumed, token, ...this.#ice.fieldsFor(session) }));
  }

  #touchAll(sids: readonly string[]): void {
    for (const sid of sids) {
      const session = this.#sessions.get(sid);
      if (session && isNamed(session)) session.room.presence.touch(session);
    }
  }

  /** The relay parts with a client: it is gone for the others at once, whenever its socket follows. */
  #dismiss(session: Session, code: number, reason: string): void {
    this.leave(session);
    session.socket.close(code, reason);
  }
}
