/**
 * The public keys that tokens are checked with, as somebody publishes them (RFC 7517), remembered for a while. Keys that
 * were good once stay good while new ones cannot be had, and whoever sends tokens cannot make it ask all the time. It
 * does no input or output: `load` and the clock come in.
 */
import type { FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters, LocalJWKSet } from 'jose';
import { AdmissionError } from './identity.js';
import type { JoseModule } from './load-jose.js';

export interface KeySetPorts {
  /** Rejects in bounded time where the keys cannot be had. */
  readonly load: () => Promise<JSONWebKeySet>;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number;
  /** Told of each try that failed, and why. */
  readonly onFailed?: (error: unknown) => void;
}

export interface KeySetTimes {
  /** Keys older than this are loaded again before the next token is checked. */
  readonly maxAgeMs: number;
  /** From one try to load to the next. */
  readonly coolDownMs: number;
}

export const KEY_SET_TIMES: KeySetTimes = { maxAgeMs: 600_000, coolDownMs: 10_000 };

const unavailable = (): AdmissionError =>
  new AdmissionError('unavailable', 'The keys that tokens are checked with cannot be had at the moment.');

type Key = Awaited<ReturnType<LocalJWKSet>>;

export class KeySet {
  readonly #jose: JoseModule;
  readonly #ports: KeySetPorts;
  readonly #times: KeySetTimes;
  #keys: LocalJWKSet | undefined;
  #loadedAtMs = Number.NEGATIVE_INFINITY;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #hasFailed = false;
  #loading: Promise<void> | undefined;

  constructor(jose: JoseModule, ports: KeySetPorts, times: KeySetTimes = KEY_SET_TIMES) {
    this.#jose = jose;
    this.#ports = ports;
    this.#times = times;
  }

  /** The key that a token says it was signed with. Rejects with an error of jose's, or with `unavailable`. */
  async find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<Key> {
    if (this.#isOlderThan(this.#loadedAtMs, this.#times.maxAgeMs)) await this.#reload();
    if (!this.#keys) throw unavailable();
    try {
      return await this.#keys(header, token);
    } catch (error) {
      if (!(error instanceof this.#jose.errors.JWKSNoMatchingKey)) throw error;
    }
    // It may be newer than what is known.
    await this.#reload();
    return this.#findAgain(header, token);
  }

  /** Loads the keys before anybody asks for them, so that an operator hears at once where they cannot be had. */
  async prepare(): Promise<void> {
    await this.#reload();
    // They may come up a moment later: the first who asks makes another try.
    if (!this.#keys) this.#triedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Loads the keys now; rejects with the reason where they cannot be had. */
  async load(): Promise<void> {
    this.#triedAtMs = this.#ports.monotonic();
    this.#hasFailed = true;
    const published = await this.#ports.load();
    this.#keys = this.#jose.createLocalJWKSet(published);
    this.#loadedAtMs = this.#ports.monotonic();
    this.#hasFailed = false;
    // Somebody may want just that; it admits nobody.
    if (published.keys.length === 0) this.#ports.onFailed?.(new Error('the published set of keys is empty'));
  }

  async #findAgain(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<Key> {
    try {
      if (!this.#keys) throw unavailable();
      return await this.#keys(header, token);
    } catch (error) {
      // Whether there is such a key nobody can tell who could not ask.
      throw this.#hasFailed ? unavailable() : error;
    }
  }

  /** All who wait share one try; after it there is none for a while, whatever came of it. */
  async #reload(): Promise<void> {
    if (!this.#loading && this.#isOlderThan(this.#triedAtMs, this.#times.coolDownMs)) {
      this.#loading = this.load().catch((error: unknown) => this.#ports.onFailed?.(error));
      void this.#loading.finally(() => (this.#loading = undefined)).catch(() => undefined);
    }
    await this.#loading;
  }

  #isOlderThan(sinceMs: number, ageMs: number): boolean {
    return this.#ports.monotonic() - sinceMs >= ageMs;
  }
}
