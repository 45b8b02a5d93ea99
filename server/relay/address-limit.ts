/**
 * How much one network may ask of the relay: sockets open at once, and new ones per second. Many people share an
 * address (an office, a mobile provider), so the bounds are wide; they are there against one machine that takes all.
 * It knows no clock and no socket. What it remembers empties by itself: `sweep` forgets who is back at zero.
 */
import { type RateLimit, TokenBucket } from '../hub/token-bucket.js';
import { networkOf, networks } from './client-address.js';

export interface AddressOptions {
  /** Sockets open at once from one address. */
  readonly maxSockets: number;
  /** New connections from one address. */
  readonly rate: RateLimit;
  /** Networks that are not limited. */
  readonly except: readonly string[];
}

/** Wide enough for an office behind one address. This machine is not limited: here run proxies, and tests. */
export const DEFAULT_ADDRESS_OPTIONS: AddressOptions = {
  maxSockets: 100,
  rate: { perSecond: 5, burst: 50 },
  except: ['127.0.0.0/8', '::1'],
};

export type AddressVerdict =
  | { readonly verdict: 'ok' }
  /** Too many, and few enough over to be told so. */
  | { readonly verdict: 'too-many' }
  | { readonly verdict: 'too-fast'; readonly retryAfterMs: number }
  /** Not even worth an answer. */
  | { readonly verdict: 'flood' };

interface Entry {
  open: number;
  readonly bucket: TokenBucket;
  /** When the bucket is certainly full again, if nobody comes. */
  fullAtMs: number;
}

/** Sockets over the cap that are kept for as long as it takes to tell them. */
const TOLD = 8;
/** An attacker has more networks than we have memory. */
const MAX_ENTRIES = 100_000;

const OK: AddressVerdict = { verdict: 'ok' };
const TOO_MANY: AddressVerdict = { verdict: 'too-many' };
const FLOOD: AddressVerdict = { verdict: 'flood' };

export class AddressLimit {
  readonly #options: AddressOptions;
  readonly #isExcepted: (address: string) => boolean;
  readonly #entries = new Map<string, Entry>();

  constructor(options: AddressOptions) {
    this.#options = options;
    this.#isExcepted = networks(options.except);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What is counted together with this address; undefined where nothing is. */
  networkOf(address: string): string | undefined {
    return this.#isExcepted(address) ? undefined : networkOf(address);
  }

  /** A socket is open; answers false where it must be closed at once. Each call needs one of `close`. */
  open(address: string, nowMs: number): boolean {
    if (this.#isExcepted(address)) return true;
    const entry = this.#entryOf(networkOf(address), nowMs);
    entry.open++;
    return entry.open <= this.#options.maxSockets + TOLD;
  }

  close(address: string): void {
    const entry = this.#isExcepted(address) ? undefined : this.#entries.get(networkOf(address));
    if (entry) entry.open = Math.max(0, entry.open - 1);
  }

  /** Somebody whose socket is counted asks to be let in. */
  admit(address: string, nowMs: number): AddressVerdict {
    if (this.#isExcepted(address)) return OK;
    const entry = this.#entryOf(networkOf(address), nowMs);
    const { maxSockets, rate } = this.#options;
    if (entry.open > maxSockets + TOLD) return FLOOD;
    if (entry.open > maxSockets) return TOO_MANY;
    const retryAfterMs = entry.bucket.tryTake(nowMs);
    entry.fullAtMs = nowMs + (rate.burst / rate.perSecond) * 1000;
    return retryAfterMs === 0 ? OK : { verdict: 'too-fast', retryAfterMs };
  }

  /** Forgets networks that have nothing open and their whole burst again. */
  sweep(nowMs: number): void {
    for (const [key, { open, fullAtMs }] of this.#entries) {
      if (open === 0 && fullAtMs <= nowMs) this.#entries.delete(key);
    }
  }

  #entryOf(key: string, nowMs: number): Entry {
    const known = this.#entries.get(key);
    if (known) return known;
    if (this.#entries.size >= MAX_ENTRIES) this.#forgetOne();
    const entry = { open: 0, bucket: new TokenBucket(this.#options.rate, nowMs), fullAtMs: nowMs };
    this.#entries.set(key, entry);
    return entry;
  }

  /** The oldest that has nothing open; those that have are bounded by the sockets there may be. */
  #forgetOne(): void {
    for (const [key, { open }] of this.#entries) {
      if (open > 0) continue;
      this.#entries.delete(key);
      return;
    }
  }
}
