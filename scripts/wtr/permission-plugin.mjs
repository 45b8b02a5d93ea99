/**
 * Lets a test in Chromium answer the permission prompt beforehand: `set-permission` with
 * `{name: 'camera', state: 'denied'}` (or a list of them), and `reset-permissions`. It only has an effect
 * where the browser runs without the fake prompt, that is in files named `*.permission.test.ts`.
 */

/** @typedef {{name: string, state: 'granted' | 'denied' | 'prompt'}} PermissionChange */
/** @typedef {{getPage: (sessionId: string) => import('puppeteer-core').Page}} PuppeteerLauncher */

/** @returns {import('@web/test-runner').TestRunnerPlugin} */
export function permissionPlugin() {
  return {
    name: 'permission',
    async executeCommand({ command, payload, session }) {
      if (command !== 'set-permission' && command !== 'reset-permissions') return undefined;
      if (session.browser.type !== 'puppeteer') throw new Error(`${command} needs a puppeteer browser.`);
      const launcher = /** @type {PuppeteerLauncher} */ (/** @type {unknown} */ (session.browser));
      const page = launcher.getPage(session.id);
      if (command === 'reset-permissions') await page.browserContext().clearPermissionOverrides();
      else await setPermissions(page, asChanges(payload));
      return { done: true };
    },
  };
}

/** @param {unknown} payload @returns {PermissionChange[]} */
function asChanges(payload) {
  return /** @type {PermissionChange[]} */ (Array.isArray(payload) ? payload : [payload]);
}

/** @param {import('puppeteer-core').Page} page @param {PermissionChange[]} changes */
async function setPermissions(page, changes) {
  const { origin } = new URL(page.url());
  for (const { name, state } of changes) {
    await page.browserContext().setPermission(origin, { permission: { name }, state });
  }
}
