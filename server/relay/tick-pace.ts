/**
 * When the list is told next. A change after a quiet time is told at once, and what follows is gathered for a while. That
 * while grows with what telling costs: in a room of a thousand where everybody comes at once, ticks of a fixed distance
 * would eat the time in which newcomers are let in, and each of them be a frame for everybody.
 */

/** Of the time between two ticks, what the tick itself may take: a fifth. */
const REST_PER_WORK = 4;

export class TickPace {
  readonly #tickMs: number;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #restUntilMs = Number.NEGATIVE_INFINITY;

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  start(nowMs: number): void {
    this.#startedAtMs = nowMs;
  }

  end(nowMs: number): void {
    this.#restUntilMs = nowMs + REST_PER_WORK * (nowMs - this.#startedAtMs);
  }

  /** Milliseconds until the next tick may start; 0 where it is due. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#startedAtMs + this.#tickMs - nowMs, this.#restUntilMs - nowMs);
  }
}
