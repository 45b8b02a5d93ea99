/**
 * Who sits between two people is found out: by the browser where only a fingerprint was exchanged, by the people's safety
 * codes where somebody speaks with both of them over connections of its own.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { type Fault, FaultyServer } from '../support/faulty-server.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Folder } from './support/folder.js';
import { ManInTheMiddle } from './support/man-in-the-middle.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Who is in between</title>
    <script type="module" src="/call-elements.js"></script>
  </head>
  <body>
    <call-provider>
      <call-sign-in></call-sign-in>
      <call-user-list></call-user-list>
      <call-video-panel></call-video-panel>
      <call-quality></call-quality>
      <call-hangup-button></call-hangup-button>
    </call-provider>
  </body>
</html>`;

/** A certificate that nobody has. */
const NOBODYS = Array.from({ length: 32 }, () => 'AB').join(':');

const exchangesFingerprints: Fault = {
  toRelay: (_message, _link, text) => [
    text.replaceAll(/(a=fingerprint:sha-256 )[0-9A-F:]+/g, `$1${NOBODYS}`),
  ],
};

/** The digits that a person reads in the panel. */
async function codeOf(person: Person): Promise<string> {
  await person.click('call-quality >>> button');
  await person.appears('call-quality >>> [part="code"]');
  return person.view.$eval('call-quality >>> [part="code"]', (code) => code.textContent);
}

/** Waits until the call is over, and answers which phases it had. */
const phasesUntilTheEnd = (person: Person): Promise<readonly string[]> =>
  person.page.evaluate(
    () =>
      new Promise<readonly string[]>((resolve) => {
        const { controller } = document.querySelector('call-provider') ?? {};
        const seen: string[] = [];
        controller?.subscribe(({ call: { phase } }) => {
          if (seen.at(-1) !== phase) seen.push(phase);
          if (phase === 'ended') resolve(seen);
        });
      }),
  );

void describe('the safety code', () => {
  const folder = new Folder({ 'between.html': PAGE });
  let relay: RelayProcess;
  let browser: Browser;

  before(async () => {
    relay = await RelayProcess.startWithPages(folder.path);
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
    await relay.stop();
    folder.remove();
  });

  const contexts: BrowserContext[] = [];
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  const join = async (name: string, from: Browser, server?: string): Promise<Person> => {
    const context = await from.createBrowserContext();
    contexts.push(context);
    const person = await Person.open(name, context, `${relay.url}between.html`);
    if (server !== undefined)
      await person.page.$eval('call-provider', (provider, url) => (provider.server = url), server);
    await person.signIn();
    return person;
  };

  const assertSameCode = async (naomi: Person, priya: Person): Promise<void> => {
    await talk(naomi, priya);
    const code = await codeOf(naomi);
    assert.match(code, /^\d{5}( \d{5}){5}$/);
    assert.equal(await codeOf(priya), code);
    await naomi.hangUp();
    await priya.phase('ended');
    await assertNothingLeft(naomi, priya);
  };

  void it('is the same on both ends in Chromium', async () => {
    await assertSameCode(await join('naomi', browser), await join('priya', browser));
  });

  void it('is the same on both ends between Chromium and Firefox', { skip: noFirefox }, async () => {
    const firefox = await launchFirefox();
    try {
      await assertSameCode(await join('ruth', browser), await join('olga', firefox));
    } finally {
      await contexts.pop()?.close();
      await firefox.close();
    }
  });

  void it('differs where somebody is in the middle, of whom nothing else can be noticed', async () => {
    const context = await browser.createBrowserContext();
    contexts.push(context);
    const man = await ManInTheMiddle.open(context, `${relay.url}between.html`, 'naomi');
    const server = await FaultyServer.start(man.fault);
    try {
      const [naomi, priya] = [
        await join('naomi', browser, server.url),
        await join('priya', browser, server.url),
      ];
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      assert.notEqual(await codeOf(naomi), await codeOf(priya));
    } finally {
      await server.stop();
    }
  });

  void it('is not needed where only the fingerprints were exchanged: no such call comes about', async () => {
    const server = await FaultyServer.start(exchangesFingerprints);
    try {
      const [naomi, priya] = [
        await join('naomi', browser, server.url),
        await join('priya', browser, server.url),
      ];
      const both = Promise.all([naomi, priya].map(phasesUntilTheEnd));
      await naomi.sees('priya');
      await naomi.call('priya');
      await priya.phase('incoming');
      await priya.answer();
      for (const phases of await both) assert.ok(!phases.includes('active'), phases.join());
      assert.equal(await naomi.endReason(), 'ice-failed');
      assert.equal(await priya.endReason(), 'ice-failed');
    } finally {
      await server.stop();
    }
  });
});
