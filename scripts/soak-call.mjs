/**
 * `npm run soak:call -- --minutes N` or `--calls N`: two people in real pages call each other in every way, again and again,
 * with a fault in the middle of a call once a minute. Every few calls both pages are looked at: exits with 1 where
 * something grew, a call failed, or a script threw. In the end it measures what the page's script does in a quiet call.
 */
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { chromiumLaunchOptions } from './browsers.mjs';
import { CALLS, CallFailed, areFree, putAway } from './soak-call/calls.mjs';
import { FAULTS } from './soak-call/faults.mjs';
import { Ledger } from './soak-call/ledger.mjs';
import { BrowserNetwork } from './soak-call/network.mjs';
import { SoakPage } from './soak-call/page.mjs';
import { measureQuietCall } from './soak-call/quiet-call.mjs';
import { SoakRelay } from './soak-call/relay.mjs';

/** Of a core. */
const MOST_SCRIPT = 0.01;
/** A look takes a garbage collection, so it is not after each call. */
const LOOK_EVERY = 5;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    calls: { type: 'string' },
    'fault-every': { type: 'string', default: '60' },
    'print-every': { type: 'string', default: '30' },
    quiet: { type: 'string', default: '60' },
  },
});
// Whichever is said is the end; if neither is, two minutes.
const lastCall = Number(values.calls ?? Infinity);
const minutes = Number(values.minutes ?? (values.calls === undefined ? 2 : Infinity));
const faultEveryMs = Number(values['fault-every']) * 1_000;
const printEveryMs = Number(values['print-every']) * 1_000;
const quietMs = Number(values.quiet) * 1_000;
if (!(minutes > 0 && lastCall > 0 && faultEveryMs > 0 && printEveryMs > 0 && quietMs >= 0)) {
  console.error(
    '--minutes and --calls take a number; --fault-every, --print-every and --quiet take seconds.',
  );
  process.exit(2);
}
if (!existsSync('dist/server/main.js') || !existsSync('dist/call-elements.js')) {
  console.error('There is nothing to run: npm run build');
  process.exit(2);
}

const relay = new SoakRelay();
const url = await relay.start();
// One that asks, so that a permission can be taken back.
const browser = await puppeteer.launch(await chromiumLaunchOptions({ fakeUi: false }));
const network = await BrowserNetwork.of(browser);
let isOver = false;
browser.once('disconnected', () => {
  if (isOver) return;
  console.error('The browser is gone.');
  void relay.stop().then(() => process.exit(1));
});
/** @type {[SoakPage, SoakPage]} */
const people = [await SoakPage.open(browser, url, 'naomi'), await SoakPage.open(browser, url, 'priya')];
const ledgers = people.map((person) => new Ledger(person));

let startedAtMs = performance.now();
const elapsedMs = () => performance.now() - startedAtMs;
const say = (/** @type {string} */ text) => {
  console.log(`${(elapsedMs() / 1_000).toFixed(0)} s: ${text}`);
};

const counts = { calls: 0, faults: 0 };
/** @type {string[]} */
const problems = [];
const ways = Object.entries(CALLS);

/** In the middle of a call. @param {{caller: SoakPage, callee: SoakPage}} talk */
async function fault(talk) {
  const [name, run] = FAULTS[counts.faults % FAULTS.length] ?? [];
  counts.faults += 1;
  say(String(name));
  await run?.({
    ...talk,
    relay,
    network,
    enter: (visitor) => SoakPage.open(browser, url, visitor),
  });
}

/** The next way, and after all ways the other calls. @param {() => boolean} isFaultDue */
async function call(isFaultDue) {
  const [way, run] = ways[counts.calls % ways.length] ?? [];
  const [caller, callee] = Math.floor(counts.calls / ways.length) % 2 ? [people[1], people[0]] : people;
  counts.calls += 1;
  try {
    await areFree(people);
    await run?.({
      caller,
      callee,
      inCall: async () => (isFaultDue() ? fault({ caller, callee }) : undefined),
    });
    await putAway(people);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    problems.push(`call ${counts.calls}, ${String(way)}: ${error.message}`);
    say(`failed: ${String(way)}: ${error.message}`);
    for (const person of people) await person.do('hangUp()');
  }
}

/** @param {SoakPage} person @param {import('./soak-call/page.mjs').Holding} holding */
function print({ name }, { heapBytes, ...held }) {
  const cells = Object.entries(held).map(([count, value]) => `${count} ${String(value)}`);
  say(`${counts.calls} calls, ${name}: ${cells.join(', ')}, heap ${(heapBytes / 1_024).toFixed(0)} kB`);
}

// Every way and every fault on both sides, so that what is loaded and built on demand is there.
while (counts.calls < 2 * ways.length) await call(() => false);
while (counts.faults < 2 * FAULTS.length) await call(() => true);
for (const ledger of ledgers) print(ledger.person, await ledger.begin());

startedAtMs = performance.now();
const warmUp = { ...counts };
let [faultDueMs, printDueMs] = [faultEveryMs, printEveryMs];
while (elapsedMs() < minutes * 60_000 && counts.calls - warmUp.calls < lastCall) {
  const { faults } = counts;
  await call(() => elapsedMs() > faultDueMs);
  // Not in every call anything can go wrong.
  if (counts.faults > faults) faultDueMs = elapsedMs() + faultEveryMs;
  const done = counts.calls - warmUp.calls;
  if (done % LOOK_EVERY > 0) continue;
  const isPrinted = elapsedMs() > printDueMs;
  if (isPrinted) printDueMs += printEveryMs;
  for (const ledger of ledgers) {
    const { holding, grown } = await ledger.note(done);
    if (grown.length > 0 || isPrinted) print(ledger.person, holding);
  }
}
for (const ledger of ledgers) print(ledger.person, (await ledger.note(counts.calls - warmUp.calls)).holding);
if (quietMs > 0) {
  for (const { name, script, tasks } of await measureQuietCall(people, quietMs)) {
    const [own, all] = [script, tasks].map((share) => (share * 100).toFixed(2));
    say(`a quiet call, ${name}: script ${String(own)} % of a core, all tasks ${String(all)} %`);
    if (script > MOST_SCRIPT) problems.push(`${name}: the script of a quiet call uses too much`);
  }
}
isOver = true;
await browser.close();
await relay.stop();
for (const ledger of ledgers) {
  const trend = ledger.trend();
  const grows =
    trend === undefined ? 'by too little to tell in so few calls' : `by ${trend.toFixed(0)} bytes a call`;
  say(`${ledger.person.name}: the heap grows ${grows}`);
  problems.push(...ledger.problems());
}
say(`${counts.calls} calls, ${counts.faults} faults, ${problems.length} problems`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
