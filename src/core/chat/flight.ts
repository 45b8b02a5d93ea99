/**
 * The messages under way: handed to a server and not acknowledged yet. So many at once and no more, each with a time by
 * which it must be acknowledged; a server that is asked too much of gets a rest, and then one at a time. It sends
 * nothing itself.
 */
import type { ClockPort } from '../ports.js';
import { Timers } from '../timers.js';

/** Longer than a silent server takes to be noticed, so that a dead connection is met by trying again, not by giving up. */
export const ACK_MS = 15_000;
/** Far less than a burst that a relay allows. */
export const MAX_UNDER_WAY = 16;
const DEFAULT_REST_MS = 1_000;
const MAX_REST_MS = 10_000;

export class Flight {
  readonly #clock: ClockPort;
  readonly #timers: Timers<string>;
  readonly #mids = new Set<string>();
  #atOnce = MAX_UNDER_WAY;
  #endRest: (() => void) | undefined;

  constructor(clock: ClockPort) {
    this.#clock = clock;
    this.#timers = new Timers(clock);
  }

  /** Whether another message may go out now. */
  get isOpen(): boolean {
    return !this.#endRest && this.#mids.size < this.#atOnce;
  }

  has(mid: string): boolean {
    return this.#mids.has(mid);
  }

  /** `mid` has gone out; `lost` is called when nothing is heard of it in time. */
  add(mid: string, lost: () => void): void {
    this.#mids.add(mid);
    this.#timers.start(mid, ACK_MS, () => {
      this.#mids.delete(mid);
      lost();
    });
  }

  /** Something was heard of `mid`. */
  end(mid: string): void {
    if (!this.#mids.delete(mid)) return;
    this.#timers.stop(mid);
    this.#atOnce = Math.min(MAX_UNDER_WAY, this.#atOnce + 1);
  }

  /** The server drops what comes: what is under way may be lost and has to go out again, after a rest. */
  rest(ms: number | undefined, rested: () => void): void {
    this.#atOnce = 1;
    this.#endRest?.();
    this.#endRest = this.#clock.after(Math.min(ms ?? DEFAULT_REST_MS, MAX_REST_MS), () => {
      this.clear();
      rested();
    });
  }

  /** Nothing is under way any more. */
  clear(): void {
    this.#endRest?.();
    this.#endRest = undefined;
    this.#mids.clear();
    this.#timers.stopAll();
  }
}
