/** The page of docs/headless.md, as it stands there: plain HTML, no element, a real call through the relay. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { Document } from '../support/markdown.js';
import { launchChromium, launchFirefox, noFirefox } from './support/browsers.js';
import { Folder } from './support/folder.js';
import { Person } from './support/person.js';
import { RelayProcess } from './support/relay-process.js';

const docs = new Document('docs/headless.md');

/** Somebody at the page of the example. */
class Visitor {
  readonly person: Person;

  private constructor(person: Person) {
    this.person = person;
  }

  static async join(name: string, browser: Browser, url: string): Promise<Visitor> {
    const person = await Person.open(name, await browser.createBrowserContext(), url);
    await person.page.locator('#join input').fill(name);
    await person.page.locator('#join button').click();
    const visitor = new Visitor(person);
    await visitor.reads('online');
    return visitor;
  }

  async press(selector: string): Promise<void> {
    await this.person.click(selector);
  }

  /** Waits until the status says it. */
  async reads(words: string): Promise<void> {
    await this.person.waitFor((wanted) => document.querySelector('#status')?.textContent === wanted, words);
  }

  /** Waits for moving pictures and sound, and that the picture is shown. */
  async sees(): Promise<void> {
    await this.person.page.bringToFront();
    await this.person.receivesMedia();
    await this.person.waitFor(
      () => (document.querySelector<HTMLVideoElement>('#theirs')?.videoWidth ?? 0) > 0,
    );
  }

  async leave(): Promise<void> {
    assert.deepEqual(this.person.pageErrors, []);
    await this.person.hasNothingLeft();
    await this.person.page.browserContext().close();
  }
}

const callsIn = (title: string, launch: () => Promise<Browser>, skip: string | false): void => {
  void describe(`a page without elements in ${title}`, { skip }, () => {
    let folder: Folder;
    let relay: RelayProcess;
    let browser: Browser;

    before(async () => {
      folder = new Folder({
        'index.html': docs.snippet('index.html'),
        'calls.js': docs.snippet('calls.js'),
      });
      relay = await RelayProcess.startWithPages(folder.path);
      browser = await launch();
    });

    after(async () => {
      await browser.close();
      await relay.stop();
      folder.remove();
    });

    void it('calls, rings, answers, mutes and hangs up; nothing is registered, and nothing of Lit is loaded', async () => {
      const naomi = await Visitor.join('naomi', browser, relay.url);
      const priya = await Visitor.join('priya', browser, relay.url);
      await naomi.press('#people button');
      await priya.reads('naomi is calling');
      await priya.press('#answer');
      await Promise.all([naomi.reads('active: priya'), priya.reads('active: naomi')]);
      await naomi.sees();
      await priya.sees();
      await priya.press('#mute');
      await priya.person.waitFor(() => document.querySelector('#mute')?.ariaPressed === 'true');
      await naomi.press('#hang-up');
      await Promise.all([
        naomi.reads('The call with priya is over: ended'),
        priya.reads('The call with naomi is over: ended'),
      ]);
      const loaded = await naomi.person.page.evaluate(() => ({
        elements: customElements.get('call-provider') !== undefined,
        lit: performance.getEntriesByType('resource').some(({ name }) => /\blit\b/.test(name)),
      }));
      assert.deepEqual(loaded, { elements: false, lit: false });
      await naomi.leave();
      await priya.leave();
    });

    void it('says what is wrong with a name', async () => {
      const visitor = await Person.open('nobody', await browser.createBrowserContext(), relay.url);
      await visitor.page.locator('#join input').fill('   ');
      await visitor.page.locator('#join button').click();
      await visitor.waitFor(() =>
        document.querySelector('#status')?.textContent.startsWith('A name has 1 to 64'),
      );
      await visitor.page.browserContext().close();
    });
  });
};

callsIn('Chromium', () => launchChromium(), false);
callsIn('Firefox', launchFirefox, noFirefox);
