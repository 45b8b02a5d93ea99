/**
 * Clients that have connected and not yet asked for a name, oldest first. Who takes too long is told to go, so that
 * silent sockets cannot pile up. No timer: the relay calls `sweep`.
 */
export interface Expecting {
  readonly isNamed: boolean;
  expire(): void;
}

export class HelloDeadline<T extends Expecting> {
  readonly #timeoutMs: number;
  readonly #dueAtMs = new Map<T, number>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  get size(): number {
    return this.#dueAtMs.size;
  }

  get sweepEveryMs(): number {
    return Math.max(10, Math.min(1_000, this.#timeoutMs / 4));
  }

  add(client: T, nowMs: number): void {
    this.#dueAtMs.set(client, nowMs + this.#timeoutMs);
  }

  remove(client: T): void {
    this.#dueAtMs.delete(client);
  }

  /** Stops at the first that is neither named nor late: all behind it came later. */
  sweep(nowMs: number): void {
    for (const [client, dueAtMs] of this.#dueAtMs) {
      if (!client.isNamed && nowMs < dueAtMs) return;
      this.#dueAtMs.delete(client);
      if (!client.isNamed) client.expire();
    }
  }
}
