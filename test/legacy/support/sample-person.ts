/** Somebody in front of the scripted sample page: joins, calls, hangs up, and sees what it shows. */
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { installProbe } from '../../e2e/support/probe.js';
import { receivesMedia } from '../../e2e/support/media.js';
import type { Frame } from './sample-server.js';

const WAIT = { timeout: 20_000, polling: 50 } as const;

/** What pages/sample.js keeps for tests. */
interface Sample {
  readonly connection: RTCPeerConnection | null;
  readonly heard: readonly Frame[];
  readonly failures: readonly string[];
  readonly held: readonly Frame[] | null;
  hold(): void;
  release(): void;
  drop(): void;
}

declare global {
  interface Window {
    sample: Sample;
  }
}

export class SamplePerson {
  readonly name: string;
  readonly page: Page;

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
  }

  /** Opens the page of a server and joins under the name. */
  static async join(name: string, from: Browser | BrowserContext, serverUrl: string): Promise<SamplePerson> {
    const page = await from.newPage();
    await page.evaluateOnNewDocument(installProbe);
    const person = new SamplePerson(name, page);
    await page.goto(`${serverUrl}sample.html`, { waitUntil: 'load' });
    await page.locator('#name').fill(name);
    await page.locator('#join').click();
    await person.sees(name);
    return person;
  }

  async sees(name: string): Promise<void> {
    await this.#until(
      (wanted) => [...document.querySelectorAll('#people li')].some((one) => one.textContent === wanted),
      name,
    );
  }

  async call(name: string): Promise<void> {
    await this.page.evaluate((wanted) => {
      const people = document.querySelectorAll<HTMLElement>('#people li');
      [...people].find((one) => one.textContent === wanted)?.click();
    }, name);
  }

  async hangUp(): Promise<void> {
    await this.page.bringToFront();
    await this.page.locator('#hang-up').click();
  }

  /** The connection of its call is up. */
  async isTalking(): Promise<void> {
    await this.#until(() => window.sample.connection?.connectionState === 'connected');
  }

  async isFree(): Promise<void> {
    await this.#until(() => window.sample.connection === null);
  }

  /** Its own offer is out and not answered. */
  async isOffering(): Promise<void> {
    await this.#until(() => window.sample.connection?.signalingState === 'have-local-offer');
  }

  /** Waits until what arrives is shown with a picture, and more of it comes. */
  async receivesMedia(): Promise<void> {
    await this.page.bringToFront();
    await receivesMedia(this.page);
    await this.#until(() => (document.querySelector<HTMLVideoElement>('#remote')?.videoWidth ?? 0) > 0);
  }

  /** From now on the network keeps what is sent to this page. */
  async hold(): Promise<void> {
    await this.page.evaluate(() => {
      window.sample.hold();
    });
  }

  /** Waits until the network keeps a message of this type for it. */
  async awaits(type: string): Promise<void> {
    await this.#until((wanted) => window.sample.held?.some((frame) => frame.type === wanted), type);
  }

  async release(): Promise<void> {
    await this.page.evaluate(() => {
      window.sample.release();
    });
  }

  /** Its browser sees no path any more. */
  async drop(): Promise<void> {
    await this.page.evaluate(() => {
      window.sample.drop();
    });
  }

  state(): Promise<string> {
    return this.page.evaluate(() => {
      const { connection } = window.sample;
      return connection ? `${connection.signalingState} ${connection.connectionState}` : 'free';
    });
  }

  heard(): Promise<readonly Frame[]> {
    return this.page.evaluate(() => [...window.sample.heard]);
  }

  /** What its script stumbled over. */
  failures(): Promise<readonly string[]> {
    return this.page.evaluate(() => [...window.sample.failures]);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the arguments travel to the page as JSON
  async #until<A extends any[]>(done: (...args: A) => unknown, ...args: A): Promise<void> {
    await this.page.waitForFunction(done as (...args: unknown[]) => unknown, WAIT, ...args);
  }
}
