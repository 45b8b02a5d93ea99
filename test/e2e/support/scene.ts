/** What most tests stand on: a relay with the test pages, and a browser. There before the first test, gone after the last. */
import { after, afterEach, before } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { launchChromium } from './browsers.js';
import { Person } from './person.js';
import { RelayProcess } from './relay-process.js';

export interface Scene {
  readonly relay: RelayProcess;
  readonly browser: Browser;
  /** Somebody in front of `call.html` until the test is over, in a browser profile of their own; `scripts` run in the page before its own. */
  open(name: string, ...scripts: readonly (() => void)[]): Promise<Person>;
}

function there<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('The scene is set before the first test, and no sooner.');
  return one;
}

/** Inside a `describe`. */
export function setScene({
  startRelay = () => RelayProcess.startWithPages(),
  launch = () => launchChromium(),
}: {
  readonly startRelay?: () => Promise<RelayProcess>;
  readonly launch?: () => Promise<Browser>;
} = {}): Scene {
  let relay: RelayProcess | undefined;
  let browser: Browser | undefined;
  const profiles: BrowserContext[] = [];
  before(async () => {
    relay = await startRelay();
    browser = await launch();
  });
  afterEach(async () => {
    for (const profile of profiles.splice(0)) await profile.close();
  });
  after(async () => {
    await browser?.close();
    await relay?.stop();
  });
  return {
    get relay() {
      return there(relay);
    },
    get browser() {
      return there(browser);
    },
    async open(name, ...scripts) {
      const profile = await this.browser.createBrowserContext();
      profiles.push(profile);
      return Person.open(name, profile, `${this.relay.url}call.html`, ...scripts);
    },
  };
}
