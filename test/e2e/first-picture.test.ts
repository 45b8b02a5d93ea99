/** The first picture of a call is a small one, as the other end decodes it, and the next ones are larger. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { installFrameWidths } from './support/frame-widths.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertNothingLeft, talk } from './support/scenario.js';
import { installWire } from './support/wire.js';

const startsFrom = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`what ${title} sends first`, { skip }, () => {
    let relay: RelayProcess;
    let browsers: readonly Browser[];

    before(async () => {
      relay = await RelayProcess.startWithPages();
      browsers = await Promise.all([launch(), launchChromium()]);
    });
    after(async () => {
      for (const browser of browsers) await browser.close();
      await relay.stop();
    });

    void it('is at most half as wide as the camera films, and what follows is wider, in one call with one offer', async () => {
      const [mine, theirs] = browsers as [Browser, Browser];
      const url = `${relay.url}call.html`;
      const naomi = await Person.join('naomi', mine, url, installWire);
      const priya = await Person.join('priya', theirs, url, installFrameWidths);
      await talk(naomi, priya);
      // As long as a slow machine may need: what is sent grows only as fast as the browser comes to trust the network.
      const limits = { timeout: 90_000, polling: 100 };
      await priya.page.waitForFunction(() => window.frameWidths.some((width) => width > 320), limits);
      const [first = 0] = await priya.page.evaluate(() => window.frameWidths);
      assert.ok(first > 0 && first <= 320, `${String(first)} wide of 640`);
      const sent = await naomi.page.evaluate(() => window.wire.sent.map(({ type }) => type));
      assert.equal(sent.filter((type) => type === 'video-offer').length, 1);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });
  });
};

startsFrom('Chromium', launchChromium, false);
startsFrom('Firefox', launchFirefox, noFirefox);
