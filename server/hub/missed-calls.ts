/**
 * Which calls nobody answered, told to somebody who may send word to the callee. It listens to what the router passes on and
 * reads no session description. Entries are by the caller's session id, so a caller that is gone keeps nothing alive.
 */
import {
  type ClientMessages,
  type HangUpReason,
  type Limits,
  type PeerType,
  normalizeName,
} from '../../src/protocol/index.js';
import type { NamedSession } from './session.js';
import { type RateLimit, TokenBucket } from './token-bucket.js';

export interface MissedCall {
  /** The caller's name, which the relay vouches for as far as anybody vouches for the caller. */
  readonly from: string;
  /** The name that was called. Where nobody has it, the words are the caller's. */
  readonly to: string;
  /** Empty for the default room. */
  readonly room: string;
  /** When it was over, in milliseconds since 1970. */
  readonly atMs: number;
  readonly reason: MissedReason;
}

/** `peer-unavailable`: nobody of that name is here; `peer-left`: whoever was called went away while it rang. */
export type MissedReason =
  Extract<HangUpReason, 'cancelled' | 'no-answer' | 'peer-left'> | 'peer-unavailable';

interface Ringing extends Pick<MissedCall, 'from' | 'to' | 'room'> {
  readonly call: string | undefined;
  /** The callee's sessions that ring. */
  readonly devices: ReadonlySet<string>;
}

interface Caller {
  readonly bucket: TokenBucket;
  ringing?: Ringing | undefined;
}

export interface MissedCallsOptions {
  readonly limits: Pick<Limits, 'nameLength'>;
  /** Must not throw. Without it nothing is remembered. */
  readonly onMissedCall?: (missed: MissedCall) => void;
}

export interface MissedCallsPorts {
  readonly monotonic: () => number;
  readonly wallClock: () => number;
}

/** What one caller can make the relay tell: calling names that nobody has costs a stranger nothing. */
const LIMIT: RateLimit = { perSecond: 10 / 60, burst: 20 };

type PeerMessage = ClientMessages[PeerType];

const isMissed = (reason: HangUpReason | undefined): reason is MissedReason & HangUpReason =>
  reason === 'cancelled' || reason === 'no-answer' || reason === 'peer-left';

/** Offers within a call, and those of a page that comes back into one, ring nobody. */
const rings = (message: PeerMessage): boolean =>
  message.type === 'video-offer' && (message.call?.pc ?? 1) <= 1;

export class MissedCalls {
  readonly #options: MissedCallsOptions;
  readonly #ports: MissedCallsPorts;
  readonly #callers = new Map<string, Caller>();

  constructor(options: MissedCallsOptions, ports: MissedCallsPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  get size(): number {
    return this.#callers.size;
  }

  /** A message is passed on, to nobody where nobody is there. */
  follow(
    sender: NamedSession,
    receivers: readonly NamedSession[],
    message: PeerMessage,
    isInCall: boolean,
  ): void {
    if (!this.#options.onMissedCall) return;
    if (rings(message) && !isInCall) this.#offer(sender, receivers, message);
    else if (message.type === 'video-answer' || message.type === 'call-accept')
      this.#answer(sender, receivers);
    else if (message.type === 'hang-up') this.#hangUp(sender, receivers, message);
  }

  /** A session has ended, as a caller or as one that is called. */
  leave(sid: string): void {
    const caller = this.#callers.get(sid);
    if (caller?.ringing) this.#end(caller, 'cancelled');
    this.#callers.delete(sid);
    for (const other of this.#callers.values()) {
      if (other.ringing?.devices.has(sid)) this.#silence(other, other.ringing, sid, 'peer-left');
    }
  }

  #offer(sender: NamedSession, receivers: readonly NamedSession[], message: PeerMessage): void {
    const caller = this.#callerOf(sender.sid);
    const to = receivers[0]?.name ?? normalizeName(message.target ?? '', this.#options.limits.nameLength);
    if (to === undefined) return;
    // Whoever is here and out of the caller's reach has missed nothing.
    if (receivers.length === 0 && sender.room.directory.find(to).length > 0) return;
    const { name: from, room } = sender;
    const devices = new Set(receivers.map(({ sid }) => sid));
    caller.ringing = { from, to, room: room.name, call: message.call?.id, devices };
    if (receivers.length === 0) this.#end(caller, 'peer-unavailable');
  }

  #answer(sender: NamedSession, receivers: readonly NamedSession[]): void {
    for (const { sid } of receivers) {
      const caller = this.#callers.get(sid);
      if (caller?.ringing?.devices.has(sender.sid)) caller.ringing = undefined;
    }
  }

  #hangUp(
    sender: NamedSession,
    receivers: readonly NamedSession[],
    { reason, call }: ClientMessages['hang-up'],
  ): void {
    const own = this.#callers.get(sender.sid);
    if (own?.ringing && (call === undefined || call.id === own.ringing.call)) {
      this.#end(own, reason ?? 'cancelled');
      return;
    }
    for (const { sid } of receivers) {
      const caller = this.#callers.get(sid);
      if (!caller?.ringing?.devices.has(sender.sid)) continue;
      // One device's no is the person's; one that falls away leaves the others ringing.
      if (isMissed(reason)) this.#silence(caller, caller.ringing, sender.sid, reason);
      else caller.ringing = undefined;
    }
  }

  /** One device rings no longer. */
  #silence(caller: Caller, ringing: Ringing, sid: string, reason: MissedReason): void {
    const devices = new Set([...ringing.devices].filter((one) => one !== sid));
    caller.ringing = { ...ringing, devices };
    if (devices.size === 0) this.#end(caller, reason);
  }

  #end(caller: Caller, why: HangUpReason | MissedReason): void {
    const { ringing, bucket } = caller;
    caller.ringing = undefined;
    const reason = why === 'peer-unavailable' || isMissed(why) ? why : undefined;
    if (!ringing || !reason || bucket.tryTake(this.#ports.monotonic()) > 0) return;
    const { from, to, room } = ringing;
    this.#options.onMissedCall?.({ from, to, room, atMs: this.#ports.wallClock(), reason });
  }

  /** The caller, ringing nobody. */
  #callerOf(sid: string): Caller {
    const known = this.#callers.get(sid);
    const bucket = known?.bucket ?? new TokenBucket(LIMIT, this.#ports.monotonic());
    const caller: Caller = { bucket };
    this.#callers.set(sid, caller);
    return caller;
  }
}
