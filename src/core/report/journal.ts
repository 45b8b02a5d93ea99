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
  /** How many candidates came with this event until the next description, by kind: `host/udp`, `other`, `last`. */
  readonly candidates?: Readonly<Record<string, number>>;
  readonly [detail: string]: unknown;
}

type Typed = { readonly type: string };
type Detail = string | number | boolean;

/** Some fifty losses of a path, with all their tries; about 150 kB. */
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
  /** Candidates since the last description, by which event they came with: dozens of them would push out what matters. */
  readonly #candidates = new Map<string, Record<string, number>>();

  constructor(clock: Pick<ClockPort, 'now'>) {
    this.#clock = clock;
  }

  /** The oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries.map((entry) => ({ ...entry, ...copyOfCounts(entry) }));
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
    const details = detailsOf(event);
    if (details.description !== undefined) this.#candidates.clear();
    if (details.candidate !== undefined && before === after) {
      this.#count(of, event.type, details, after);
      return;
    }
    const done = effects.map(inWords);
    this.add(of, event.type, {
      ...details,
      state: after,
      ...(done.length > 0 ? { effects: done } : {}),
    });
  }

  /** One entry for all candidates of one side and one description, with how many of each kind. */
  #count(
    of: JournalSource,
    event: string,
    { callId, candidate }: Record<string, Detail>,
    state: string,
  ): void {
    const key = `${event} ${String(callId)}`;
    let counts = this.#candidates.get(key);
    if (!counts) {
      counts = {};
      this.#candidates.set(key, counts);
      this.add(of, event, { ...(callId === undefined ? {} : { callId }), candidates: counts, state });
    }
    counts[String(candidate)] = (counts[String(candidate)] ?? 0) + 1;
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
  for (const [name, value] of Object.entries(given)) {
    for (const [inner, text] of Object.entries(INSIDE[name]?.(value) ?? {}))
      details[inner] = typeof text === 'string' ? text.slice(0, MAX_TEXT) : text;
  }
  return details;
}

/** What is told of things that hold more than anybody may know. */
const INSIDE: Readonly<Record<string, (value: unknown) => Record<string, Detail> | undefined>> = {
  description: (value) => ({ description: (value as Typed).type }),
  /** Of the peer connection. */
  state: (value) => ({ connection: value as string }),
  candidate: (value) => ({
    candidate: kindOf(value as { readonly candidate: string } | null),
  }),
  media: (value) => ({ ...(value as Record<string, boolean>) }),
  kinds: (value) => ({ ...(value as Record<string, boolean>) }),
  call: (value) => ({ callId: (value as { id: string }).id }),
};

/** An empty line says, as null does, that there are no more: of one generation, or of all. */
const kindOf = (candidate: { readonly candidate: string } | null): string =>
  candidate?.candidate ? (kindsIn(candidate.candidate)[0] ?? 'other') : 'last';

/** Counts go on rising: who has asked keeps what they were. */
const copyOfCounts = ({ candidates }: JournalEntry): object =>
  candidates === undefined ? {} : { candidates: { ...candidates } };

function inWords(effect: Typed): string {
  const { message, ...rest } = effect as Typed & { message?: unknown };
  const sent = effect.type === 'send' ? (message as Typed) : undefined;
  const { callId: _, ...details } = detailsOf(sent ?? rest);
  return [effect.type, ...(sent ? [sent.type] : []), ...Object.values(details).map(String)].join(' ');
}
