/**
 * A token bucket with debt: what is over the limit is refused and still costs, so that a client which goes on
 * regardless runs out of credit and can be closed, while one that pauses recovers. It knows no clock and no message.
 */

export interface RateLimit {
  /** Messages per second in the long run. */
  readonly perSecond: number;
  /** Messages that may come at once. */
  readonly burst: number;
}

export type Verdict =
  | { readonly verdict: 'ok' }
  /** Over the limit: drop it; `retryAfterMs` from now there is a token again. */
  | { readonly verdict: 'limited'; readonly retryAfterMs: number }
  /** A whole burst over the limit: the client does not listen. */
  | { readonly verdict: 'exhausted' };

const OK: Verdict = { verdict: 'ok' };
const EXHAUSTED: Verdict = { verdict: 'exhausted' };

export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #filledAtMs: number;

  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#filledAtMs = nowMs;
  }

  take(nowMs: number, cost = 1): Verdict {
    this.#refill(nowMs);
    if (this.#tokens >= cost) {
      this.#tokens -= cost;
      return OK;
    }
    this.#tokens -= cost;
    if (this.#tokens <= -this.#limit.burst) return EXHAUSTED;
    const retryAfterMs = Math.ceil(((1 - this.#tokens) * 1000) / this.#limit.perSecond);
    return { verdict: 'limited', retryAfterMs };
  }

  /** How long until there is one to take; 0 where there is. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) * 1000) / this.#limit.perSecond);
  }

  /** Takes one where there is one, and otherwise nothing: no debt. Answers how long to wait, 0 where it was taken. */
  tryTake(nowMs: number): number {
    const waitMs = this.waitMs(nowMs);
    if (waitMs === 0) this.#tokens -= 1;
    return waitMs;
  }

  /** Whether it is as good as new. */
  isFull(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#tokens >= this.#limit.burst;
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + (elapsedMs * this.#limit.perSecond) / 1000);
  }
}
