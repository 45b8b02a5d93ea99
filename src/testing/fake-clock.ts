/** A clock that stands still until it is told to go on. For tests: time passes when they say so. */
import type { ClockPort } from '../core/ports.js';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

export class FakeClock implements ClockPort {
  #nowMs: number;
  #timers: readonly Timer[] = [];
  #count = 0;

  /** What `random` answers. */
  readonly random: () => number;

  constructor(startMs = 1_000_000, random: () => number = () => 0.5) {
    this.#nowMs = startMs;
    this.random = random;
  }

  /** Timers that still run. */
  get pending(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    this.#count += 1;
    const timer = { atMs: this.#nowMs + ms, order: this.#count, run };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Identifiers that count up and sort in that order. */
  id(): string {
    this.#count += 1;
    return `id-${String(this.#count).padStart(8, '0')}`;
  }

  /** Lets time pass; timers run in their order, those that they start meanwhile too. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      const due = next;
      this.#timers = this.#timers.filter((one) => one !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.run();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Timer | undefined {
    return [...this.#timers]
      .filter((one) => one.atMs <= untilMs)
      .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
  }
}
