/**
 * The three places where options are written: the words of the command line, the environment, a JSON file. Each gives
 * what was written, and where; a key that is no option is refused there. What a value means is read in settings.ts.
 */
import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ENVIRONMENT_PREFIX, type OptionTable, environmentName } from './option-table.js';
import { UsageError, explain } from './usage-error.js';

export interface Written {
  /** As one would name it to the person who wrote it. */
  readonly from: string;
  /** Words and the environment have texts only; a file has what JSON has. */
  readonly value: unknown;
}

export type Source = ReadonlyMap<string, Written>;

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

export function fromWords(table: OptionTable, words: readonly string[]): Source {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'list' },
    ]),
  ) as NonNullable<ParseArgsConfig['options']>;
  try {
    const { values } = parseArgs({
      args: joinNegatives(words),
      options,
      strict: true,
      allowPositionals: false,
    });
    return new Map(Object.entries(values).map(([name, value]) => [name, { from: `--${name}`, value }]));
  } catch (error) {
    throw new UsageError(firstSentence(error instanceof Error ? error.message : String(error)));
  }
}

const anywhere = (table: OptionTable): readonly string[] =>
  Object.entries(table).flatMap(([name, { wordOnly }]) => (wordOnly ? [] : [name]));

/** A variable with our prefix that is no option is a mistake, which may open what was meant to be closed. */
export function fromEnvironment(table: OptionTable, environment: NodeJS.ProcessEnv): Source {
  const names = new Map(anywhere(table).map((name) => [environmentName(name), name]));
  const written = new Map<string, Written>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(ENVIRONMENT_PREFIX)) continue;
    const name = names.get(variable);
    if (name === undefined) throw new UsageError(`${variable} in the environment is no option`);
    written.set(name, { from: variable, value });
  }
  return written;
}

/** Where the text stops being JSON; the rest of the engine's message quotes it, secrets included. */
function whereOf(error: unknown, text: string): string {
  const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  if (position === undefined) return '';
  return ` (line ${String(text.slice(0, Number(position)).split('\n').length)})`;
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw explain(error, `--config: ${path}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON${whereOf(error, text)}`);
  }
}

export function fromFile(table: OptionTable, path: string): Source {
  const content = readJson(path);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`${path} must be a JSON object of options`);
  }
  const names = anywhere(table).filter((name) => name !== 'config');
  return new Map(
    Object.entries(content).map(([name, value]: [string, unknown]) => {
      if (!names.includes(name)) throw new UsageError(`${path}: ${JSON.stringify(name)} is no option`);
      return [name, { from: `${path}: ${name}`, value }];
    }),
  );
}
