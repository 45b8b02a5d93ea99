/**
 * Finds sockets that are dead without saying so: a half-open connection looks healthy for minutes. Every client is
 * asked at an interval and must let something be heard within the timeout. Times are of a monotonic clock. It closes
 * nothing by itself and has no timer: the relay calls `sweep`.
 */

export interface HeartbeatOptions {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export interface Beating {
  /** Asks the client for a sign of life. */
  ping(): void;
  /** The client did not answer in time. */
  die(): void;
}

interface Pulse {
  nextPingAtMs: number;
  /** When the unanswered ping was sent; absent while none is out. */
  askedAtMs?: number;
}

export class Heartbeat<T extends Beating> {
  readonly #options: HeartbeatOptions;
  readonly #pulses = new Map<T, Pulse>();
  #sweptAtMs: number;

  constructor(options: HeartbeatOptions, nowMs: number) {
    this.#options = options;
    this.#sweptAtMs = nowMs;
  }

  get size(): number {
    return this.#pulses.size;
  }

  /** How often `sweep` must be called for the options to mean what they say. */
  get sweepEveryMs(): number {
    return Math.max(10, Math.min(1_000, this.#options.intervalMs / 4, this.#options.timeoutMs / 4));
  }

  add(client: T, nowMs: number): void {
    this.#pulses.set(client, { nextPingAtMs: nowMs + this.#options.intervalMs });
  }

  remove(client: T): void {
    this.#pulses.delete(client);
  }

  /** Something came from this client. */
  heard(client: T): void {
    const pulse = this.#pulses.get(client);
    if (pulse) delete pulse.askedAtMs;
  }

  sweep(nowMs: number): void {
    const lagMs = Math.max(0, nowMs - this.#sweptAtMs - this.sweepEveryMs);
    this.#sweptAtMs = nowMs;
    // Every second, for ten thousand: an iterator would make a pair for each.
    this.#pulses.forEach((pulse, client) => this.#examine(client, pulse, nowMs, lagMs));
  }

  /** While this process itself stood still nobody could be heard, so the stall is not held against a client. */
  #examine(client: T, pulse: Pulse, nowMs: number, lagMs: number): void {
    if (pulse.askedAtMs !== undefined) {
      pulse.askedAtMs += lagMs;
      if (nowMs - pulse.askedAtMs >= this.#options.timeoutMs) client.die();
    } else if (nowMs >= pulse.nextPingAtMs) {
      pulse.nextPingAtMs = nowMs + this.#options.intervalMs;
      pulse.askedAtMs = nowMs;
      client.ping();
    }
  }
}
