/** Somebody's page in `npm run soak:call`: what it is told to do, what it waits for, and what it holds after a call. */
import { performance } from 'node:perf_hooks';
import { installProbe } from './probe.mjs';

/**
 * What a page holds after a garbage collection. `peers`: connections that still exist, open or not; `tracks`: local ones
 * that are live; `contexts`: of Web Audio.
 * @typedef {{peers: number, tracks: number, listeners: number, nodes: number, contexts: number, heapBytes: number}} Holding
 */

const POLL_MS = 50;
const LIMIT_MS = 45_000;
export const CONTROLLER = 'document.querySelector("call-provider").controller';

export const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class SoakPage {
  /** @type {import('puppeteer-core').Page} */
  page;
  /** @type {import('puppeteer-core').CDPSession} */
  session;
  /** What scripts threw and nobody caught. @type {string[]} */
  thrown = [];

  /** @param {import('puppeteer-core').Page} page @param {import('puppeteer-core').CDPSession} session @param {string} name */
  constructor(page, session, name) {
    this.page = page;
    this.session = session;
    this.name = name;
    page.on('pageerror', (error) => this.thrown.push(String(error)));
    // It asks whether to leave in the middle of a call.
    page.on('dialog', (dialog) => void dialog.accept());
  }

  /** @param {import('puppeteer-core').Browser} browser @param {string} url @param {string} name */
  static async open(browser, url, name) {
    // A context of its own is a process of its own: what is counted there is this page's.
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(installProbe);
    const session = await page.createCDPSession();
    await session.send('Performance.enable');
    const person = new SoakPage(page, session, name);
    for (const device of /** @type {const} */ (['camera', 'microphone']))
      await person.permit(device, 'granted', url);
    await page.goto(url);
    await person.signIn();
    return person;
  }

  async signIn() {
    await this.page.waitForFunction(`document.querySelector("call-provider")?.controller`);
    await this.do(`signIn(${JSON.stringify(this.name)})`);
    await this.until('link.status === "online"');
  }

  /** Without a question: it is closed for good. */
  async close() {
    await this.page.browserContext().close();
  }

  /**
   * @param {'camera' | 'microphone'} device
   * @param {import('puppeteer-core').PermissionState} state
   * @param {string} [url]
   */
  async permit(device, state, url = this.page.url()) {
    const { origin } = new URL(url);
    await this.page.browserContext().setPermission(origin, { permission: { name: device }, state });
  }

  /** A command to the controller. False where it makes no sense now: what is under way may have ended by itself. @param {string} command */
  async do(command) {
    return this.page.evaluate(`${CONTROLLER}.${command}`).then(
      () => true,
      () => false,
    );
  }

  /** Waits until the snapshot is so; false where it does not come to that. @param {string} condition @param {number} [limitMs] */
  async until(condition, limitMs = LIMIT_MS) {
    const read = `(({ link, call, users, media }) => ${condition})(${CONTROLLER}.snapshot)`;
    const endMs = performance.now() + limitMs;
    for (;;) {
      // While it is loaded there is no controller.
      if (await this.page.evaluate(read).catch(() => false)) return true;
      if (performance.now() > endMs) return false;
      await pause(POLL_MS);
    }
  }

  /** Where it stands, for whoever looks for a fault. */
  describe() {
    const read = `(({ link, call }) => link.status + ", " + call.phase + " " + (call.reason ?? call.why ?? ""))(${CONTROLLER}.snapshot)`;
    return this.page.evaluate(read).catch(String);
  }

  /** @returns {Promise<Record<string, number>>} the browser's own figures of the page's process */
  async metrics() {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }

  /** How many objects of a type there are. @param {string} type */
  async #alive(type) {
    const group = { objectGroup: 'alive' };
    const { result } = await this.session.send('Runtime.evaluate', {
      expression: `${type}.prototype`,
      ...group,
    });
    const { objects } = await this.session.send('Runtime.queryObjects', {
      prototypeObjectId: result.objectId ?? '',
      ...group,
    });
    const { result: length } = await this.session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
    });
    await this.session.send('Runtime.releaseObjectGroup', group);
    return Number(length.value);
  }

  /** @returns {Promise<Holding>} */
  async holding() {
    await this.session.send('HeapProfiler.collectGarbage');
    const tracks = /** @type {number} */ (await this.page.evaluate('window.soak.tracks().length'));
    const metrics = await this.metrics();
    const of = (/** @type {string} */ name) => metrics[name] ?? NaN;
    return {
      peers: of('RTCPeerConnections'),
      tracks,
      listeners: of('JSEventListeners'),
      nodes: of('Nodes'),
      contexts: await this.#alive('AudioContext'),
      heapBytes: of('JSHeapUsedSize'),
    };
  }
}
