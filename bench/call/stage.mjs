/** Two pages of one system with its server, far from each other: sets calls up between them and says how long it took. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SignalDelay } from './signal-delay.mjs';

const PROBE = readFileSync(new URL('probe.js', import.meta.url), 'utf8');
const pathOf = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Longer than any set-up that goes well takes; one that takes longer has failed. */
const LIMIT_MS = 15_000;

const SYSTEMS = {
  raw: { server: 'stamped', client: 'raw' },
  peerjs: { server: 'peerjs', client: 'peerjs', script: 'node_modules/peerjs/dist/peerjs.min.js' },
  'simple-peer': {
    server: 'stamped',
    client: 'simple-peer',
    script: 'node_modules/simple-peer/simplepeer.min.js',
  },
  mdn: { server: 'mdn', client: 'mdn' },
  ours: { server: 'ours', client: 'ours' },
  'ours-prepared': { server: 'ours', client: 'ours', options: { prepares: true } },
  'ours-rung': { server: 'ours', client: 'ours', options: { answers: false }, rings: true },
  'ours-preconnect': {
    server: 'ours',
    client: 'ours',
    options: { answers: false, preconnect: true },
    rings: true,
  },
};

export class Stage {
  #system;
  #server;
  #signal;
  #pages = [];
  #contexts = [];
  #lookMs;

  /**
   * @param {import('puppeteer-core').Browser} browser
   * @param {string} site where the pages' files are
   * @param {{roundTripMs?: number, cameraMs?: number, camera?: MediaTrackConstraints, lookMs?: number, offersLast?: boolean}} [far]
   *   `lookMs`: how long after it the pictures are looked at once more
   */
  static async open(
    browser,
    site,
    name,
    { roundTripMs = 0, cameraMs = 0, camera, lookMs, offersLast = false } = {},
  ) {
    const stage = new Stage();
    const system = SYSTEMS[name];
    stage.#system = system;
    stage.#server = fork(pathOf(`servers/${system.server}.mjs`));
    const [{ port }] = await once(stage.#server, 'message');
    stage.#signal = new SignalDelay(port, { roundTripMs, offersLast });
    const url = `ws://127.0.0.1:${await stage.#signal.listen()}/`;
    for (const name of ['naomi', 'priya']) stage.#pages.push(await stage.#enter(browser, site, name, url));
    await stage.#each(({ system: { sees }, other }) => sees?.(other), { naomi: 'priya', priya: 'naomi' });
    await stage.#each((_, wanted) => void Object.assign(window.probe, wanted), { cameraMs, camera });
    stage.#lookMs = lookMs;
    return stage;
  }

  async #enter(browser, site, name, url) {
    const { client, script, options } = this.#system;
    // A context of its own is a window of its own: no page lies behind another and is slowed down.
    const context = await browser.createBrowserContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.evaluateOnNewDocument(PROBE);
    await page.goto(`${site}blank.html`);
    if (script) await page.addScriptTag({ path: pathOf(script) });
    await page.evaluate(
      async (module, settings) => {
        const { enter } = await import(module);
        window.system = await enter(settings);
        window.me = settings.name;
      },
      `/bench/call/clients/${client}.js`,
      { name, url, ...options },
    );
    return page;
  }

  /** Runs it in both pages with `window` as it is there; an argument by name is given to whose it is. */
  #each(run, argument) {
    return Promise.all(
      this.#pages.map((page) =>
        page.evaluate(
          new Function(
            'argument',
            `const other = argument?.[window.me] ?? argument;
             return (${run.toString()})({ system: window.system, other }, argument);`,
          ),
          argument,
        ),
      ),
    );
  }

  /**
   * One call: from the action to the first frame on both ends, and how much was said for it. With `calleeAfterMs` the
   * other one calls too, so much later.
   */
  async setUp({ calleeAfterMs } = {}) {
    const [caller, callee] = this.#pages;
    await this.#each(() => window.probe.reset());
    await caller.evaluate(async () => {
      await window.system.prepare?.();
      // Somebody who points at a button takes this long to press it.
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    const startedMs = this.#system.rings ? await this.#ringAndAnswer() : await this.#call(calleeAfterMs);
    const seen = (page) =>
      page.waitForFunction(() => window.probe.call.frameAtMs !== undefined, {
        timeout: LIMIT_MS,
        polling: 20,
      });
    const isSeen = await Promise.all([seen(caller), seen(callee)]).then(
      () => true,
      () => false,
    );
    const counts = await this.#each(() => {
      const { frameAtMs, offers, answers } = window.probe.call;
      return { frameAtMs, offers, answers };
    });
    const widths = isSeen && this.#lookMs !== undefined ? await this.#widthsAfter(this.#lookMs) : undefined;
    const { overtaken } = this.#signal;
    await this.#hangUp(isSeen);
    return {
      ms: isSeen ? Math.max(...counts.map(({ frameAtMs }) => frameAtMs)) - startedMs : undefined,
      offers: counts.reduce((sum, { offers }) => sum + offers, 0),
      answers: counts.reduce((sum, { answers }) => sum + answers, 0),
      overtaken,
      width: widths && Math.min(...widths),
    };
  }

  async #widthsAfter(ms) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.#each(() => window.probe.width());
  }

  /** Answers when the caller called. */
  async #call(calleeAfterMs) {
    const [caller, callee] = this.#pages;
    const call = (page, other, atMs) =>
      page.evaluate(
        async (name, dueMs) => {
          await new Promise((resolve) => setTimeout(resolve, dueMs - window.probe.now()));
          const startedMs = window.probe.now();
          try {
            void window.system.call(name);
          } catch {
            // The other one's call is here already.
          }
          return startedMs;
        },
        other,
        atMs,
      );
    if (calleeAfterMs === undefined) return call(caller, 'priya', 0);
    // As long as it takes to tell both pages.
    const atMs = Date.now() + 100;
    const [startedMs] = await Promise.all([
      call(caller, 'priya', atMs),
      call(callee, 'naomi', atMs + calleeAfterMs),
    ]);
    return startedMs;
  }

  async #ringAndAnswer() {
    const callee = this.#pages[1];
    await callee.evaluate(() => void (window.ringing = window.system.rings()));
    await this.#call();
    return callee.evaluate(async () => {
      await window.ringing;
      // Nobody answers sooner.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const atMs = window.probe.now();
      window.system.answer();
      return atMs;
    });
  }

  async #hangUp(isSeen) {
    const [caller] = this.#pages;
    await caller.evaluate(() => {
      try {
        window.system.hangUp();
      } catch {
        // It has ended by itself.
      }
    });
    if (!isSeen) await new Promise((resolve) => setTimeout(resolve, 500));
    await this.#each(() => window.system.ended?.());
    await Promise.all(
      this.#pages.map((page) =>
        page.waitForFunction(() => window.probe.open() === 0, { timeout: 3_000, polling: 20 }),
      ),
    ).catch(() => undefined);
    await this.#each(() => window.system.clear?.());
    this.#signal.clear();
  }

  async close() {
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.#signal.close();
    this.#server.disconnect();
  }
}
