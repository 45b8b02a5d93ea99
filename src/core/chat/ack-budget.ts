/**
 * How many acknowledgements a page gives: a few at once and some per second. A relay counts what a page sends, so that
 * strangers who write a lot could otherwise make it answer itself off the relay. What is over it is not acknowledged.
 */
import type { ClockPort } from '../ports.js';

export const ACK_BURST = 20;
/** Well below the rate that a relay allows, which is for the call and the person too. */
export const ACKS_PER_SECOND = 3;

export class AckBudget {
  readonly #clock: ClockPort;
  #left = ACK_BURST;
  #atMs: number;

  constructor(clock: ClockPort) {
    this.#clock = clock;
    this.#atMs = clock.now();
  }

  /** Whether there is one left; takes it. */
  take(): boolean {
    const nowMs = this.#clock.now();
    this.#left = Math.min(ACK_BURST, this.#left + ((nowMs - this.#atMs) * ACKS_PER_SECOND) / 1000);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
