/**
 * Gives browser tests a real relay: one for the whole run, on a free port. A test asks for its address
 * with the command `relay-url` and gets null when the server has not been built.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/files.mjs';

/** @typedef {{ready: Promise<unknown>, url: string, close: () => Promise<void>}} Relay */

/** @returns {Promise<Relay | null>} */
async function startRelay() {
  const built = join(root, 'dist/server/relay.js');
  if (!existsSync(built)) return null;
  const { createRelay } = await import(pathToFileURL(built).href);
  // The pages of the test runner come from localhost, which is another host than 127.0.0.1.
  const relay = /** @type {Relay} */ (createRelay({ port: 0, origins: ['*'] }));
  await relay.ready;
  return relay;
}

/** @returns {import('@web/test-runner').TestRunnerPlugin} */
export function relayPlugin() {
  /** @type {Relay | null} */
  let relay = null;
  return {
    name: 'relay',
    async serverStart() {
      relay = await startRelay();
    },
    async serverStop() {
      await relay?.close();
      relay = null;
    },
    executeCommand({ command }) {
      return command === 'relay-url' ? { url: relay?.url ?? null } : undefined;
    },
  };
}
