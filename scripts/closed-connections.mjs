/**
 * `npm run closed-connections -- --connections N --busy N`: how many connections Chromium keeps after they were closed in the
 * middle of being set up, by the moment in which they were; the rows of a table in docs/performance.md. `--busy`: so many
 * processes do nothing but compute meanwhile, without which hardly one is kept.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { chromiumLaunchOptions } from './browsers.mjs';

const PAGE = 'scripts/closed-connections/page.mjs';
const BUILT = 'dist/src/browser/close-connection.js';

const WAYS = Object.entries({
  timer: 'by a timer',
  idle: 'in a task before which nothing is queued',
  iceconnectionstatechange: 'with the next `iceconnectionstatechange`',
  connectionstatechange: 'with the next `connectionstatechange`',
  icegatheringstatechange: 'with the next `icegatheringstatechange`',
  ours: 'with the next of these two, or after 0.1 s in such a task',
});

const { values } = parseArgs({
  options: { connections: { type: 'string', default: '200' }, busy: { type: 'string', default: '6' } },
});
const [connections, busy] = [Number(values.connections), Number(values.busy)];
if (!(connections > 0 && connections % 2 === 0 && busy >= 0)) {
  console.error('--connections takes an even number, --busy a number of processes.');
  process.exit(2);
}
if (!existsSync(BUILT)) {
  console.error('There is nothing to run: npm run build');
  process.exit(2);
}
/** From where an empty page can import it. @param {string} file */
const inPage = (file) => `data:text/javascript;base64,${readFileSync(file).toString('base64')}`;

const browser = await puppeteer.launch(await chromiumLaunchOptions({ args: ['--js-flags=--expose-gc'] }));
const others = Array.from({ length: busy }, () => spawn(process.execPath, ['-e', 'for (;;);']));
try {
  for (const [way, words] of WAYS) {
    // What is kept is kept by its page.
    const page = await browser.newPage();
    page.on('pageerror', (error) => {
      console.error(error);
      process.exitCode = 1;
    });
    await page.goto('data:text/html,');
    const play = `Promise.all([import('${inPage(PAGE)}'), import('${inPage(BUILT)}')]).then(([page, closing]) =>
      page.closeMany('${way}', ${connections}, closing))`;
    const kept = await page.evaluate(play);
    console.log(`| ${words} | ${kept} of ${connections} |`);
    await page.close();
  }
} finally {
  for (const other of others) other.kill();
  await browser.close();
}
