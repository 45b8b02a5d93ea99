/** What most tests stand on: a relay with the test pages, and a browser. There before the first test, gone after the last. */
import { after, afterEach, before } from 'node:test';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { launchChromium } from './browsers.js';
import { Person } from './person.js';
import { RelayProcess } from './relay-process.js';

/** Which page somebody has in front of them, `call.html` unless said; `scripts` run in it before its own. */
export interface Visit {
  readonly page?: string;
  readonly scripts?: readonly (() => void)[];
}

export interface Scene {
  readonly relay: RelayProcess;
  readonly browser: Browser;
  /** A browser profile of its own, until the test is over. */
  profile(): Promise<BrowserContext>;
  /** Somebody in front of a page, in such a profile. */
  open(name: string, visit?: Visit): Promise<Person>;
  /** The same, signed in. */
  join(name: string, visit?: Visit): Promise<Person>;
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
    for (const profile of profiles.splice(0)) if (!profile.closed) await profile.close();
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
    async profile() {
      const profile = await this.browser.createBrowserContext();
      profiles.push(profile);
      return profile;
    },
    async open(name, { page = 'call.html', scripts = [] } = {}) {
      return Person.open(name, await this.profile(), this.relay.url + page, ...scripts);
    },
    async join(name, visit) {
      const person = await this.open(name, visit);
      await person.signIn();
      return person;
    },
  };
}
