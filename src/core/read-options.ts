/**
 * The options as they count: a page may write anything into them. What makes no sense is told, and its default is used;
 * only a privacy that is not understood is the stricter one. Pure.
 */
import type { ControllerOptions } from './controller.js';
import type { CallError } from './errors.js';
import { toPlain, toSwitch } from './option-values.js';
import type { SendingOptions } from './quality/plan-sending.js';
import { type TellFault, tellOnce } from './tell-once.js';

type Checked = Omit<SendingOptions, 'contentHint'> & Pick<ControllerOptions, 'privacy' | 'ringTimeoutMs'>;
type Name = keyof Checked;

/** Those that count, each with its default where nothing is written. */
export type ReadOptions = Required<Checked> &
  Pick<SendingOptions, 'contentHint'> & { readonly preconnect: boolean };

interface Reading {
  /** What is meant; undefined where it makes no sense. */
  readonly read: (value: unknown) => unknown;
  readonly normal?: unknown;
  /** What counts where it makes no sense; else it is left out, and the default counts. */
  readonly safe?: string;
  /** What can be written. */
  readonly wish: string;
}

/** As long as a timer can wait, in milliseconds; nobody sends more bits a second either. */
const MOST = 2_147_483_647;

const word = (...words: readonly string[]): Reading => ({
  read: (value) => {
    const plain = toPlain(value);
    return plain === '' ? words[0] : words.find((one) => one === plain);
  },
  normal: words[0],
  wish: words.join(', '),
});

const amount: Reading = {
  read: (value) => (typeof value === 'number' && value >= 0 && value <= MOST ? value : undefined),
  normal: 0,
  wish: `a number from 0 to ${String(MOST)}`,
};

const isNames = ([kind, names]: [string, unknown]): boolean =>
  (kind === 'audio' || kind === 'video') &&
  Array.isArray(names) &&
  names.every((name) => typeof name === 'string');

const READINGS: Readonly<Record<Name, Reading>> = {
  privacy: { ...word('all', 'relay'), safe: 'relay' },
  ringTimeoutMs: amount,
  maxBitrate: amount,
  lowData: {
    read: (value) => [toSwitch(value)].find((meant) => typeof meant === 'boolean'),
    wish: 'on, off',
  },
  degradationPreference: word('balanced', 'maintain-framerate', 'maintain-resolution'),
  codecs: {
    read: (value) =>
      typeof value === 'object' && Object.entries(value ?? {}).every(isNames) ? value : undefined,
    normal: {},
    wish: '{"video": ["VP9", "VP8"]}',
  },
};

function readOptions(given: ControllerOptions, tell: TellFault): ReadOptions {
  const { preconnect = false, contentHint = '' } = given;
  const used = Object.entries(READINGS).map(([name, { read, normal, safe, wish }]) => {
    const value: unknown = given[name as Name] ?? undefined;
    const meant = value === undefined ? normal : read(value);
    if (value === undefined || meant !== undefined) return [name, meant];
    const what = safe === undefined ? 'It is left out' : `${safe} counts`;
    tell(name, `${name} is ${value as string}, and can be ${wish}. ${what}.`);
    return [name, safe ?? normal];
  });
  return { preconnect, contentHint, ...(Object.fromEntries(used) as Required<Checked>) };
}

/** Reads them whenever they are needed, and tells each thing that is wrong once. */
export function optionReader(
  given: ControllerOptions,
  report: (error: CallError) => void,
): () => ReadOptions {
  const tell = tellOnce(report);
  return () => readOptions(given, tell);
}
