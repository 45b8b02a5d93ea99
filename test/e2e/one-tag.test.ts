/** The whole in one tag, as a page author pastes it: two people call each other in it, at two widths. */
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { lookIntoTheApp } from './support/the-app.js';

const oneTagIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`the one tag in ${title}`, { skip }, () => {
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

    const open = async (name: string, width: number): Promise<Person> => {
      const context = await browser.createBrowserContext();
      const person = await Person.open(name, context, `${relay.url}one-tag.html`, lookIntoTheApp);
      await person.page.setViewport({ width, height: 760 });
      person.within = 'call-app';
      await person.signIn();
      return person;
    };

    void it('is all that two people need, one at a desk and one with a phone', async () => {
      const naomi = await open('naomi', 1280);
      const priya = await open('priya', 360);
      await talk(priya, naomi);
      await assertMediaBothWays(naomi, priya);
      await priya.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });
  });
};

oneTagIn('Chromium', () => launchChromium(), false);
oneTagIn('Firefox', launchFirefox, noFirefox);
