/** Named timers on a clock: starting a name again replaces it, stopping one that does not run is fine. */
import type { ClockPort } from './ports.js';

export class Timers<Name extends string> {
  readonly #clock: ClockPort;
  readonly #running = new Map<Name, () => void>();

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  start(name: Name, ms: number, run: () => void): void {
    this.stop(name);
    const cancel = this.#clock.after(ms, () => {
      this.#running.delete(name);
      run();
    });
    this.#running.set(name, cancel);
  }

  isRunning(name: Name): boolean {
    return this.#running.has(name);
  }

  stop(name: Name): void {
    this.#running.get(name)?.();
    this.#running.delete(name);
  }

  stopAll(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}
