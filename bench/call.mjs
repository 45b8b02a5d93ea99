/**
 * `npm run call`: a call of this package beside RTCPeerConnection by hand, PeerJS, simple-peer and a client as MDN
 * describes it, from the action to the first remote frame on both ends. Systems take turns within a round; what counts
 * are the ratios within a round. A set-up that takes too long counts as failed.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import puppeteer from 'puppeteer-core';
import { chromiumLaunchOptions } from '../scripts/browsers.mjs';
import { Stage } from './call/stage.mjs';
import { spread } from './lib/figures.mjs';

const ROOT = new URL('../', import.meta.url);
const OTHERS = ['raw', 'peerjs', 'simple-peer', 'mdn'];
const BESIDE = { systems: [...OTHERS, 'ours', 'ours, prepared'], reference: 'raw' };
const ACCEPT = { systems: ['ours, rung', 'ours, preconnect'], reference: 'ours, rung' };
const TABLES = {
  'call, no delay': { ...BESIDE, roundTripMs: 0, cameraMs: 0 },
  'call, round trip 100 ms': { ...BESIDE, roundTripMs: 100, cameraMs: 0 },
  'call, a camera that takes 500 ms': { ...BESIDE, roundTripMs: 0, cameraMs: 500 },
  'accept, no delay': { ...ACCEPT, roundTripMs: 0, cameraMs: 0 },
  'accept, round trip 100 ms': { ...ACCEPT, roundTripMs: 100, cameraMs: 0 },
};

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    systems: { type: 'string', default: '' },
  },
});

if (!existsSync(new URL('dist/src/browser/create-controller.js', ROOT))) {
  console.error('The package is not built: run npm run build in the folder above.');
  process.exit(1);
}

/** The project's files, for pages. */
async function serveFiles() {
  const server = createServer(async ({ url = '' }, response) => {
    const { pathname } = new URL(url, ROOT);
    const file = new URL(`.${new URL(url, 'http://localhost').pathname}`, ROOT);
    const body = pathname.endsWith('blank.html')
      ? '<!doctype html>'
      : await readFile(file).catch(() => undefined);
    const type = extname(pathname) === '.html' ? 'text/html' : 'text/javascript';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, site: `http://localhost:${server.address().port}/` };
}

/** Of each system: how long it took, its ratio to the reference within a round, and what was not as it should be. */
function print(title, { systems, reference }, rounds) {
  console.log(`\n## ${title}, ${rounds.length} rounds: ms, median (× ${reference}, least–most)`);
  for (const system of systems) {
    const calls = rounds.flatMap((round) => round[system] ?? []);
    const times = calls.flatMap(({ ms }) => ms ?? []);
    const ratios = rounds.flatMap(({ [system]: one, [reference]: floor }) =>
      one?.ms && floor?.ms ? one.ms / floor.ms : [],
    );
    if (times.length === 0) {
      console.log(`${system.padEnd(16)} no figures, ${calls.length} of ${calls.length} failed`);
      continue;
    }
    const { median } = spread(times);
    const ratio = spread(ratios);
    const cells = [ratio.median, ratio.min, ratio.max].map((value) => value?.toFixed(2) ?? '-');
    const failed = calls.filter(({ ms }) => ms === undefined).length;
    const more = calls.filter(({ offers, answers }) => offers !== 1 || answers !== 1).length;
    console.log(
      `${system.padEnd(16)} ${median.toFixed(0).padStart(5)} (${cells[0]}, ${cells[1]}–${cells[2]}) · ` +
        `${failed} of ${calls.length} failed · ${more} not with one offer and one answer`,
    );
  }
}

async function runTable(browser, site, title, table) {
  const wanted = values.systems === '' ? undefined : values.systems.split(',').map((name) => name.trim());
  const systems = table.systems.filter(
    (system) => wanted === undefined || wanted.includes(system) || system === table.reference,
  );
  const stages = new Map();
  for (const system of systems) stages.set(system, await Stage.open(browser, site, system, table));
  // The first call of a page loads and compiles; it is none of the figures.
  for (const stage of stages.values()) await stage.setUp();
  const rounds = [];
  for (let at = 0; at < Number(values.rounds); at += 1) {
    const round = {};
    for (const system of at % 2 ? [...systems].reverse() : systems)
      round[system] = await stages.get(system).setUp();
    rounds.push(round);
  }
  await Promise.all([...stages.values()].map((stage) => stage.close()));
  print(title, { ...table, systems }, rounds);
  const ours = rounds.flatMap((round) =>
    systems.flatMap((system) => (system.startsWith('ours') ? round[system] : [])),
  );
  if (ours.some(({ ms, offers, answers }) => ms === undefined || offers !== 1 || answers !== 1))
    process.exitCode = 1;
}

const { server, site } = await serveFiles();
const browser = await puppeteer.launch(
  await chromiumLaunchOptions({
    args: [
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  }),
);
try {
  for (const [title, table] of Object.entries(TABLES))
    if (title.includes(values.only)) await runTable(browser, site, title, table);
} finally {
  await browser.close();
  server.close();
}
