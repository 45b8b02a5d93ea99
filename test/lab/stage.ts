/** What one row stands on: a network, a relay, TURN where it is asked for, and two people. Made for it and gone after it. */
import type { Browser, BrowserContext } from 'puppeteer-core';
import { Person } from '../e2e/support/person.js';
import { permit } from '../e2e/support/devices.js';
import { type ChromiumOptions, launchChromium, launchFirefox } from './browsers.js';
import { Faults } from './faults.js';
import { describe, installLog } from './log.js';
import { Network, type Side } from './namespaces.js';
import { Talk } from './oracle.js';
import { CASTS, type Cast } from './row.js';
import {
  CHAOS_PORT,
  CHAOS_TURN_PORT,
  ORIGIN,
  type Server,
  startChaos,
  startRelay,
  startTurn,
  turnOptions,
} from './servers.js';

export interface Setting {
  /** Options of the relay's command line. */
  readonly relay?: readonly string[];
  /** TURN servers on these ports, for pages that come to them this way. */
  readonly turn?: {
    readonly transport: 'udp' | 'tcp';
    readonly ports: readonly number[];
    /** Lines of the first one's configuration that are otherwise here. */
    readonly lines?: Readonly<Record<string, string>>;
  };
  /** The pages come to the relay, and to the first TURN server, by way of the proxy. */
  readonly chaos?: true;
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
  readonly #people: Person[] = [];
  readonly #setting: Setting;
  readonly #cast: Cast;
  #relay: Server | undefined;
  #chaos: Server | undefined;

  constructor(setting: Setting, cast: Cast) {
    this.#setting = setting;
    this.#cast = cast;
  }

  get relay(): Server {
    if (!this.#relay) throw new Error('The relay is not there yet.');
    return this.#relay;
  }

  get chaos(): Server {
    if (!this.#chaos) throw new Error('This row has no proxy.');
    return this.#chaos;
  }

  async open(): Promise<void> {
    const { relay = [], turn, chaos } = this.#setting;
    for (const [at, port] of (turn?.ports ?? []).entries())
      this.turn.set(port, await startTurn(this.network, port, at === 0 ? turn?.lines : {}));
    const ports = chaos ? [CHAOS_TURN_PORT] : (turn?.ports ?? []);
    const credentials = turn ? turnOptions(this.network, ports, turn.transport) : [];
    this.#relay = await startRelay(this.network, ...credentials, ...relay);
    if (chaos) this.#chaos = await startChaos(this.network);
    await Promise.all([this.browser('a'), this.browser('b')]);
  }

  async browser(side: Side): Promise<Browser> {
    const known = this.browsers.get(side);
    if (known) return known;
    const browser = await (CASTS[this.#cast][side] === 'chromium'
      ? launchChromium(this.network, side, this.#setting.chromium?.[side])
      : launchFirefox(this.network, side));
    this.browsers.set(side, browser);
    return browser;
  }

  /** Somebody at this side, signed in. */
  async join(side: Side, name: string = NAMES[side]): Promise<Person> {
    const browser = await this.browser(side);
    if (this.#setting.chromium?.[side]?.asks) {
      const granted = { camera: 'granted', microphone: 'granted' } as const;
      await permit(browser.defaultBrowserContext(), ORIGIN, granted);
    }
    const person = await this.visit(name, browser);
    await person.signIn();
    return person;
  }

  /** Somebody in front of the page who has not signed in yet. */
  async visit(name: string, from: Browser | BrowserContext): Promise<Person> {
    const person = await Person.open(name, from, `${ORIGIN}/call.html`, installLog);
    this.#people.push(person);
    const { relayOnly, chaos } = this.#setting;
    const server = chaos ? `${ORIGIN.replace('http', 'ws').replace(/\d+$/, String(CHAOS_PORT))}/` : '';
    await person.page.$eval(
      'call-provider',
      (provider, privacy, address) => Object.assign(provider, { privacy, server: address }),
      relayOnly ? 'relay' : 'all',
      server,
    );
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

  /** How everybody's page is now, a line each. */
  async states(): Promise<string> {
    return (await Promise.all(this.#people.map(describe))).join('\n');
  }

  dispose(): void {
    this.network.dispose();
  }
}
