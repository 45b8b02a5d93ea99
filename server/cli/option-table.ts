/**
 * How options are described: once, in a table, from which the command line, the environment, the configuration file,
 * the help text and `--print-config` all follow. Types, and the names that an option has in each place.
 */

interface Common {
  readonly help: string;
  /** Shown as `***` by `--print-config`; better given by the environment or a file, since a command line is public. */
  readonly secret?: true;
  /** Makes no sense in the environment or a file. */
  readonly wordOnly?: true;
}

/** On where it is given; off otherwise. */
export interface FlagSpec extends Common {
  readonly kind: 'flag';
}

/** A whole number within bounds. */
export interface NumberSpec extends Common {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

interface Textual extends Common {
  /** Placeholder of the value, in help. */
  readonly value: string;
  readonly choices?: readonly string[];
  /** Names a file of the relay's own, which is served to nobody. */
  readonly isOwnFile?: true;
  /** The value as it is meant; throws an error whose message goes on after "must be". */
  readonly check?: (text: string) => string;
}

export interface TextSpec extends Textual {
  readonly kind: 'text';
  readonly default?: string;
}

/** May be given several times, or with commas. */
export interface ListSpec extends Textual {
  readonly kind: 'list';
  readonly default?: readonly string[];
}

export type OptionSpec = FlagSpec | NumberSpec | TextSpec | ListSpec;

/** By the name on the command line without its dashes, which is also the key in a configuration file. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

export const ENVIRONMENT_PREFIX = 'CALL_ELEMENTS_';

/** `max-burst` is `CALL_ELEMENTS_MAX_BURST`. */
export const environmentName = (option: string): string =>
  `${ENVIRONMENT_PREFIX}${option.toUpperCase().replaceAll('-', '_')}`;

/** What stands where nothing was said, as one would write it; empty for nothing. */
export function defaultText(spec: OptionSpec): string {
  if (spec.kind === 'flag' || spec.default === undefined) return '';
  return [spec.default].flat().map(String).join(', ');
}

const placeholder = (spec: OptionSpec): string => {
  if (spec.kind === 'flag') return '';
  return ` ${spec.kind === 'number' ? 'N' : spec.value}`;
};

/** The options as help shows them, one per line. */
export function describeOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, spec]) => {
    const standard = defaultText(spec);
    return [`  --${name}${placeholder(spec)}`, spec.help + (standard === '' ? '' : ` (default ${standard})`)];
  });
  const width = Math.max(...rows.map(([left = '']) => left.length)) + 2;
  return rows.map(([left = '', right = '']) => `${left.padEnd(width)}${right}`).join('\n');
}
