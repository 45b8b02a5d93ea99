/**
 * Reads the words of a command line by a table of options, and gives the help text from the same table, so that the
 * two cannot differ. It starts nothing. Whatever is wrong with the words is a `UsageError` of one line.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usage-error.js';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Placeholder of the value, in help. */
  readonly value?: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** Node's message without the hint about positionals, which is a sentence too much here. */
const firstSentence = (message: string): string =>
  message.split(/\. |\n/, 1)[0]?.replace(/\.$/, '') ?? message;

/** `--port -1` is a bad number, which is said where numbers are checked; Node alone would call it ambiguous. */
const joinNegatives = (words: readonly string[]): string[] =>
  words.reduce<string[]>((joined, word) => {
    const last = joined.at(-1);
    const isValue = last !== undefined && /^--[^=]+$/.test(last) && /^-\d/.test(word);
    return isValue ? [...joined.slice(0, -1), `${last}=${word}`] : [...joined, word];
  }, []);

export function parseOptions(table: OptionTable, words: readonly string[]): Values {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  ) as NonNullable<ParseArgsConfig['options']>;
  try {
    return parseArgs({ args: joinNegatives(words), options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(firstSentence(error instanceof Error ? error.message : String(error)));
  }
}

export const stringOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

export const stringsOf = (values: Values, name: string): readonly string[] => {
  const value = values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** A whole number within bounds, or `undefined` where the option was not given. */
export function numberOf(values: Values, name: string, min: number, max: number): number | undefined {
  const text = stringOf(values, name);
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(
    `--${name} must be a whole number from ${String(min)} to ${String(max)}, not ${JSON.stringify(text)}`,
  );
}

/** The options as help shows them, one per line. */
export function describeOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { value, help }]) => [
    `  --${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length)) + 2;
  return rows.map(([left = '', right = '']) => `${left.padEnd(width)}${right}`).join('\n');
}
