/**
 * What an operator has set: of each option the value that counts, checked, and where it was written. The command line
 * counts before the environment, that before the file, that before the default. Whatever is wrong is a `UsageError` of
 * one line that names the place.
 */
import type { FlagSpec, ListSpec, NumberSpec, OptionSpec, OptionTable, TextSpec } from './option-table.js';
import { type Source, type Written, fromEnvironment, fromFile, fromWords } from './sources.js';
import { UsageError } from './usage-error.js';

type SettingValue = boolean | number | string | readonly string[];

export interface Setting {
  /** Absent where nothing was said and there is no default. */
  readonly value?: SettingValue | undefined;
  readonly from: string;
}

const fail = (from: string, expected: string, value: unknown): UsageError =>
  new UsageError(`${from} must be ${expected}, not ${JSON.stringify(value)}`);

const FLAG_WORDS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function readFlag(_spec: FlagSpec, { from, value }: Written): boolean {
  const read = FLAG_WORDS.get(value);
  if (read === undefined) throw fail(from, 'true or false', value);
  return read;
}

function readNumber({ min, max }: NumberSpec, { from, value }: Written): number {
  const isDigits = typeof value === 'string' && /^\d+$/.test(value);
  const number = typeof value === 'number' || isDigits ? Number(value) : Number.NaN;
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw fail(from, `a whole number from ${String(min)} to ${String(max)}`, value);
}

function readText({ choices, check, secret }: TextSpec | ListSpec, { from, value }: Written): string {
  const shown = secret ? '***' : value;
  if (typeof value !== 'string') throw fail(from, 'a text', shown);
  if (choices && !choices.includes(value)) throw fail(from, choices.join(' or '), shown);
  try {
    return check ? check(value) : value;
  } catch (error) {
    throw fail(from, error instanceof Error ? error.message : String(error), shown);
  }
}

const splitAtCommas = (value: unknown): readonly unknown[] =>
  typeof value === 'string' ? value.split(',').map((one) => one.trim()) : [value];

/** Commas part values everywhere but in an array of a file, where a value may have one. */
function readList(spec: ListSpec, { from, value }: Written): readonly string[] {
  const isWord = from.startsWith('--');
  // An empty variable is an empty list; an empty word is a mistake.
  if (value === '' && !isWord) return [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  const parts = Array.isArray(value) && !isWord ? all : all.flatMap(splitAtCommas);
  return parts.map((one) => readText(spec, { from, value: one }));
}

function read(spec: OptionSpec, written: Written): SettingValue {
  switch (spec.kind) {
    case 'flag':
      return readFlag(spec, written);
    case 'number':
      return readNumber(spec, written);
    case 'text':
      return readText(spec, written);
    case 'list':
      return readList(spec, written);
  }
}

const standard = (spec: OptionSpec): Setting => ({
  value: spec.kind === 'flag' ? false : spec.default,
  from: 'default',
});

export class Settings {
  readonly #table: OptionTable;
  readonly #settings: ReadonlyMap<string, Setting>;

  /** Earlier sources count before later ones; all are checked, since what is hidden today counts tomorrow. */
  constructor(table: OptionTable, sources: readonly Source[]) {
    this.#table = table;
    const settings = new Map(Object.entries(table).map(([name, spec]) => [name, standard(spec)]));
    for (const source of [...sources].reverse()) {
      for (const [name, written] of source) {
        const spec = table[name];
        if (spec) settings.set(name, { value: read(spec, written), from: written.from });
      }
    }
    this.#settings = settings;
  }

  flag(name: string): boolean {
    return this.#of(name).value === true;
  }

  number(name: string): number | undefined {
    const { value } = this.#of(name);
    return typeof value === 'number' ? value : undefined;
  }

  text(name: string): string | undefined {
    const { value } = this.#of(name);
    return typeof value === 'string' ? value : undefined;
  }

  list(name: string): readonly string[] {
    const { value } = this.#of(name);
    return typeof value === 'object' ? value : [];
  }

  /** Whether somebody said so, rather than nobody anything. */
  isGiven(name: string): boolean {
    return this.#of(name).from !== 'default';
  }

  /** Paths of the relay's own files. */
  ownFiles(): readonly string[] {
    const names = Object.entries(this.#table).filter(([, spec]) => 'isOwnFile' in spec);
    return names.flatMap(([name]) => this.text(name) ?? []);
  }

  /** All that holds and where it was written, as JSON; secrets are masked. */
  print(): string {
    const shown = [...this.#settings].flatMap(([name, { value = null, from }]) => {
      const spec = this.#table[name];
      if (!spec || spec.wordOnly) return [];
      return [[name, { value: spec.secret && value !== null ? '***' : value, from }]];
    });
    return JSON.stringify(Object.fromEntries(shown), undefined, 2);
  }

  #of(name: string): Setting {
    const setting = this.#settings.get(name);
    if (!setting) throw new Error(`there is no option ${name}`);
    return setting;
  }
}

/** From all three places; the file is the one that `config` names. */
export function readSettings(
  table: OptionTable,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Settings {
  const said = [fromWords(table, words), fromEnvironment(table, environment)];
  const file = new Settings(table, said).text('config');
  return file === undefined
    ? new Settings(table, said)
    : new Settings(table, [...said, fromFile(table, file)]);
}

/** For a command that is typed by hand: its words are all there is. */
export const readWords = (table: OptionTable, words: readonly string[]): Settings =>
  new Settings(table, [fromWords(table, words)]);
