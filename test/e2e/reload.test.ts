/** A page that is reloaded in the middle of a call: both people go on talking, and nobody has to do anything. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';

const reloadIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a reload in ${title}`, { skip }, () => {
    let relay: RelayProcess;
    let browser: Browser;
    let url: string;

    before(async () => {
      relay = await RelayProcess.startWaiting();
      browser = await launch();
      url = `${relay.url}call.html`;
    });

    after(async () => {
      await browser.close();
      await relay.stop();
    });

    /** Each time with other names: those of pages that were closed are kept for a while. */
    let round = 0;
    const two = async (): Promise<readonly [Person, Person]> => {
      round += 1;
      const [naomi, priya] = [
        await Person.join(`naomi ${String(round)}`, await browser.createBrowserContext(), url),
        await Person.join(`priya ${String(round)}`, await browser.createBrowserContext(), url),
      ];
      return [naomi, priya];
    };

    for (const who of ['caller', 'callee'] as const) {
      void it(`of the ${who} takes the same call up again, without ringing`, async () => {
        const [naomi, priya] = await two();
        await talk(naomi, priya);
        const [goes, stays] = who === 'caller' ? [naomi, priya] : [priya, naomi];
        const before = await stays.talk();
        await goes.toggleCamera();
        await goes.page.reload();
        await Promise.all([goes.phase('active'), stays.phase('active')]);
        const [here, there] = [await goes.talk(), await stays.talk()];
        assert.deepEqual([here.id, there.id, here.pc, there.pc], [before.id, before.id, 2, 2]);
        assert.ok(here.sinceMs <= before.sinceMs + 2_000, 'it goes on counting');
        assert.equal(await goes.ownName(), goes.name);
        await stays.callIs((call) => call.phase === 'active' && !call.remote.media.video);
        await goes.toggleCamera();
        await assertMediaBothWays(naomi, priya);
        assert.equal(await goes.page.evaluate(() => sessionStorage.length), 0);
        await stays.hangUp();
        await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
        await assertNothingLeft(naomi, priya);
        for (const { page } of [naomi, priya]) await page.browserContext().close();
      });
    }

    void it('of both pages at once takes it up again as well', async () => {
      const [naomi, priya] = await two();
      await talk(naomi, priya);
      const { id } = await naomi.talk();
      await Promise.all([naomi.page.reload(), priya.page.reload()]);
      await Promise.all([naomi.phase('active'), priya.phase('active')]);
      const talks = [await naomi.talk(), await priya.talk()];
      assert.deepEqual(
        talks.map((one) => [one.id, one.pc]),
        [
          [id, 2],
          [id, 2],
        ],
      );
      for (const person of [naomi, priya]) assert.equal(await person.ownName(), person.name);
      await assertMediaBothWays(naomi, priya);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      for (const { page } of [naomi, priya]) await page.browserContext().close();
    });

    void it('without a call keeps the name and the number that it got, for who signs in again', async () => {
      const [naomi, priya] = await two();
      const sidOf = ({ page }: Person): Promise<string | undefined> =>
        page.evaluate(() => document.querySelector('call-provider')?.controller?.snapshot.self.sid);
      const before = await sidOf(naomi);
      await naomi.page.reload();
      await naomi.signIn();
      assert.equal(await naomi.ownName(), naomi.name);
      assert.equal(await sidOf(naomi), before);
      assert.equal(await naomi.page.evaluate(() => sessionStorage.length), 0);
      await priya.waitFor((wanted: string) => {
        const users = document.querySelector('call-provider')?.controller?.snapshot.users;
        return users?.some(({ name, state }) => name === wanted && state === 'available');
      }, naomi.name);
      await talk(priya, naomi);
      for (const { page } of [naomi, priya]) await page.browserContext().close();
    });
  });
};

reloadIn('Chromium', () => launchChromium(), false);
reloadIn('Firefox', launchFirefox, noFirefox);
