/** A call between two processes of a browser, and between browsers of different makers. */
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

void describe('a call across browsers', () => {
  let relay: RelayProcess;
  before(async () => {
    relay = await RelayProcess.startWithPages();
  });
  after(() => relay.stop());

  const callBetween = async (
    launchCaller: () => Promise<Browser>,
    launchCallee: () => Promise<Browser>,
  ): Promise<void> => {
    const browsers = await Promise.all([launchCaller(), launchCallee()]);
    const url = `${relay.url}call.html`;
    try {
      const naomi = await Person.join('naomi', browsers[0], url);
      const priya = await Person.join('priya', browsers[1], url);
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      await priya.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    } finally {
      for (const browser of browsers) await browser.close();
    }
  };

  void it('works between two Chromium processes', () => callBetween(launchChromium, launchChromium));

  void it('works from Chromium to Firefox', { skip: noFirefox }, () =>
    callBetween(launchChromium, launchFirefox),
  );

  void it('works from Firefox to Chromium', { skip: noFirefox }, () =>
    callBetween(launchFirefox, launchChromium),
  );
});
