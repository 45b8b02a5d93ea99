/**
 * Lets a test in Chromium be a person with other wishes: `emulate-media-features` with
 * `{'forced-colors': 'active', 'prefers-reduced-motion': 'reduce'}`; `{}` takes them back. The runner's own command
 * knows no forced colours with puppeteer. It belongs into files named `*.chromium.test.ts`.
 */

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{getPage: (sessionId: string) => Page}} PuppeteerLauncher */

/** What a session emulates ends with it, so that each page keeps its own. */
const sessions = /** @type {WeakMap<Page, Promise<import('puppeteer-core').CDPSession>>} */ (new WeakMap());

/** @param {Page} page */
function sessionOf(page) {
  const session = sessions.get(page) ?? page.createCDPSession();
  sessions.set(page, session);
  return session;
}

/** @returns {import('@web/test-runner').TestRunnerPlugin} */
export function mediaFeaturesPlugin() {
  return {
    name: 'media-features',
    async executeCommand({ command, payload, session }) {
      if (command !== 'emulate-media-features') return undefined;
      if (session.browser.type !== 'puppeteer') throw new Error(`${command} needs a puppeteer browser.`);
      const launcher = /** @type {PuppeteerLauncher} */ (/** @type {unknown} */ (session.browser));
      const devtools = await sessionOf(launcher.getPage(session.id));
      const wanted = Object.entries(/** @type {Record<string, string>} */ (payload));
      const features = wanted.map(([name, value]) => ({ name, value }));
      await devtools.send('Emulation.setEmulatedMedia', { features });
      return { done: true };
    },
  };
}
