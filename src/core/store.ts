/**
 * Holds the current snapshot and tells listeners of each swap, in order, once. It decides nothing.
 * A listener that throws does not keep the others from hearing; its error goes to `onListenerError`.
 */
export type Listener<T> = (current: T, previous: T) => void;

export class Store<T extends object> {
  #current: T;
  readonly #listeners = new Set<Listener<T>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(initial: T, onListenerError: (error: unknown) => void) {
    this.#current = Object.freeze(initial);
    this.#onListenerError = onListenerError;
  }

  get current(): T {
    return this.#current;
  }

  /** Swaps the snapshot unless it equals the last one field by field. */
  set(next: T): void {
    const previous = this.#current;
    const keys = Object.keys(next) as (keyof T)[];
    if (keys.every((key) => next[key] === previous[key])) return;
    this.#current = Object.freeze(next);
    for (const listener of [...this.#listeners]) this.#tell(listener, previous);
  }

  subscribe(listener: Listener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#listeners.clear();
  }

  #tell(listener: Listener<T>, previous: T): void {
    try {
      listener(this.#current, previous);
    } catch (error) {
      this.#onListenerError(error);
    }
  }
}
