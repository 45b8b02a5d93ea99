/**
 * One record per line on a stream, for a machine (JSON) or for a person (text). Whatever stands in a record, it stays
 * one line of printable characters: names come from strangers, and end up in terminals and other programs. A flood
 * of one kind of record is thinned out, and how many were left out is said. It decides nothing and keeps nothing.
 */
import { TokenBucket } from '../hub/token-bucket.js';

/** From the one that says least. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The port: all that the rest of the relay knows of logs. */
export interface Logger {
  /** `event` is a constant of the program, never a text from outside. */
  log(level: Exclude<LogLevel, 'silent'>, event: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Takes one record with its line feed. */
  readonly write: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly wallClock?: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic?: () => number;
}

/** Longer texts are cut: a record must not become as large as what somebody sent. */
const MAX_TEXT = 300;
/** Of one event. The first of a flood are kept, which say how it began. */
const RATE = { perSecond: 10, burst: 50 };

/** Controls, what is invisible or turns the direction of a line, line separators, halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** As JSON, with everything escaped that does not simply stand there as a character. */
const quote = (text: string): string =>
  JSON.stringify(text).replace(UNPRINTABLE, (found) => found.split('').map(escapeUnit).join(''));

const cut = (text: string): string => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`);

type Value = NonNullable<LogFields[string]>;
type Entry = [name: string, value: Value];

const isSaid = (entry: [string, unknown]): entry is Entry => entry[1] !== undefined;

const written = (value: Value): string => (typeof value === 'string' ? quote(cut(value)) : String(value));

/** How a record is written, beginning with the three that each has. */
type Style = (time: string, level: string, event: string, fields: readonly Entry[]) => string;

const STYLES: Readonly<Record<LogFormat, Style>> = {
  json: (time, level, event, fields) => {
    const entries: readonly Entry[] = [['time', time], ['level', level], ['event', event], ...fields];
    return `{${entries.map(([name, value]) => `${quote(name)}:${written(value)}`).join(',')}}`;
  },
  // Bare words stand without quotes.
  text: (time, level, event, fields) => {
    const words = fields.map(([name, value]) => {
      const isBare = typeof value !== 'string' || (value.length <= MAX_TEXT && /^[\w.:/-]+$/.test(value));
      return `${name}=${isBare ? String(value) : written(value)}`;
    });
    return [time, level.toUpperCase().padEnd(5), event, ...words].join(' ');
  },
};

export function createLogger(options: LoggerOptions): Logger {
  const { level: threshold, format, write, wallClock = Date.now } = options;
  const { monotonic = () => performance.now() } = options;
  const floods = new Map<string, { readonly bucket: TokenBucket; suppressed: number }>();

  /** How many of this event were left out since the last one; undefined where this one is left out too. */
  const suppressedOf = (event: string): number | undefined => {
    const flood = floods.get(event) ?? { bucket: new TokenBucket(RATE, monotonic()), suppressed: 0 };
    floods.set(event, flood);
    if (flood.bucket.tryTake(monotonic()) > 0) {
      flood.suppressed++;
      return undefined;
    }
    const { suppressed } = flood;
    flood.suppressed = 0;
    return suppressed;
  };

  return {
    log(level, event, fields = {}) {
      if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(threshold)) return;
      const suppressed = suppressedOf(event);
      if (suppressed === undefined) return;
      const time = new Date(wallClock()).toISOString();
      const told: LogFields = { ...fields, suppressed: suppressed > 0 ? suppressed : undefined };
      write(`${STYLES[format](time, level, event, Object.entries(told).filter(isSaid))}\n`);
    },
  };
}
