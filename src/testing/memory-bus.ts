/** A bus in memory: everybody who joined it hears everybody else, in order, in a later task of the given clock. */
import type { BusPort, ClockPort } from '../core/ports.js';

export class MemoryBus implements BusPort {
  readonly #clock: ClockPort;
  readonly #ends = new Set<(data: unknown) => void>();
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  open(receive: (data: unknown) => void): { post(data: unknown): void; close(): void } {
    this.#ends.add(receive);
    return {
      post: (data) => {
        const copy: unknown = JSON.parse(JSON.stringify(data));
        for (const end of this.#ends) if (end !== receive) this.#deliver(end, copy);
      },
      close: () => {
        this.#ends.delete(receive);
      },
    };
  }

  watch(sid: string, gone: () => void): () => void {
    const watchers = this.#watchers.get(sid) ?? new Set();
    this.#watchers.set(sid, watchers.add(gone));
    return () => watchers.delete(gone);
  }

  hold(sid: string): () => void {
    return () => {
      const watchers = this.#watchers.get(sid) ?? new Set();
      this.#watchers.delete(sid);
      // Not before what the end said last has arrived.
      for (const gone of watchers) {
        this.#clock.after(0, () => {
          if (watchers.has(gone)) gone();
        });
      }
    };
  }

  #deliver(end: (data: unknown) => void, data: unknown): void {
    this.#clock.after(0, () => {
      if (this.#ends.has(end)) end(data);
    });
  }
}
