/** The script-tag file on pages that were not made for it: each must still let two people call each other. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { build } from 'vite';
import { launchChromium } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, foreignRequests, talk } from './support/scenario.js';

const SCRIPT = '<script type="module" src="/call-elements.js"></script>';
const ELEMENTS = `<call-provider id="call">
  <call-notice></call-notice>
  <call-sign-in></call-sign-in>
  <call-status></call-status>
  <call-user-list></call-user-list>
  <call-video-panel></call-video-panel>
  <call-hangup-button></call-hangup-button>
</call-provider>`;

const STRICT = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html" />`;

interface TestPage {
  readonly head: string;
  readonly body: string;
  /** A style sheet and a script of the page's own: the relay's policy lets none stand in the page. */
  readonly css?: string;
  readonly js?: string;
  /** Where the elements are, when not in the document itself. */
  readonly within?: string;
}

/** What a page's own style sheet may do to everything in it. */
const HOSTILE = [
  '* { all: unset }',
  '*, *::before, *::after { font: italic 30px/3 serif; letter-spacing: 4px; text-transform: uppercase; color: red; text-align: right }',
  'html { font-size: 40px } button, input, video, span, div { border: 9px dotted; margin: 40px; padding: 30px; width: 10px; display: none !important }',
  'h2 { font-size: 200px } video { display: none; width: 1px } button, section { visibility: hidden; position: fixed; float: right }',
];

const PAGES: Readonly<Record<string, TestPage>> = {
  'with a strict policy and Trusted Types': { head: STRICT + SCRIPT, body: ELEMENTS },
  'whose elements stand before the script': { head: '', body: ELEMENTS + SCRIPT },
  'whose script runs before the elements are parsed': {
    head: '<script type="module" async src="/call-elements.js"></script>',
    body: '<p>A long text.</p>'.repeat(2_000) + ELEMENTS,
  },
  'whose elements come by script, children first': {
    head: SCRIPT,
    body: `<template>${ELEMENTS}</template>`,
    js: `const provider = document.querySelector('template').content.firstElementChild;
      const children = [...provider.children];
      document.body.append(...children);
      const parent = document.importNode(provider, false);
      parent.append(...children);
      document.body.append(parent);`,
  },
  'that has the library twice': {
    head: `${SCRIPT}<script type="module" src="/copy/call-elements.js"></script>`,
    body: ELEMENTS,
  },
  'that has parts of another build of the library': {
    head: `<script type="module" src="/other/other.js"></script>${SCRIPT}`,
    body: ELEMENTS,
  },
  'that keeps everything in a component of its own': {
    head: SCRIPT,
    body: `<template>${ELEMENTS}</template><our-page></our-page>`,
    js: `customElements.define('our-page', class extends HTMLElement {
        connectedCallback() {
          const root = this.attachShadow({ mode: 'open' });
          root.append(document.querySelector('template').content.cloneNode(true));
          // Where the test looks for the provider.
          document.querySelector = (selector) => root.querySelector(selector);
        }
      });`,
    within: 'our-page',
  },
  ...Object.fromEntries(
    HOSTILE.map((css, at) => [
      `with a hostile style sheet, ${at + 1}`,
      { head: SCRIPT, body: `<main>${ELEMENTS}</main>`, css },
    ]),
  ),
};

async function writePage(folder: string, at: number, { head, body, css, js }: TestPage): Promise<void> {
  const own = [
    ...(css === undefined ? [] : [`<link rel="stylesheet" href="page-${at}.css" />`]),
    ...(js === undefined ? [] : [`<script type="module" src="page-${at}.js"></script>`]),
  ];
  await Promise.all([
    writeFile(join(folder, `page-${at}.css`), css ?? ''),
    writeFile(join(folder, `page-${at}.js`), js ?? ''),
    writeFile(
      join(folder, `page-${at}.html`),
      `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>A page</title>${head}${own.join('')}</head><body>${body}</body></html>`,
    ),
  ]);
}

/** Elements of another build, as a page gets them that bundles the library and has the script tag as well. */
async function buildOther(folder: string): Promise<void> {
  await build({
    logLevel: 'error',
    build: {
      outDir: join(folder, 'other'),
      lib: {
        entry: [
          'src/components/call-user-list/call-user-list.define.ts',
          'src/components/call-video-panel/call-video-panel.define.ts',
        ],
        formats: ['es'],
      },
    },
  });
  const parts = ['call-user-list', 'call-video-panel'].map((tag) => `import './${tag}.define.js';`);
  await writeFile(join(folder, 'other', 'other.js'), parts.join('\n'));
}

void describe('the script-tag file on a page', () => {
  let folder: string;
  let relay: RelayProcess;
  let browser: Browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'script-tag-'));
    await cp('dist', join(folder, 'copy'), {
      recursive: true,
      filter: (from) => !/dist\/(src|server)/.test(from),
    });
    await buildOther(folder);
    await Promise.all(Object.values(PAGES).map((page, at) => writePage(folder, at, page)));
    relay = await RelayProcess.startWithPages(folder);
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
    await relay.stop();
    await rm(folder, { recursive: true });
  });

  Object.entries(PAGES).forEach(([title, { within }], at) => {
    void it(`${title}: two people call each other`, async () => {
      const url = `${relay.url}page-${at}.html`;
      const naomi = await Person.open('naomi', await browser.createBrowserContext(), url);
      const priya = await Person.open('priya', await browser.createBrowserContext(), url);
      for (const person of [naomi, priya]) person.within = within ?? '';
      const foreign = [foreignRequests(naomi), foreignRequests(priya)];
      await naomi.signIn();
      await priya.signIn();
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
      assert.deepEqual(
        foreign.flatMap((list) => list()),
        [],
      );
      await naomi.page.browserContext().close();
      await priya.page.browserContext().close();
    });
  });
});
