/**
 * Names, words and descriptions of strangers, made to be taken for markup or script, on a page with a strict policy in a real
 * browser: all of them are shown as the words they are. A policy report would already say that something was tried.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { WireClient } from '../support/wire-client.js';
import { launchChromium } from './support/browsers.js';
import { Folder } from './support/folder.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { foreignRequests } from './support/scenario.js';
import { lookIntoTheApp } from './support/the-app.js';

declare global {
  interface Window {
    /** How often a payload ran. */
    hits: number;
    hit(): void;
  }
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html" />
    <title>Strangers</title>
    <script type="module" src="/call-elements.js"></script>
  </head>
  <body>
    <call-app></call-app>
  </body>
</html>`;

/** Each element that one of these could become has a class by which it would be found. */
const PAYLOADS = [
  '<script class=x>hit()</script>',
  '<img class=x src=x onerror=hit()>',
  '<img class=x src=x onerror=hit()//',
  '"><img class=x src=x onerror=hit()>',
  "'><svg class=x onload=hit()>",
  '<svg class=x><script>hit()</script></svg>',
  '<iframe class=x srcdoc="<script>parent.hit()</script>">',
  '<iframe class=x src=javascript:parent.hit()>',
  '<a class=x href=javascript:hit()>go</a>',
  '<body class=x onload=hit()>',
  '<details class=x open ontoggle=hit()>',
  '<video class=x><source onerror=hit()></video>',
  '<math class=x><mtext><img src=x onerror=hit()>',
  '<style class=x>@import "//evil.invalid"</style>',
  '<link class=x rel=stylesheet href=//evil.invalid>',
  '<base class=x href=//evil.invalid>',
  '<meta class=x http-equiv=refresh content=0;//evil>',
  '<form class=x action=//evil.invalid><input>',
  '<template class=x><img src=x onerror=hit()>',
  '</textarea><img class=x src=x onerror=hit()>',
  '</title><script class=x>hit()</script>',
  '</template><img class=x src=x onerror=hit()>',
  '--><img class=x src=x onerror=hit()>',
  ']]><img class=x src=x onerror=hit()>',
  '<!--?lit$123$--><img class=x src=x>',
  '{{hit()}} ${hit()} #{hit()} <%= hit() %>',
  '&lt;img class=x src=x onerror=hit()&gt;',
  '&#60;img class=x src=x onerror=hit()&#62;',
  '\\u003cimg class=x src=x onerror=hit()\\u003e',
  '%3Cimg class=x src=x onerror=hit()%3E',
  'javascript:hit()',
  'data:text/html,<script class=x>hit()</script>',
  'https://example.invalid/"onmouseover="hit()',
  'x" autofocus onfocus="hit()',
  'x onclick=hit() style=color:red',
  '__proto__',
  'constructor',
] as const;

const HELLO = { v: 1, client: 'stranger', caps: ['call', 'chat', 'presence', 'heartbeat', 'acks'] };

/** A description that a browser made, with a payload wherever free text may stand (RFC 8866: s=, i=; RFC 8830: msid). */
const disguise = (sdp: string, payload: string): string =>
  sdp
    .replace(/^s=.*$/m, `s=${payload}`)
    .replace(/^(c=IN IP4 .*)$/gm, `i=${payload}\r\n$1`)
    .replace(/^a=msid:.*$/gm, `a=msid:${payload.replaceAll(' ', '/')} track`);

void describe('the words of strangers in Chromium', () => {
  const folder = new Folder({ 'strangers.html': PAGE });
  let relay: RelayProcess;
  let browser: Browser;
  let naomi: Person;
  let foreign: () => readonly string[];
  let offer: string;

  before(async () => {
    relay = await RelayProcess.startWithPages(folder.path);
    browser = await launchChromium();
    const context = await browser.createBrowserContext();
    naomi = await Person.open('naomi', context, `${relay.url}strangers.html`, lookIntoTheApp, () => {
      window.hits = 0;
      window.hit = () => {
        window.hits += 1;
      };
    });
    foreign = foreignRequests(naomi);
    naomi.within = 'call-app';
    await naomi.signIn();
    offer = await naomi.page.evaluate(async () => {
      const peer = new RTCPeerConnection();
      peer.addTransceiver('audio', { direction: 'sendrecv', streams: [new MediaStream()] });
      const { sdp = '' } = await peer.createOffer();
      peer.close();
      return sdp;
    });
  });

  after(async () => {
    await browser.close();
    await relay.stop();
    folder.remove();
  });

  const stranger = (name: string): Promise<WireClient> =>
    WireClient.named(relay.url.replace('http', 'ws'), name, HELLO);

  /** Waits until the text stands somewhere in the page, as text, or in a label that is read out. */
  const reads = (text: string): Promise<void> =>
    naomi.waitFor((wanted) => {
      const rooms: (Document | ShadowRoot)[] = [document];
      for (const room of rooms) {
        for (const { shadowRoot } of room.querySelectorAll('*')) if (shadowRoot) rooms.push(shadowRoot);
      }
      return rooms.some((room) => (room.textContent ?? '').includes(wanted));
    }, text);

  /** What came of it beside words. */
  const harm = (): Promise<object> =>
    naomi.page.evaluate(() => {
      const rooms: (Document | ShadowRoot)[] = [document];
      for (const room of rooms) {
        for (const { shadowRoot } of room.querySelectorAll('*')) if (shadowRoot) rooms.push(shadowRoot);
      }
      const all = rooms.flatMap((room) => [...room.querySelectorAll('*')]);
      return {
        hits: window.hits,
        elements: all.filter((one) => one.matches('.x')).map(({ outerHTML }) => outerHTML),
        handlers: all.filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).length,
        links: all.filter((one) => one.matches('a:not([href^="http://"], [href^="https://"])')).length,
        polluted: Object.keys(Object.prototype),
        reports: window.probe.violations,
      };
    });

  const NONE = { hits: 0, elements: [], handlers: 0, links: 0, polluted: [], reports: [] };

  const assertUnharmed = async (): Promise<void> => {
    assert.deepEqual(await harm(), NONE);
    assert.deepEqual(foreign(), []);
    assert.deepEqual(naomi.pageErrors, []);
    assert.deepEqual(naomi.questions, []);
  };

  void it(`are shown as they are, as a name, in a message and while it rings: ${String(PAYLOADS.length)} of them`, async () => {
    for (const [at, payload] of PAYLOADS.entries()) {
      const evil = await stranger(payload);
      await reads(payload);
      const text = `${payload} ${String(at)}`;
      evil.say({ type: 'message', text, target: 'naomi', mid: `m${String(at)}` });
      const call = { id: `call-${String(at)}`, v: 1, n: 1, pc: 1, media: { audio: true, video: false } };
      evil.say({
        type: 'video-offer',
        target: 'naomi',
        sdp: { type: 'offer', sdp: disguise(offer, payload) },
        call,
      });
      await naomi.phase('incoming');
      await reads(payload);
      evil.say({ type: 'hang-up', target: 'naomi', call: { id: call.id }, reason: payload });
      await naomi.phase('ended');
      await evil.close();
    }
    await assertUnharmed();
  });

  void it('are still words when everything is looked at: the chat, and who was missed', async () => {
    await naomi.page.evaluate(() => {
      const buttons = document.querySelector('call-app')?.shadowRoot?.querySelectorAll('button') ?? [];
      for (const button of buttons) if (button.getAttribute('role') === 'tab') button.click();
    });
    const snapshotTexts = await naomi.page.evaluate(
      () =>
        document.querySelector('call-provider')?.controller?.snapshot.chat.messages.map(({ text }) => text) ??
        [],
    );
    assert.deepEqual(
      PAYLOADS.map((payload, at) => `${payload} ${String(at)}`).filter(
        (text) => !snapshotTexts.includes(text),
      ),
      [],
    );
    await assertUnharmed();
  });
});
