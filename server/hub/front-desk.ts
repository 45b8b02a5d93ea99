/**
 * Where a client is let in: into which room, as whom, and for how long. Until then it has no name and reaches nobody;
 * while it is being found out who it is, nothing else of it is listened to. It settles no name; the hub does that with
 * whom it was told to let in.
 */
import { CLOSE, type ClientMessages, type WireErrorCode } from '../../src/protocol/index.js';
import type { Identity } from '../auth/identity.js';
import type { HubOptions } from '../limits.js';
import { type AdmissionPorts, type Cancel, type Verdict, ask } from './admission.js';
import { errorFrame, frame } from './frames.js';
import { DEFAULT_ROOM, type RoomStore, roomName } from './rooms.js';
import { type Session, isAbsent, isModern, isNamed, tell } from './session.js';

type Username = ClientMessages['username'];

export interface FrontDeskPorts extends AdmissionPorts {
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** The session has its room, and may have a name. */
  readonly enter: (session: Session, message: Username) => void;
  /** Parts with a client, which may have its session again on another connection. */
  readonly suspend: (session: Session, code: number, reason: string) => void;
  /** Parts with a client for good. */
  readonly dismiss: (session: Session, code: number, reason: string) => void;
}

type RoomVerdict = { readonly room: string } | { readonly code: WireErrorCode; readonly message: string };

const EXPIRED = { ok: false, code: 'token-expired', message: 'The token has expired.' } as const;
const NOT_YOURS: RoomVerdict = { code: 'forbidden', message: 'This room is not open to you.' };

/** A clock that is set, and timers that cannot wait for months: looked at again at least this often. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

const CLOSE_CODES: Readonly<Partial<Record<WireErrorCode, number>>> = {
  'token-expired': CLOSE.tokenExpired,
  unavailable: CLOSE.overload,
  'bad-request': CLOSE.protocol,
};

export class FrontDesk {
  readonly #options: HubOptions;
  readonly #rooms: RoomStore;
  readonly #ports: FrontDeskPorts;
  readonly #asking = new Map<Session, Cancel>();
  readonly #expiries = new Map<Session, Cancel>();

  constructor(options: HubOptions, rooms: RoomStore, ports: FrontDeskPorts) {
    this.#options = options;
    this.#rooms = rooms;
    this.#ports = ports;
  }

  get sizes(): Readonly<Record<'asking' | 'expiries', number>> {
    return { asking: this.#asking.size, expiries: this.#expiries.size };
  }

  /** Whether it is being found out who this is. */
  isAsking(session: Session): boolean {
    return this.#asking.has(session);
  }

  /** A client asks for a name: for the first time, for another one, or with a newer proof of who it is. */
  receive(session: Session, message: Username): void {
    if (this.#asking.has(session)) {
      this.#tell(session, 'bad-request', 'The last "username" has not been answered yet.');
      return;
    }
    const { authenticate } = this.#options;
    const isProof = message.hello?.token !== undefined;
    if (authenticate && (isProof || !isNamed(session))) this.#ask(session, message);
    else this.#admit(session, message, session.identity);
  }

  /** What `session` says of how long the proof is good. */
  termOf({ identity }: Session): { readonly authTtlMs?: number } {
    const leftMs = this.#leftMs(identity);
    return leftMs === Infinity ? {} : { authTtlMs: Math.max(0, Math.round(leftMs)) };
  }

  forget(session: Session): void {
    for (const table of [this.#asking, this.#expiries]) {
      table.get(session)?.();
      table.delete(session);
    }
  }

  /** Parts with a client that asked for what it may not have. */
  refuse(session: Session, code: WireErrorCode, message: string): void {
    this.#tell(session, code, message, true);
    this.#ports.dismiss(session, CLOSE_CODES[code] ?? CLOSE.banned, code);
  }

  #ask(session: Session, message: Username): void {
    const { authenticate, authTimeoutMs } = this.#options;
    if (!authenticate) return;
    const { origin, address } = session.socket;
    const { token, room } = message.hello ?? {};
    const credentials = {
      name: message.name,
      ...(token === undefined ? {} : { token }),
      ...(room === undefined ? {} : { room }),
      ...(origin === undefined ? {} : { origin }),
      ...(address === undefined ? {} : { address }),
    };
    this.#asking.set(session, () => undefined);
    const cancel = ask(authenticate, credentials, authTimeoutMs, this.#ports, (verdict) => {
      this.#asking.delete(session);
      this.#judge(session, message, verdict);
    });
    if (this.#asking.has(session)) this.#asking.set(session, cancel);
  }

  #judge(session: Session, message: Username, answer: Verdict): void {
    const isOver = answer.ok && this.#leftMs(answer.identity) <= 0;
    const verdict = isOver ? EXPIRED : answer;
    if (verdict.ok) this.#admit(session, message, verdict.identity);
    // Who is in already stays in for as long as the last proof is good, and may try again; but not who is not wanted.
    else if (isNamed(session) && verdict.code !== 'forbidden')
      this.#tell(session, verdict.code, verdict.message);
    else this.refuse(session, verdict.code, verdict.message);
  }

  #admit(session: Session, message: Username, identity: Identity | undefined): void {
    const verdict = this.#roomFor(session, message.hello?.room, identity);
    if ('code' in verdict) {
      this.refuse(session, verdict.code, verdict.message);
      return;
    }
    const { identity: former } = session;
    if (identity) session.identity = identity;
    if (!this.#watch(session)) return;
    session.room ??= this.#rooms.open(verdict.room);
    this.#ports.enter(session, message);
    if (former && isModern(session))
      session.socket.send(frame('session', { resumed: false, ...this.termOf(session) }));
    if (former && former.role !== session.identity?.role) session.room.presence.greet(session);
  }

  /** Which room it may enter; who is in one stays there, and stays the same person. */
  #roomFor(session: Session, asked: string | undefined, identity: Identity | undefined): RoomVerdict {
    const { nameLength } = this.#options.limits;
    const only = identity?.room === undefined ? undefined : roomName(identity.room, nameLength);
    const wanted =
      asked === undefined ? (only ?? session.room?.name ?? DEFAULT_ROOM) : roomName(asked, nameLength);
    if (wanted === undefined) return { code: 'bad-request', message: 'This cannot be the name of a room.' };
    if (identity?.room !== undefined && wanted !== only) return NOT_YOURS;
    // There is one list, so there is one room.
    const room = this.#options.presence === 'all' ? DEFAULT_ROOM : wanted;
    if (!session.room) return { room };
    const isSame = session.room.name === room && session.identity?.subject === identity?.subject;
    return isSame ? { room } : { code: 'forbidden', message: 'A connection has one room and one person.' };
  }

  /** Until when the session may stay; answers whether that is still to come. */
  #watch(session: Session): boolean {
    this.#expiries.get(session)?.();
    this.#expiries.delete(session);
    const leftMs = this.#leftMs(session.identity);
    if (leftMs === Infinity) return true;
    if (leftMs > 0) {
      const look = (): void => void this.#watch(session);
      this.#expiries.set(session, this.#ports.after(Math.min(leftMs, LOOK_AGAIN_MS), look));
      return true;
    }
    // Who is away is told nothing: it is back with a better token, or not at all.
    if (isAbsent(session)) return false;
    if (isNamed(session)) {
      this.#tell(session, EXPIRED.code, EXPIRED.message, true);
      this.#ports.suspend(session, CLOSE.tokenExpired, 'token-expired');
    } else this.refuse(session, EXPIRED.code, EXPIRED.message);
    return false;
  }

  /** How long what is known of a client still holds; without an end for ever. */
  #leftMs(identity: Identity | undefined): number {
    return (identity?.expiresAtMs ?? Infinity) - this.#ports.wallClock();
  }

  #tell(session: Session, code: WireErrorCode, message: string, fatal?: true): void {
    tell(session, errorFrame(code, message, { re: 'username', ...(fatal ? { fatal } : {}) }));
  }
}
