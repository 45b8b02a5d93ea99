/**
 * How often one person may make another's page ring. A page answers each new call by itself (it rings, or it is
 * busy), on its own account with the relay: without a limit a few strangers could make it answer until the relay
 * takes it for a flood. Offers within a call are free. It knows no clock and no message, and closes nobody.
 */
import { type RateLimit, TokenBucket } from './token-bucket.js';

export type RingVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
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

const OK: RingVerdict = { ok: true };

export class RingLimit {
  readonly #limit: RateLimit;
  readonly #rings = new Map<string, Map<string, Ring>>();
  /** Who has rung whom, the other way round, so that who leaves is forgotten without a search. */
  readonly #callers = new Map<string, Set<string>>();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Pairs that are remembered, for tests and figures. */
  get size(): number {
    let size = 0;
    for (const rings of this.#rings.values()) size += rings.size;
    return size;
  }

  /** Whether this offer may be passed on. */
  offer(from: string, to: string, call: string | undefined, nowMs: number): RingVerdict {
    const { bucket, calls } = this.#ringOf(from, to, nowMs);
    if (calls.has(call)) return OK;
    const retryAfterMs = bucket.tryTake(nowMs);
    if (retryAfterMs > 0) return { ok: false, retryAfterMs };
    calls.add(call);
    const [oldest] = calls;
    if (calls.size > MAX_CALLS) calls.delete(oldest);
    return OK;
  }

  /** The call is over: another offer of it would ring again. Without an id all calls between the two are. */
  hangUp(from: string, to: string, call: string | undefined): void {
    for (const calls of [this.#rings.get(from)?.get(to)?.calls, this.#rings.get(to)?.get(from)?.calls]) {
      if (call === undefined) calls?.clear();
      else calls?.delete(call);
    }
  }

  leave(sid: string): void {
    for (const to of this.#rings.get(sid)?.keys() ?? []) this.#drop(this.#callers, to, sid);
    for (const from of this.#callers.get(sid) ?? []) this.#drop(this.#rings, from, sid);
    this.#rings.delete(sid);
    this.#callers.delete(sid);
  }

  #ringOf(from: string, to: string, nowMs: number): Ring {
    const rings = this.#rings.get(from) ?? new Map<string, Ring>();
    const ring = rings.get(to) ?? { bucket: new TokenBucket(this.#limit, nowMs), calls: new Set() };
    this.#rings.set(from, rings.set(to, ring));
    this.#callers.set(to, (this.#callers.get(to) ?? new Set<string>()).add(from));
    return ring;
  }

  #drop(
    table: Map<string, { delete(sid: string): boolean; readonly size: number }>,
    key: string,
    sid: string,
  ): void {
    const entries = table.get(key);
    entries?.delete(sid);
    if (entries?.size === 0) table.delete(key);
  }
}
