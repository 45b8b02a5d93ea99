/**
 * How often pages may be made to ring. A page answers each new call by itself (it rings, or it is busy), on its own
 * account with the relay: without a limit a few strangers could make it answer until the relay takes it for a flood, or
 * one of them make everybody's page ring. Counted from one caller to one person, and from one network to all, since a new
 * session costs nothing. Offers within a call are free. It knows no clock and no message, and closes nobody.
 */
import { type RateLimit, TokenBucket } from './token-bucket.js';

export interface RingRates {
  /** From one session to one person. */
  readonly rings: RateLimit;
  /** From one network to everybody. */
  readonly addressRings: RateLimit;
}

export interface Caller {
  readonly sid: string;
  /** With whom it is counted; absent where nobody is. */
  readonly network?: string | undefined;
}

export type RingVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Who is over the limit: this caller with this person, or the network with everybody. */
      readonly over: 'person' | 'network';
      /** From now; then one more call may be made. */
      readonly retryAfterMs: number;
    };

interface Ring {
  readonly bucket: TokenBucket;
  /** Calls that have rung and not been hung up; `undefined` is the call of a client of the base profile. */
  readonly calls: Set<string | undefined>;
}

/** Calls between two that are remembered as standing; nobody has more, but not everybody hangs up. */
const MAX_CALLS = 8;
/** People that one session has rung just now: what is remembered of a room grows with its sessions, not with their pairs. */
const MAX_PEOPLE = 64;
/** An attacker has more networks than we have memory. */
const MAX_NETWORKS = 100_000;

const OK: RingVerdict = { ok: true };

export class RingLimit {
  readonly #rates: RingRates;
  /** By the caller's session and the name that was called, which is one person's within the caller's room. */
  readonly #rings = new Map<string, Map<string, Ring>>();
  readonly #networks = new Map<string, TokenBucket>();

  constructor(rates: RingRates) {
    this.#rates = rates;
  }

  /** Entries of each table, for tests and figures. */
  get sizes(): Readonly<Record<'rings' | 'ringingNetworks', number>> {
    let rings = 0;
    for (const { size } of this.#rings.values()) rings += size;
    return { rings, ringingNetworks: this.#networks.size };
  }

  /** Whether this offer may be passed on; one that may not costs nothing. */
  offer(caller: Caller, to: string, call: string | undefined, nowMs: number): RingVerdict {
    const ring = this.#rings.get(caller.sid)?.get(to);
    if (ring?.calls.has(call)) return OK;
    const waitMs = ring ? ring.bucket.waitMs(nowMs) : this.#roomFor(caller.sid, nowMs);
    if (waitMs > 0) return { ok: false, over: 'person', retryAfterMs: waitMs };
    const networkWaitMs = this.#takeOfNetwork(caller.network, nowMs);
    if (networkWaitMs > 0) return { ok: false, over: 'network', retryAfterMs: networkWaitMs };
    this.#note(ring ?? this.#open(caller.sid, to, nowMs), call, nowMs);
    return OK;
  }

  /** The call is over: another offer of it would ring again. Without an id all calls between the two are. */
  hangUp(from: string, to: string, call: string | undefined): void {
    const calls = this.#rings.get(from)?.get(to)?.calls;
    if (call === undefined) calls?.clear();
    else calls?.delete(call);
  }

  /** The caller is gone. Who was called needs no forgetting: it is remembered with the caller. */
  leave(sid: string): void {
    this.#rings.delete(sid);
  }

  /** Forgets networks that may do again what they like. */
  sweep(nowMs: number): void {
    for (const [network, bucket] of this.#networks) if (bucket.isFull(nowMs)) this.#networks.delete(network);
  }

  #note({ bucket, calls }: Ring, call: string | undefined, nowMs: number): void {
    bucket.tryTake(nowMs);
    calls.add(call);
    const [oldest] = calls;
    if (calls.size > MAX_CALLS) calls.delete(oldest);
  }

  #open(sid: string, to: string, nowMs: number): Ring {
    const people = this.#rings.get(sid) ?? new Map<string, Ring>();
    const ring: Ring = { bucket: new TokenBucket(this.#rates.rings, nowMs), calls: new Set() };
    this.#rings.set(sid, people.set(to, ring));
    return ring;
  }

  /** Who may be rung again as often as a stranger may be forgotten. Answers how long the others are to be remembered. */
  #roomFor(sid: string, nowMs: number): number {
    const people = this.#rings.get(sid);
    if (!people || people.size < MAX_PEOPLE) return 0;
    for (const [to, { bucket }] of people) if (bucket.isFull(nowMs)) people.delete(to);
    return people.size < MAX_PEOPLE ? 0 : Math.ceil(1_000 / this.#rates.rings.perSecond);
  }

  #takeOfNetwork(network: string | undefined, nowMs: number): number {
    if (network === undefined) return 0;
    const bucket = this.#networks.get(network) ?? new TokenBucket(this.#rates.addressRings, nowMs);
    const [oldest = network] = this.#networks.keys();
    if (this.#networks.size >= MAX_NETWORKS && !this.#networks.has(network)) this.#networks.delete(oldest);
    this.#networks.set(network, bucket);
    return bucket.tryTake(nowMs);
  }
}
