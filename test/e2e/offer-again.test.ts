/** The socket of one of two people is reset between the offer and its answer: it rings once, and the call comes about. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { Door } from '../../scripts/lib/door.mjs';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays } from './support/scenario.js';
import { installWire } from './support/wire.js';

const OFFER = '"type":"video-offer"';

const offersOf = ({ page }: Person): Promise<number> =>
  page.evaluate(() => window.wire.sent.filter(({ type }) => type === 'video-offer').length);

const resetsIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a socket that is reset before the answer, in ${title}`, { skip }, () => {
    let relay: RelayProcess;
    let browser: Browser;
    const doors: Door[] = [];
    const contexts: BrowserContext[] = [];
    let round = 0;

    before(async () => {
      relay = await RelayProcess.startWithPages();
      browser = await launch();
    });
    afterEach(async () => {
      round += 1;
      for (const context of contexts.splice(0)) await context.close();
      for (const door of doors.splice(0)) door.close();
    });
    after(async () => {
      await browser.close();
      await relay.stop();
    });

    /** Somebody with a way to the relay of their own, and a name that nobody had before: who left may be listed for a while. */
    const join = async (name: string): Promise<{ person: Person; door: Door }> => {
      const door = new Door(() => Number(new URL(relay.url).port));
      doors.push(door);
      const url = `${await door.open()}call.html`;
      const context = await browser.createBrowserContext();
      contexts.push(context);
      const person = await Person.join(`${name} ${round}`, context, url, installWire);
      await person.page.evaluate(() => {
        document.addEventListener('call-incoming', () => (document.title += ' rang'));
      });
      return { person, door };
    };

    /** It rang once, over the socket there is now; it is answered, and they see and hear each other. */
    const connects = async (caller: Person, callee: Person, cut: Person): Promise<void> => {
      await callee.phase('incoming');
      await cut.waitFor(
        () =>
          window.probe.sockets.length === 2 &&
          document.querySelector('call-provider')?.controller?.snapshot.link.status === 'online',
      );
      await callee.answer();
      await Promise.all([caller.phase('active'), callee.phase('active')]);
      await assertMediaBothWays(caller, callee);
      assert.equal(await callee.page.title(), 'A call rang');
      await caller.hangUp();
      await Promise.all([caller.phase('ended'), callee.phase('ended')]);
      // No more than that: Firefox takes a reset for an error of the page.
      for (const person of [caller, callee]) await person.hasNothingLeft();
    };

    void it('the caller’s, with the offer on its way: it is sent again', async () => {
      const [{ person: naomi, door }, { person: priya }] = [await join('naomi'), await join('priya')];
      await naomi.sees(priya.name);
      door.hold();
      await naomi.call(priya.name);
      await naomi.waitFor(() => window.wire.sent.some(({ type }) => type === 'video-offer'));
      await door.cut();
      await connects(naomi, priya, naomi);
      assert.equal(await offersOf(naomi), 2);
    });

    void it('the callee’s, with the offer on its way: it is sent again', async () => {
      const [{ person: naomi }, { person: priya, door }] = [await join('naomi'), await join('priya')];
      await naomi.sees(priya.name);
      door.hold();
      await naomi.call(priya.name);
      await door.loses(OFFER);
      await door.cut();
      await connects(naomi, priya, priya);
    });

    for (const whose of ['caller', 'callee'] as const)
      void it(`the ${whose}’s, while it rings: it goes on ringing`, async () => {
        const [{ person: naomi, door: hers }, { person: priya, door }] = [
          await join('naomi'),
          await join('priya'),
        ];
        await naomi.sees(priya.name);
        await naomi.call(priya.name);
        await priya.phase('incoming');
        await (whose === 'caller' ? hers : door).cut();
        await connects(naomi, priya, whose === 'caller' ? naomi : priya);
      });
  });
};

resetsIn('Chromium', () => launchChromium(), false);
resetsIn('Firefox', launchFirefox, noFirefox);
