/**
 * `npm run test:lab`: runs the rows and prints what was seen. Arguments are numbers of rows (`B2`) or pieces of their fault;
 * docs/reliability.md has the options. Exits with 1 where a row does not hold. Not a test of the suites: it needs root, and some
 * faults last half a minute.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { writeCounts } from '../../scripts/lib/counts.mjs';
import { noFirefox } from './browsers.js';
import { disposeAtExit, noLab, sweep } from './namespaces.js';
import { CASTS, type Cast, type Result, type Row, Skipped } from './row.js';
import { ROWS } from './rows/index.js';
import { Stage } from './stage.js';
import { line, summary, write } from './table.js';

const ROW_LIMIT_MS = 300_000;
/** A page may be frozen, or gone. */
const STATES_LIMIT_MS = 5_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fast: { type: 'boolean' },
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    trace: { type: 'boolean' },
    jobs: { type: 'string' },
    browsers: { type: 'string', multiple: true },
  },
});

/** A row with the browsers in which it is to be seen now. */
interface Play {
  readonly row: Row;
  readonly cast: Cast;
}

const isAsked = ({ row: { id, fault, fast, onlyChromium }, cast }: Play): boolean =>
  (!values.fast || fast?.includes(cast) === true) &&
  (values.browsers?.includes(cast) ?? cast !== 'turned') &&
  (CASTS[cast].a !== 'firefox' || onlyChromium === undefined) &&
  (positionals.length === 0 || positionals.some((word) => id === word || fault.includes(word)));

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

const timeIsUp = (limitMs = ROW_LIMIT_MS): Promise<never> =>
  new Promise((_resolve, reject) => {
    AbortSignal.timeout(limitMs).addEventListener('abort', () => {
      reject(new Error(`not done after ${limitMs / 1_000} s`));
    });
  });

const statesOf = (stage: Stage): Promise<string> =>
  Promise.race([stage.states(), timeIsUp(STATES_LIMIT_MS)]).catch(String);

async function outcomeOf({ row, cast }: Play): Promise<Pick<Result, 'outcome' | 'seen' | 'states'>> {
  const stage = new Stage(row.setting ?? {}, cast);
  try {
    // What the row stands on is not its fault: it has as long again, for a machine with other things to do.
    await Promise.race([stage.open(), timeIsUp()]);
    const seen = await Promise.race([row.run(stage), timeIsUp()]);
    return { outcome: 'holds', seen, ...(values.trace ? { states: await statesOf(stage) } : {}) };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    if (error instanceof Skipped) return { outcome: 'skipped', seen };
    return { outcome: 'not yet', seen, states: await statesOf(stage) };
  } finally {
    stage.dispose();
  }
}

const missing = noLab();
const missingFor = (cast: Cast): string | false => missing || (cast !== 'chromium' && noFirefox());

async function resultOf(play: Play): Promise<Result> {
  const why = missingFor(play.cast);
  if (why) return { ...play, outcome: 'skipped', seen: why, ms: 0 };
  const startedMs = performance.now();
  const outcome = await outcomeOf(play);
  return { ...play, ...outcome, ms: performance.now() - startedMs };
}

disposeAtExit();
if (!missing) sweep();
const casts = Object.keys(CASTS) as readonly Cast[];
const plays = casts.flatMap((cast) => ROWS.map((row): Play => ({ row, cast }))).filter(isAsked);
const results = new Map<Play, Result>();
const waiting = [...plays];
/** One after the other: each reads what the one before has written. */
let written = Promise.resolve();

async function playOneAfterTheOther(): Promise<void> {
  for (let play = waiting.shift(); play; play = waiting.shift()) {
    const result = await resultOf(play);
    results.set(play, result);
    if (!values.json) print(line(result));
    // At once, and not at the end: a long run may be ended before.
    if (values.write) await (written = written.then(() => write([result], ROWS)));
  }
}

await Promise.all(Array.from({ length: Number(values.jobs) || 1 }, playOneAfterTheOther));
const all = plays.flatMap((play) => results.get(play) ?? []);
const told = all.map(({ row: { id, fault, expected }, ...seen }) => ({ id, fault, expected, ...seen }));
print(values.json ? JSON.stringify(told, null, 2) : summary(all));
const count = (wanted: Result['outcome']): number => all.filter(({ outcome }) => outcome === wanted).length;
const whys = all.flatMap(({ outcome, seen }) =>
  outcome === 'skipped' ? `skipped: calls in a lab: ${seen}` : [],
);
// For whoever runs it as one suite of several.
writeCounts({ passed: count('holds'), failed: count('not yet'), skipped: count('skipped'), notes: whys });
// What a row that ran out of time still waits for must not keep the process.
process.exit(count('not yet') > 0 ? 1 : 0);
