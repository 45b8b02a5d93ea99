/** What one row stands on: a network, a relay, TURN where it is asked for, and two people. Made for it and gone after it. */
import type { Browser, Page } from 'puppeteer-core';
import { Person } from '../e2e/support/person.js';
import { permit } from '../e2e/support/devices.js';
import { type ChromiumOptions, launchChromium } from './browsers.js';
import { Faults } from './faults.js';
import { installLog } from './log.js';
import { Network, type Side } from './namespaces.js';
import { Talk } from './oracle.js';
import { ORIGIN, type Server, startRelay, startTurn, turnOptions } from './servers.js';

export interface Setting {
  /** Options of the relay's command line. */
  readonly relay?: readonly string[];
  /** TURN servers on these ports, for pages that come to them this way. */
  readonly turn?: {
    readonly transport: 'udp' | 'tcp';
    readonly ports: readonly number[];
    /** Lines of the configuration that are otherwise here. */
    readonly lines?: Readonly<Record<string, string>>;
  };
  /** Nobody goes any way but over TURN. */
  readonly relayOnly?: boolean;
  readonly chromium?: Partial<Readonly<Record<Side, ChromiumOptions>>>;
}

const NAMES = { a: 'naomi', b: 'priya' } as const;

export class Stage {
  readonly network = new Network();
  readonly faults = new Faults(this.network);
  readonly browsers = new Map<Side, Browser>();
  readonly turn = new Map<number, Server>();
  readonly #setting: Setting;
  #relay: Server | undefined;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  get relay(): Server {
    if (!this.#relay) throw new Error('The relay is not there yet.');
    return this.#relay;
  }

  async open(): Promise<void> {
    const { relay = [], turn } = this.#setting;
    for (const port of turn?.ports ?? [])
      this.turn.set(port, await startTurn(this.network, port, turn?.lines));
    const credentials = turn ? turnOptions(this.network, turn.ports, turn.transport) : [];
    this.#relay = await startRelay(this.network, ...credentials, ...relay);
  }

  async browser(side: Side): Promise<Browser> {
    const known = this.browsers.get(side);
    if (known) return known;
    const browser = await launchChromium(this.network, side, this.#setting.chromium?.[side]);
    this.browsers.set(side, browser);
    return browser;
  }

  /** Somebody at this side, signed in. */
  async join(side: Side, name: string = NAMES[side], page = 'call.html'): Promise<Person> {
    const browser = await this.browser(side);
    const url = `${ORIGIN}/${page}`;
    if (this.#setting.chromium?.[side]?.asks) {
      const granted = { camera: 'granted', microphone: 'granted' } as const;
      await permit(browser.defaultBrowserContext(), url, granted);
    }
    const person = await Person.join(name, browser, url, installLog);
    if (this.#setting.relayOnly)
      await person.page.evaluate(() => {
        const provider = document.querySelector('call-provider');
        if (provider) provider.privacy = 'relay';
      });
    return person;
  }

  async joinBoth(): Promise<readonly [Person, Person]> {
    const [naomi, priya] = await Promise.all([this.join('a'), this.join('b')]);
    await naomi.sees(priya.name);
    return [naomi, priya];
  }

  async inCall(): Promise<Talk> {
    const [naomi, priya] = await this.joinBoth();
    return this.call(naomi, priya);
  }

  async call(caller: Person, callee: Person): Promise<Talk> {
    await caller.call(callee.name);
    await callee.phase('incoming');
    await callee.answer();
    await Promise.all([caller.phase('active'), callee.phase('active')]);
    return Talk.of(caller, callee);
  }

  /** A browser's way to an address without a person in front of it. */
  async tab(side: Side): Promise<Page> {
    return (await this.browser(side)).newPage();
  }

  dispose(): void {
    this.network.dispose();
  }
}
