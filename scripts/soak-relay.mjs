/**
 * `npm run soak:relay -- --minutes N`: people, careless programs and attackers come and go in waves, and the relay's memory
 * is looked at every few seconds. At the end everybody leaves: exits with 1 where a table is not empty, a fault was
 * met, or the heap grew from the middle of the run to its end.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ACTS } from './lib/soak-acts.mjs';

/** @typedef {{rss: number, heapUsed: number, sizes: Record<string, number>, faults: number}} State */

const SAMPLE_EVERY_MS = 5_000;
const AT_ONCE = 16;
/** Much longer than a session waits for its page. */
const EMPTY_WITHIN_MS = 20_000;
/** Over half a run; compiled code, and what happened to be open at a look, are no leak. */
const TOLERATED_KB = 1_024;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const runMs = Number(values.minutes) * 60_000;
if (!(runMs > 0)) {
  console.error('--minutes takes a number.');
  process.exit(2);
}

const server = fork(new URL('lib/soak-server.mjs', import.meta.url).pathname, { execArgv: ['--expose-gc'] });
server.once('exit', (code) => {
  console.error(`The relay ended with ${String(code)}.`);
  process.exit(1);
});
const [{ port }] = await once(server, 'message');
const startedAtMs = performance.now();
const elapsedMs = () => performance.now() - startedAtMs;
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {Promise<State>} */
async function look() {
  server.send('look');
  const [state] = await once(server, 'message');
  return state;
}

let acts = 0;
async function act() {
  while (elapsedMs() < runMs) {
    const next = ACTS[acts % ACTS.length];
    acts += 1;
    await next?.(port);
  }
}

const kb = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(0)} kB`;

/** @type {{atMs: number, heapUsed: number, rss: number}[]} */
const samples = [];
async function sample() {
  while (elapsedMs() < runMs) {
    await pause(SAMPLE_EVERY_MS);
    const { rss, heapUsed, sizes } = await look();
    samples.push({ atMs: elapsedMs(), heapUsed, rss });
    const entries = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    console.log(
      `${(elapsedMs() / 1000).toFixed(0)} s: rss ${kb(rss)}, heap ${kb(heapUsed)}, ${acts} acts, ${entries} entries`,
    );
  }
}

/** Least squares, in kB per minute. @param {'heapUsed' | 'rss'} figure */
function slope(figure) {
  const late = samples.slice(Math.floor(samples.length / 2));
  const mean = (/** @type {number[]} */ list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanMs, meanBytes] = [mean(late.map((one) => one.atMs)), mean(late.map((one) => one[figure]))];
  const above = late.reduce((sum, one) => sum + (one.atMs - meanMs) * (one[figure] - meanBytes), 0);
  const below = late.reduce((sum, one) => sum + (one.atMs - meanMs) ** 2, 0);
  return below === 0 ? 0 : ((above / below) * 60_000) / 1024;
}

async function emptied() {
  const deadlineMs = elapsedMs() + EMPTY_WITHIN_MS;
  for (;;) {
    const state = await look();
    const left = Object.values(state.sizes).some((size) => size > 0);
    if (!left || elapsedMs() > deadlineMs) return { ...state, left };
    await pause(250);
  }
}

await Promise.all([sample(), ...Array.from({ length: AT_ONCE }, act)]);
const { sizes, left, faults, heapUsed, rss } = await emptied();
const heapSlope = slope('heapUsed');
console.log(
  `slope of the second half: heap ${heapSlope.toFixed(0)}, rss ${slope('rss').toFixed(0)} kB per minute`,
);
console.log(`at the end: rss ${kb(rss)}, heap ${kb(heapUsed)}, ${acts} acts, ${faults} faults`);
console.log(
  Object.entries(sizes)
    .map(([name, size]) => `${name} ${size}`)
    .join(', '),
);
server.removeAllListeners('exit');
server.disconnect();
const grew = (heapSlope * runMs) / 2 / 60_000 > TOLERATED_KB;
if (grew) console.error('The heap grew.');
if (left) console.error('A table is not empty.');
process.exitCode = grew || left || faults > 0 ? 1 : 0;
