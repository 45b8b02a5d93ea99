/** A map that forgets: each entry after a while, the oldest when there are too many. For what strangers can fill. */
export class ExpiringMap<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly untilMs: number }>();
  readonly #size: number;
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(size: number, lifetimeMs: number, now: () => number) {
    this.#size = size;
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.untilMs > this.#now() ? entry.value : undefined;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, untilMs: this.#now() + this.#lifetimeMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#size && oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }
}
