/**
 * Holds the current snapshot and tells listeners of each swap, in order, once. It decides nothing. A listener that
 * swaps again sees its own change at once, but the others hear of it only after they have heard of the first. A
 * listener that throws does not keep the others from hearing; its error goes to `onListenerError`.
 */
export type Listener<T> = (current: T, previous: T) => void;

export class Store<T extends object> {
  #current: T;
  /** Swaps that listeners have still to hear of. */
  readonly #untold: (readonly [current: T, previous: T])[] = [];
  #telling = false;
  readonly #listeners = new Set<Listener<T>>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(initial: T, onListenerError: (error: unknown) => void) {
    this.#current = freezeDeep(initial);
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
    this.#current = freezeDeep(next);
    this.#untold.push([this.#current, previous]);
    if (!this.#telling) this.#tellAll();
  }

  subscribe(listener: Listener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#listeners.clear();
  }

  #tellAll(): void {
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
        for (const listener of [...this.#listeners]) this.#tell(listener, ...next);
      }
    } finally {
      this.#telling = false;
    }
  }

  #tell(listener: Listener<T>, current: T, previous: T): void {
    // It may have unsubscribed since the change.
    if (!this.#listeners.has(listener)) return;
    try {
      listener(current, previous);
    } catch (error) {
      this.#onListenerError(error);
    }
  }
}

/** Freezes data and everything in it; what is no data (a stream) is left as it is, what is frozen already is done. */
function freezeDeep<T>(value: T): T {
  if (!isData(value) || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freezeDeep(part);
  return Object.freeze(value);
}

function isData(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || Array.isArray(value);
}
