/** One browser and one server, on which people of ours and people with the sample's page meet. */
import assert from 'node:assert/strict';
import type { Browser } from 'puppeteer-core';
import { launchChromium } from '../../e2e/support/browsers.js';
import { Person } from '../../e2e/support/person.js';
import { SamplePerson } from './sample-person.js';

export class Stage {
  readonly browser: Browser;
  readonly #url: string;
  #samples: readonly SamplePerson[] = [];
  #ours: readonly Person[] = [];

  private constructor(browser: Browser, url: string) {
    this.browser = browser;
    this.#url = url;
  }

  static async open(serverUrl: string, browser?: Browser): Promise<Stage> {
    return new Stage(browser ?? (await launchChromium()), serverUrl);
  }

  /** Somebody with a page of ours. */
  async enter(name: string, browser = this.browser): Promise<Person> {
    const person = await Person.join(name, await browser.createBrowserContext(), `${this.#url}call.html`);
    this.#ours = [...this.#ours, person];
    return person;
  }

  /** Somebody with the sample's page. */
  async enterSample(name: string, browser = this.browser): Promise<SamplePerson> {
    const person = await SamplePerson.join(name, await browser.createBrowserContext(), this.#url);
    this.#samples = [...this.#samples, person];
    return person;
  }

  /** Everybody goes; no page may have stumbled, unless the sample's has by itself. */
  async clear({ samplesMayStumble = false } = {}): Promise<void> {
    const [ours, samples] = [this.#ours, this.#samples];
    this.#ours = [];
    this.#samples = [];
    for (const person of ours)
      assert.deepEqual(person.pageErrors, [], `errors in the page of ${person.name}`);
    for (const person of samplesMayStumble ? [] : samples) {
      assert.deepEqual(await person.failures(), [], `what the script of ${person.name} stumbled over`);
    }
    for (const { page } of [...ours, ...samples]) await page.browserContext().close();
  }

  /** What everybody is in, in words for a failed test. */
  async picture(): Promise<string> {
    const ours = this.#ours.map(async ({ name, page }) => {
      const call = await page.evaluate(
        () => document.querySelector('call-provider')?.controller?.snapshot.call,
      );
      return `${name} ${JSON.stringify(call)}`;
    });
    const samples = this.#samples.map(async (person) => {
      const heard = (await person.heard()).slice(-12).map(({ type }) => String(type));
      return `${person.name} ${await person.state()}, heard ${heard.join(' ')}, ${(await person.failures()).join(' ')}`;
    });
    return (await Promise.all([...ours, ...samples])).join('; ');
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Sets a call from our page to the sample's up, which answers by itself. */
export async function callSample(ours: Person, theirs: SamplePerson): Promise<void> {
  await ours.sees(theirs.name);
  await ours.call(theirs.name);
  await Promise.all([ours.phase('active'), theirs.isTalking()]);
}

export async function assertMediaWithSample(ours: Person, theirs: SamplePerson): Promise<void> {
  await ours.page.bringToFront();
  await ours.receivesMedia();
  await ours.seesPicture();
  await theirs.receivesMedia();
}
