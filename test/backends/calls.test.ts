/** A real call over each of the servers in examples/backends, between two pages in Chromium. */
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchChromium } from '../e2e/support/browsers.js';
import { Folder } from '../e2e/support/folder.js';
import { Person } from '../e2e/support/person.js';
import { RelayProcess } from '../e2e/support/relay-process.js';
import { assertMediaBothWays, assertNothingLeft, talk } from '../e2e/support/scenario.js';
import { lookIntoTheApp } from '../e2e/support/the-app.js';
import { Backend, RECIPES } from './support/backend.js';

const page = (server: string): string => `<!doctype html>
<meta charset="utf-8" />
<title>Calls</title>
<script type="module" src="/call-elements.js"></script>
<call-app server="${server}"></call-app>`;

for (const recipe of RECIPES) {
  void describe(`the example backend in ${recipe.title}`, { skip: recipe.skip }, () => {
    let backend: Backend;
    let browser: Browser;
    let pages: RelayProcess | undefined;
    let folder: Folder | undefined;

    before(async () => {
      backend = await Backend.start(recipe);
      if (recipe.isHttp !== true) {
        folder = new Folder({ 'index.html': page(`ws://${backend.address}/`) });
        pages = await RelayProcess.startWithPages(folder.path);
      }
      browser = await launchChromium();
    });
    after(async () => {
      await browser.close();
      await pages?.stop();
      await backend.stop();
      folder?.remove();
    });

    const enter = async (name: string): Promise<Person> => {
      const context = await browser.createBrowserContext();
      const url = pages?.url ?? `http://${backend.address}/index.html`;
      const person = await Person.open(name, context, url, lookIntoTheApp);
      person.within = 'call-app';
      await person.signIn();
      return person;
    };

    void it('carries a call from the ring to the end', async () => {
      const [naomi, priya] = [await enter('naomi'), await enter('priya')];
      await talk(naomi, priya);
      await assertMediaBothWays(naomi, priya);
      await naomi.hangUp();
      await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    });
  });
}
