/** A call over a BroadcastChannel: two tabs, and nothing else. */
import { describe, it } from 'node:test';
import { launchChromium } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

void describe('a call with no server', () => {
  void it('works between two tabs of one browser', async () => {
    const relay = await RelayProcess.startWithPages();
    const browser = await launchChromium();
    try {
      const url = `${relay.url}no-server.html`;
      const naomi = await Person.join('naomi', browser, url);
      const priya = await Person.join('priya', browser, url);
      // The pages are loaded; from here on nothing but the two tabs is there.
      await relay.stop();
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    } finally {
      await browser.close();
      await relay.stop();
    }
  });
});
