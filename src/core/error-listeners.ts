/** Who hears of errors. A listener that throws stops neither the others nor what is being done at the moment. */
import type { CallError } from './errors.js';
import type { ClockPort } from './ports.js';

export type ErrorListener = (error: CallError) => void;

export class ErrorListeners {
  readonly #clock: Pick<ClockPort, 'after'>;
  readonly #listeners = new Set<ErrorListener>();

  constructor(clock: Pick<ClockPort, 'after'>) {
    this.#clock = clock;
  }

  add(listener: ErrorListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(error: CallError): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(error);
      } catch (thrown) {
        // It comes up later, as any uncaught error does.
        this.#clock.after(0, () => {
          throw thrown;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
