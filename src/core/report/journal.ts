/**
 * The last things that happened to a controller, for whoever has to find out why a call went wrong: of each machine what
 * it was told, what it is in since, and what it had done. Bounded in number and in length, and made of kinds and numbers only: no
 * address, no description, no token, no name, nothing that anybody has said.
 */
import type { ClockPort } from '../ports.js';
import { kindsIn } from '../call/diagnosis.js';

/** Which machine it was, or an error that was told. */
export type JournalSource = 'link' | 'call' | 'devices' | 'error';

/** Beside these, what is known of the event: numbers, and words of this package, the protocol and the browser. */
export interface JournalEntry {
  /** Milliseconds since the epoch, by the controller's clock. */
  readonly atMs: number;
  readonly of: JournalSource;
  /** What the machine was told; of an error, its code. */
  readonly event: string;
  /** What it is in since. */
  readonly state?: string;
  /** What it had done, in order. */
  readonly effects?: readonly string[];
  readonly [detail: string]: unknown;
}

type Typed = { readonly type: string };
type Detail = string | number | boolean;

/** An hour of a call with a loss a minute; about 150 kB. */
export const JOURNAL_LENGTH = 500;
/** Characters of a text. */
export const MAX_TEXT = 120;

/** What of an event or an effect may be written down. A name that is missing here is left out, whatever it holds. */
const DETAILS = [
  ...['callId', 'pc', 'n', 'timer', 'ms', 'reason', 'signal', 'by', 'code', 'closeCode', 'why', 'kind'],
  ...['on', 'v1', 'polite', 'returns', 'request', 'reconnectInMs', 'audio', 'video', 'isHeld', 'offers'],
] as const;

export class Journal {
  readonly #clock: Pick<ClockPort, 'now'>;
  readonly #entries: JournalEntry[] = [];
  #dropped = 0;

  constructor(clock: Pick<ClockPort, 'now'>) {
    this.#clock = clock;
  }

  /** The oldest first. */
  get entries(): readonly JournalEntry[] {
    return [...this.#entries];
  }

  /** How many were there before the first one that is kept. */
  get dropped(): number {
    return this.#dropped;
  }

  add(of: JournalSource, event: string, more: Readonly<Record<string, unknown>> = {}): void {
    if (this.#entries.length === JOURNAL_LENGTH) {
      this.#entries.shift();
      this.#dropped += 1;
    }
    this.#entries.push({ atMs: Math.round(this.#clock.now()), of, event, ...more });
  }

  /** What a machine has taken; `before` and `after` in a word each. What changed nothing is not written down. */
  took(of: JournalSource, event: Typed, before: string, after: string, effects: readonly Typed[]): void {
    if (before === after && effects.length === 0) return;
    const done = effects.map(inWords);
    this.add(of, event.type, {
      ...detailsOf(event),
      state: after,
      ...(done.length > 0 ? { effects: done } : {}),
    });
  }
}

function detailsOf(what: object): Record<string, Detail> {
  const given = what as Readonly<Record<string, unknown>>;
  const details: Record<string, Detail> = {};
  for (const name of DETAILS) {
    const value = given[name];
    if (typeof value === 'string') details[name] = value.slice(0, MAX_TEXT);
    else if (typeof value === 'number' || typeof value === 'boolean') details[name] = value;
  }
  for (const [name, value] of Object.entries(given)) Object.assign(details, INSIDE[name]?.(value));
  return details;
}

/** What is told of things that hold more than anybody may know. */
const INSIDE: Readonly<Record<string, (value: unknown) => Record<string, Detail> | undefined>> = {
  description: (value) => ({ description: (value as Typed).type }),
  /** Of the peer connection. */
  state: (value) => ({ connection: value as string }),
  candidate: (value) => ({
    candidate: value ? (kindsIn((value as { candidate: string }).candidate)[0] ?? 'other') : 'last',
  }),
  media: (value) => ({ ...(value as Record<string, boolean>) }),
  kinds: (value) => ({ ...(value as Record<string, boolean>) }),
  call: (value) => ({ callId: (value as { id: string }).id }),
};

function inWords(effect: Typed): string {
  const { message, ...rest } = effect as Typed & { message?: unknown };
  const sent = effect.type === 'send' ? (message as Typed) : undefined;
  const { callId: _, ...details } = detailsOf(sent ?? rest);
  return [effect.type, ...(sent ? [sent.type] : []), ...Object.values(details).map(String)].join(' ');
}
