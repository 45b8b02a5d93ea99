/** Both sides look for a new path in the same moment: their offers cross, one gives way, and the call goes on. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { holdBack, offersCross } from './support/hold-back.js';
import { findsPath, losesPath } from './support/path-loss.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { installWire } from './support/wire.js';

const offersOf = ({ page }: Person): Promise<number> =>
  page.evaluate(() => window.wire.sent.filter(({ type }) => type === 'video-offer').length);

const restartsBetween = (
  title: string,
  launches: readonly [() => Promise<Browser>, () => Promise<Browser>],
  skip: string | false,
): void => {
  void describe(`both restart ICE at once, ${title}`, { skip }, () => {
    let relay: RelayProcess;
    let browsers: readonly [Browser, Browser];

    before(async () => {
      relay = await RelayProcess.startWithPages();
      const [first, second] = launches;
      browsers = [await first(), await second()];
    });
    after(async () => {
      for (const browser of browsers) await browser.close();
      await relay.stop();
    });

    void it('and the call goes on, with sound and pictures both ways', async () => {
      const url = `${relay.url}call.html`;
      const [naomi, priya] = [
        await Person.join('naomi', await browsers[0].createBrowserContext(), url, installWire),
        await Person.join('priya', await browsers[1].createBrowserContext(), url, installWire),
      ];
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      const { id } = await naomi.talk();
      for (const person of [naomi, priya]) await holdBack(person);
      await Promise.all([losesPath(naomi), losesPath(priya)]);
      await offersCross(naomi, priya);
      await Promise.all([findsPath(naomi), findsPath(priya)]);
      await assertMediaBothWays(naomi, priya);
      assert.deepEqual([(await naomi.talk()).id, (await priya.talk()).id], [id, id]);
      for (const person of [naomi, priya])
        assert.ok((await offersOf(person)) >= 1, `${person.name} has offered`);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });
  });
};

restartsBetween('in Chromium', [launchChromium, launchChromium], false);
restartsBetween('Chromium calling Firefox', [launchChromium, launchFirefox], noFirefox);
restartsBetween('Firefox calling Chromium', [launchFirefox, launchChromium], noFirefox);
restartsBetween('in Firefox', [launchFirefox, launchFirefox], noFirefox);
