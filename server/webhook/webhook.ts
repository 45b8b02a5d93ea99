/**
 * Tells an operator's server about missed calls, by HTTP POST. It never stands in the way of the relay: what cannot be
 * delivered waits in a bounded queue, is tried again a few times, and is given up. It knows names and times, and no word
 * that was said.
 */
import { randomUUID } from 'node:crypto';
import type { MissedCall } from '../hub/missed-calls.js';
import { SIGNATURE_HEADER, signatureOf } from './signature.js';

export interface WebhookOptions {
  /** `http:` or `https:`; see `webhookAddress`. */
  readonly url: URL;
  readonly secret: string;
  /** For one try, to the answer. */
  readonly timeoutMs?: number;
  /** Before the second try, the third, and so on; after the last one it is given up. */
  readonly retryAfterMs?: readonly number[];
  /** What waits; the oldest is dropped for the newest. */
  readonly maxWaiting?: number;
  /** Tries at the same time. */
  readonly maxAtOnce?: number;
  /** Hears of each call that was not delivered, and why. */
  readonly onLost?: (why: LostReason) => void;
}

/** `refused`: the server said no, for good; `failed`: every try failed; `dropped`: too many waited. */
export type LostReason = 'refused' | 'failed' | 'dropped';

interface Delivery {
  readonly id: string;
  readonly body: string;
  tries: number;
}

type Outcome = 'delivered' | 'refused' | 'again';

export const WEBHOOK_RETRIES_MS = [1_000, 5_000, 25_000] as const;
const DEFAULTS = { timeoutMs: 5_000, retryAfterMs: WEBHOOK_RETRIES_MS, maxWaiting: 1_000, maxAtOnce: 4 };

/** An address that may be posted to, or undefined: no other scheme, and no password in a log. */
export function webhookAddress(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    ? url
    : undefined;
}

const outcomeOf = (status: number): Outcome => {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || status === 408 || status === 429 ? 'again' : 'refused';
};

export class Webhook {
  readonly #options: Required<Omit<WebhookOptions, 'onLost'>> & Pick<WebhookOptions, 'onLost'>;
  readonly #waiting: Delivery[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #atOnce = 0;
  #isClosed = false;

  constructor(options: WebhookOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** Deliveries that wait, or are under way, or will be tried again. */
  get size(): number {
    return this.#waiting.length + this.#atOnce + this.#timers.size;
  }

  /** Returns at once and never throws. */
  missedCall(missed: MissedCall): void {
    this.#enqueue({ id: randomUUID(), body: JSON.stringify({ event: 'missed-call', ...missed }), tries: 0 });
  }

  /** Gives up what waits; what is under way may end. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #enqueue(delivery: Delivery): void {
    if (this.#isClosed) return;
    this.#waiting.push(delivery);
    if (this.#waiting.length + this.#timers.size > this.#options.maxWaiting) {
      this.#waiting.shift();
      this.#options.onLost?.('dropped');
    }
    this.#next();
  }

  #next(): void {
    while (this.#atOnce < this.#options.maxAtOnce) {
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      this.#atOnce += 1;
      void this.#deliver(delivery);
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const outcome = await this.#post(delivery).catch((): Outcome => 'again');
    this.#atOnce -= 1;
    if (outcome === 'refused') this.#options.onLost?.('refused');
    if (outcome === 'again') this.#tryAgain(delivery);
    this.#next();
  }

  /** The time is that of the try, so that a receiver can refuse what somebody recorded. */
  async #post({ id, body }: Delivery): Promise<Outcome> {
    const { url, secret, timeoutMs } = this.#options;
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'call-elements-delivery': id,
        [SIGNATURE_HEADER]: signatureOf(secret, Date.now(), body),
      },
      body,
    });
    await response.body?.cancel();
    return outcomeOf(response.status);
  }

  #tryAgain(delivery: Delivery): void {
    const waitMs = this.#options.retryAfterMs[delivery.tries];
    delivery.tries += 1;
    if (waitMs === undefined) this.#options.onLost?.('failed');
    if (waitMs === undefined || this.#isClosed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(delivery);
    }, waitMs);
    // A relay that ends does not wait for it.
    timer.unref();
    this.#timers.add(timer);
  }
}
