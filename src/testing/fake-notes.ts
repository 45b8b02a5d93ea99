/** What a tab keeps from one page to the next, in memory; `copy` is the tab that a browser makes by duplicating one. */
import type { ClockPort, NotePort } from '../core/ports.js';

interface Kept {
  readonly name: string;
  readonly note: object;
  readonly untilMs: number;
}

export class FakeNotes implements NotePort {
  readonly #clock: ClockPort;
  readonly #kept = new Set<Kept>();
  /** What was taken, by any copy of this tab. */
  readonly #taken = new Set<object>();
  /** Whether the tab has anywhere to keep a note. */
  isBlocked = false;

  constructor(clock: ClockPort, original?: FakeNotes) {
    this.#clock = clock;
    if (original) this.#taken = original.#taken;
  }

  /** How many are kept here. */
  get size(): number {
    return this.#kept.size;
  }

  copy(): FakeNotes {
    const copy = new FakeNotes(this.#clock, this);
    for (const one of this.#kept) copy.#kept.add(one);
    return copy;
  }

  leave(name: string, note: object, untilMs: number): boolean {
    if (!this.isBlocked) this.#kept.add({ name, note: JSON.parse(JSON.stringify(note)) as object, untilMs });
    return !this.isBlocked;
  }

  take(name: string): Promise<unknown> {
    const now = this.#clock.now();
    for (const one of this.#kept) if (one.untilMs <= now) this.#kept.delete(one);
    const found = [...this.#kept].find((one) => name === '' || one.name === name);
    if (!found) return Promise.resolve(undefined);
    this.#kept.delete(found);
    if (this.#taken.has(found)) return Promise.resolve(undefined);
    this.#taken.add(found);
    return Promise.resolve(found.note);
  }
}
