/** A call whose relay has been killed, and then the other one goes: it is over soon, and nobody is told to look after their network. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { talk } from './support/scenario.js';

const ways: Readonly<Record<string, (person: Person) => Promise<void>>> = {
  'hangs up': (person) => person.hangUp(),
  'closes the page': ({ page }) => page.close({ runBeforeUnload: false }),
};

/** Notes every word that is said of the path from now on. */
const note = ({ page }: Person): Promise<void> =>
  page.evaluate(() => {
    const noted = new Set<string>();
    Object.assign(window, { noted });
    document.querySelector('call-provider')?.controller?.subscribe(({ diagnosis }) => {
      if (diagnosis) noted.add(diagnosis.code);
    });
  });

const notedBy = ({ page }: Person): Promise<readonly string[]> =>
  page.evaluate(() => [...(window as unknown as { noted: Set<string> }).noted]);

const hasLostItsLink = (person: Person): Promise<void> =>
  person.waitFor(
    () => document.querySelector('call-provider')?.controller?.snapshot.link.status !== 'online',
  );

const goesIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a server that is gone, in ${title}`, { skip }, () => {
    for (const [way, go] of Object.entries(ways)) {
      void it(`is not in the way of the end when the other one ${way}`, async () => {
        const relay = await RelayProcess.startWaiting();
        const browser = await launch();
        try {
          const url = `${relay.url}call.html`;
          const naomi = await Person.join('naomi', await browser.createBrowserContext(), url);
          const priya = await Person.join('priya', await browser.createBrowserContext(), url);
          await talk(naomi, priya);
          await note(priya);
          await relay.stop('SIGKILL');
          await Promise.all([hasLostItsLink(naomi), hasLostItsLink(priya)]);
          await go(naomi);
          await priya.callIs((call) => call.phase === 'reconnecting' && call.why === 'peer-leaving');
          assert.match(await priya.panelText(), /naomi may be back in a moment/);
          await priya.phase('ended');
          assert.equal(await priya.endReason(), 'peer-left');
          assert.deepEqual(await notedBy(priya), []);
          await priya.hasNothingLeft();
        } finally {
          await browser.close();
          await relay.stop();
        }
      });
    }
  });
};

goesIn('Chromium', () => launchChromium(), false);
goesIn('Firefox', launchFirefox, noFirefox);
