/**
 * One thing that a person has chosen, kept in `localStorage` for all pages of the origin. Where the browser stores nothing
 * it counts until the page is left. It knows nothing of what it keeps.
 */
const PREFIX = 'call-elements/';

export class KeptChoice<T> {
  readonly #key: string;
  /** Anybody may have written there. */
  readonly #read: (kept: unknown) => T | undefined;
  readonly #listeners = new Set<() => void>();
  /** How often a choice was made on this page, the same one again included. */
  made = 0;
  /** A choice that could not be stored. */
  #unstored: { readonly value: T | undefined } | undefined;

  constructor(key: string, read: (kept: unknown) => T | undefined) {
    this.#key = PREFIX + key;
    this.#read = read;
  }

  get value(): T | undefined {
    if (this.#unstored) return this.#unstored.value;
    try {
      return this.#read(JSON.parse(localStorage.getItem(this.#key) ?? 'null'));
    } catch {
      return undefined;
    }
  }

  /** Undefined: nothing is chosen any more. */
  choose(value: T | undefined): void {
    this.made += 1;
    this.#unstored = undefined;
    try {
      if (value === undefined) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(value));
    } catch {
      // Full, or not allowed in this frame.
      this.#unstored = { value };
    }
    for (const listener of [...this.#listeners]) listener();
  }

  /** Tells of each choice made on this page, until the answer is called. */
  onChoice(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
