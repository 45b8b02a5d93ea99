/**
 * `npm run test:lab`: runs the rows and prints what was seen. Arguments are numbers of rows (`B2`) or pieces of their fault;
 * `--fast` the dozen that CI runs, `--json` for programs, `--jobs N` plays so many beside each other, `--write` puts their lines into the table of docs/reliability.md. Exits with 1 where a
 * row does not hold. Not a test of the suites: it needs root, and some faults last half a minute.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { disposeAtExit, noLab, sweep } from './namespaces.js';
import { type Result, type Row, Skipped } from './row.js';
import { ROWS } from './rows/index.js';
import { Stage } from './stage.js';
import { line, summary, write } from './table.js';

const ROW_LIMIT_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fast: { type: 'boolean' },
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    jobs: { type: 'string' },
  },
});

const isAsked = ({ id, fault, fast }: Row): boolean =>
  (!values.fast || fast === true) &&
  (positionals.length === 0 || positionals.some((word) => id === word || fault.includes(word)));

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

const timeIsUp = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    AbortSignal.timeout(ROW_LIMIT_MS).addEventListener('abort', () => {
      reject(new Error(`not done after ${ROW_LIMIT_MS / 1_000} s`));
    });
  });

async function outcomeOf(row: Row): Promise<Pick<Result, 'outcome' | 'seen'>> {
  const stage = new Stage(row.setting ?? {});
  try {
    // What the row stands on is not its fault: it has as long again, for a machine with other things to do.
    await Promise.race([stage.open(), timeIsUp()]);
    return { outcome: 'holds', seen: await Promise.race([row.run(stage), timeIsUp()]) };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    return error instanceof Skipped ? { outcome: 'skipped', seen } : { outcome: 'not yet', seen };
  } finally {
    stage.dispose();
  }
}

async function play(row: Row): Promise<Result> {
  const { id, fault, expected } = row;
  const startedMs = performance.now();
  const outcome = await outcomeOf(row);
  return { id, fault, expected, ...outcome, ms: performance.now() - startedMs };
}

const missing = noLab();
disposeAtExit();
if (!missing) sweep();
const rows = ROWS.filter(isAsked);
const results = new Map<Row, Result>();
const waiting = [...rows];

async function playOneAfterTheOther(): Promise<void> {
  for (let row = waiting.shift(); row; row = waiting.shift()) {
    const { id, fault, expected } = row;
    const skipped = { id, fault, expected, outcome: 'skipped', seen: missing || '', ms: 0 } as const;
    const result = missing ? skipped : await play(row);
    results.set(row, result);
    if (!values.json) print(line(result));
  }
}

await Promise.all(Array.from({ length: Number(values.jobs) || 1 }, playOneAfterTheOther));
const table = rows.flatMap((row) => results.get(row) ?? []);
print(values.json ? JSON.stringify(table, null, 2) : summary(table));
if (values.write)
  await write(
    table,
    ROWS.map(({ id }) => id),
  );
// What a row that ran out of time still waits for must not keep the process.
process.exit(table.some(({ outcome }) => outcome === 'not yet') ? 1 : 0);
