/**
 * `npm run call`: a call of this package beside RTCPeerConnection by hand, PeerJS, simple-peer and a client as MDN
 * describes it; with `--setups N` this package alone, N calls in every way they come about.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { chromiumLaunchOptions } from '../scripts/browsers.mjs';
import { setUpMany } from './call/set-ups.mjs';
import { serveFiles } from './call/site.mjs';
import { TABLES, runTable } from './call/tables.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    systems: { type: 'string', default: '' },
    setups: { type: 'string', default: '0' },
  },
});
const [rounds, setups] = [Number(values.rounds), Number(values.setups)];
const wanted = values.systems === '' ? undefined : values.systems.split(',').map((name) => name.trim());

if (!existsSync(new URL('../dist/src/browser/create-controller.js', import.meta.url))) {
  console.error('The package is not built: run npm run build in the folder above.');
  process.exit(1);
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
let isGood = true;
try {
  if (setups > 0) isGood = await setUpMany(browser, site, setups);
  else
    for (const [title, table] of Object.entries(TABLES))
      if (title.includes(values.only))
        isGood = (await runTable(browser, site, { title, ...table, rounds, wanted })) && isGood;
} finally {
  await browser.close();
  server.close();
}
process.exitCode = isGood ? 0 : 1;
