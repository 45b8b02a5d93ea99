/**
 * `npm run screens`: a picture of every state that the application must be able to show, in light, dark, right to
 * left, forced colours, a column of 320 px, and at 400 % zoom, for looking at. Names filter: `npm run screens --
 * in-call dark`. They land in screens/, with a page that shows all of them.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { createServer } from 'vite';
import { chromiumLaunchOptions } from './browsers.mjs';
import { root } from './lib/files.mjs';

/**
 * @typedef {{width: number, height: number, scale?: number, query?: string, forced?: boolean}} Variant
 */

/** @type {Record<string, Variant>} */
const VARIANTS = {
  light: { width: 1100, height: 640 },
  dark: { width: 1100, height: 640, query: 'scheme=dark' },
  rtl: { width: 1100, height: 640, query: 'lang=ar' },
  forced: { width: 1100, height: 640, forced: true },
  tablet: { width: 720, height: 560, query: 'lang=zh' },
  phone: { width: 360, height: 700 },
  'phone-dark-rtl': { width: 360, height: 700, query: 'lang=ar&scheme=dark' },
  narrow: { width: 320, height: 568, query: 'lang=ru' },
  // Letters of twice the size: WCAG 2.2, 1.4.4.
  large: { width: 320, height: 640, query: 'text=200' },
  // 1280 by 1024 at 400 %: WCAG 2.2, 1.4.10.
  zoom: { width: 320, height: 256, scale: 4 },
};

const folder = join(root, 'screens');

/** @returns {string[]} */
function sceneNames() {
  return ['device-scenes.ts', 'scenes.ts'].flatMap((file) => {
    const text = readFileSync(join(root, 'test/screens', file), 'utf8');
    const table = text.slice(text.search(/export const \w+: Readonly<Record/));
    return [...table.matchAll(/^ {2}'?([a-z-]+)'?: \(\) =>/gm)].map((match) => String(match[1]));
  });
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} address
 * @param {string} scene
 * @param {string} name
 * @param {Variant} variant
 */
async function shoot(page, address, scene, name, variant) {
  const { width, height, scale = 1, query = '', forced = false } = variant;
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-reduced-motion', value: 'reduce' },
      { name: 'forced-colors', value: forced ? 'active' : 'none' },
    ],
  });
  await page.goto(`${address}test/screens/index.html?scene=${scene}&${query}`, { waitUntil: 'networkidle0' });
  await page.evaluate('window.ready.then(() => document.fonts.ready).then(() => undefined)');
  await page.screenshot({
    path: join(folder, `${scene}.${name}.png`),
    fullPage: true,
    captureBeyondViewport: false,
  });
}

/** @param {string[]} files */
const overview = (files) => `<!doctype html>
<meta charset="utf-8" />
<title>Every screen</title>
<style>
  body { font: 14px system-ui; background: #888; }
  figure { display: inline-block; margin: 8px; vertical-align: top; }
  img { max-width: 520px; max-height: 480px; }
</style>
${files.map((file) => `<figure><img src="${file}" /><figcaption>${file}</figcaption></figure>`).join('\n')}
`;

const filters = process.argv.slice(2);
const server = await createServer({
  root,
  logLevel: 'error',
  server: { port: 0, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
await server.listen();
const [address] = server.resolvedUrls?.local ?? [];
if (!address) throw new Error('The server of the pictures has no address.');
const browser = await puppeteer.launch(await chromiumLaunchOptions());
try {
  if (filters.length === 0) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  const files = [];
  for (const scene of sceneNames()) {
    for (const [name, variant] of Object.entries(VARIANTS)) {
      if (!filters.every((filter) => filter === scene || filter === name)) continue;
      await shoot(page, address, scene, name, variant);
      files.push(`${scene}.${name}.png`);
    }
  }
  writeFileSync(join(folder, 'index.html'), overview(files));
  console.log(`${files.length} pictures in screens/; open screens/index.html.`);
} finally {
  await browser.close();
  await server.close();
}
