/** The pages a newcomer meets: the lines in the README, and those of the demo. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { Document } from '../support/markdown.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, foreignRequests, talk } from './support/scenario.js';

/** The buttons of a page that end a call, each with whether it lies in a window of 1280 by 800. */
function hangUpsIn(): boolean[] {
  const below = document
    .querySelector('call-video-panel')
    ?.shadowRoot?.querySelectorAll('call-hangup-button');
  return [...document.querySelectorAll('call-hangup-button'), ...(below ?? [])].map(
    (button) => button.getBoundingClientRect().bottom + scrollY <= 800,
  );
}

void describe('the page in the README', () => {
  void it('is ten lines, and two people can call each other with it', async () => {
    const snippet = new Document('README.md').snippet('ten-lines');
    assert.ok(snippet.trim().split('\n').length <= 10);
    const folder = await mkdtemp(join(tmpdir(), 'readme-'));
    await writeFile(join(folder, 'index.html'), snippet);
    const relay = await RelayProcess.startWithPages(folder);
    const browser = await launchChromium();
    try {
      const naomi = await Person.join('naomi', await browser.createBrowserContext(), relay.url);
      const priya = await Person.join('priya', await browser.createBrowserContext(), relay.url);
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      // All that the call needs is in the window, once.
      assert.deepEqual(await priya.page.evaluate(hangUpsIn), [true]);
      await priya.click('call-video-panel >>> call-hangup-button >>> button');
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    } finally {
      await browser.close();
      await relay.stop();
      await rm(folder, { recursive: true });
    }
  });
});

const demoIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`the demo in ${title}`, { skip }, () => {
    let relay: RelayProcess;
    let browser: Browser;
    before(async () => {
      relay = await RelayProcess.start('demo');
      browser = await launch();
    });
    after(async () => {
      await browser.close();
      await relay.stop();
    });

    void it('the app: two tabs call each other, and nothing is asked of any other host', async () => {
      const naomi = await Person.join('naomi', await browser.createBrowserContext(), relay.url);
      const priya = await Person.join('priya', await browser.createBrowserContext(), relay.url);
      const foreign = [foreignRequests(naomi), foreignRequests(priya)];
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      await naomi.click('call-video-panel >>> call-hangup-button >>> button');
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
      assert.deepEqual(
        foreign.flatMap((list) => list()),
        [],
      );
      await naomi.page.browserContext().close();
      await priya.page.browserContext().close();
    });

    void it('on a phone shows every link of every page, in both directions', async () => {
      const page = await (await browser.createBrowserContext()).newPage();
      await page.setViewport({ width: 360, height: 640 });
      await page.goto(relay.url, { waitUntil: 'load' });
      const links = await page.$$eval('nav a', (all) => all.map(({ href }) => href));
      for (const url of links) {
        await page.goto(url, { waitUntil: 'load' });
        const cut = await page.evaluate(() =>
          ['ltr', 'rtl'].flatMap((dir) => {
            document.documentElement.dir = dir;
            return [...document.querySelectorAll('nav a')].flatMap((link) => {
              const { left, right } = link.getBoundingClientRect();
              return left < 0 || right > 360 ? [`${dir}: ${link.textContent}`] : [];
            });
          }),
        );
        assert.deepEqual([url, cut], [url, []]);
      }
      await page.browserContext().close();
    });

    void it('elements scattered over a long page belong to the provider they name, plain buttons too', async () => {
      const url = `${relay.url}scattered.html`;
      const naomi = await Person.join('naomi', await browser.createBrowserContext(), url);
      const oleg = await Person.join('oleg', await browser.createBrowserContext(), url);
      await naomi.sees('oleg');
      await naomi.click('button[command="--call"]');
      await oleg.phase('incoming');
      await oleg.click('button[command="--answer"]');
      await Promise.all([naomi.phase('active'), oleg.phase('active')]);
      await assertMediaBothWays(naomi, oleg);
      await oleg.click('button[command="--toggle-mic"]');
      await naomi.callIs((call) => call.phase === 'active' && !call.remote.media.audio);
      await oleg.click('button[command="--hang-up"]');
      await Promise.all([naomi.phase('ended'), oleg.phase('ended')]);
      await assertNothingLeft(naomi, oleg);
      await naomi.page.browserContext().close();
      await oleg.page.browserContext().close();
    });

    void it('a company’s own chat carries calls between two tabs, in its own messages and on no socket', async () => {
      const url = `${relay.url}own-backend.html`;
      const context = await browser.createBrowserContext();
      const naomi = await Person.join('naomi', context, url);
      const priya = await Person.join('priya', context, url);
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      const sockets = await naomi.page.evaluate(() => window.probe.sockets.length);
      assert.equal(sockets, 0, 'the page asked no server');
      const wire = await naomi.page.evaluate(() => document.querySelector('#wire')?.textContent ?? '');
      for (const type of ['video-offer', 'call-accept', 'video-answer'])
        assert.ok(wire.includes(`say (${type})`));
      await priya.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
      await priya.page.close();
      await naomi.waitFor(
        () => document.querySelector('call-provider')?.controller?.snapshot.users.length === 0,
      );
      await context.close();
    });

    void it('two users on one page call each other without a server', async () => {
      const both = await Person.open(
        'both',
        await browser.createBrowserContext(),
        `${relay.url}two-users.html`,
      );
      await both.click('call-provider[username="naomi"] call-user-list >>> button[title="Video call oleg"]');
      await both.click('call-provider[username="oleg"] call-video-panel >>> button[part~="answer-button"]');
      await both.waitFor(() =>
        [...document.querySelectorAll('call-provider')].every(
          (provider) => provider.controller?.snapshot.call.phase === 'active',
        ),
      );
      await both.receivesMedia();
      await both.page.evaluate(() => document.querySelector('call-provider')?.controller?.hangUp());
      await both.waitFor(() =>
        [...document.querySelectorAll('call-provider')].every(
          (provider) => provider.controller?.snapshot.call.phase === 'ended',
        ),
      );
      await assertNothingLeft(both);
    });
  });
};

demoIn('Chromium', () => launchChromium(), false);
demoIn('Firefox', launchFirefox, noFirefox);

void describe('the demo over https', () => {
  void it('is a secure page with its self-signed certificate, so that a phone gets a camera', async () => {
    const relay = await RelayProcess.start('demo', '--https');
    const browser = await launchChromium('--ignore-certificate-errors');
    try {
      assert.match(relay.url, /^https:/);
      const naomi = await Person.join('naomi', await browser.createBrowserContext(), relay.url);
      const priya = await Person.join('priya', await browser.createBrowserContext(), relay.url);
      assert.equal(await naomi.page.evaluate(() => isSecureContext), true);
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
    } finally {
      await browser.close();
      await relay.stop();
    }
  });
});
