/**
 * A browser at one side of the network. Chromium is driven by pipes, which lead out of a namespace where no port does; Firefox
 * by a socket, for which there is a door.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';
import { chromiumLaunchOptions, findFirefox, firefoxLaunchOptions } from '../../scripts/browsers.mjs';
import { type Network, SERVER, type Side } from './namespaces.js';
import { Skipped } from './row.js';
import { ORIGIN } from './servers.js';

export type BrowserName = 'chromium' | 'firefox';

export interface ChromiumOptions {
  readonly args?: readonly string[];
  /** Asks for permission, as a row sets it, instead of granting all. */
  readonly asks?: boolean;
}

/** A program that starts another one inside: what puppeteer takes for the browser. It becomes it, process number and all. */
function inside(network: Network, side: Side, program: string): string {
  const path = join(network.folder, `browser-${side}`);
  writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${network.name(side)} '${program}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

function launch(network: Network, side: Side, options: LaunchOptions): Promise<Browser> {
  const userDataDir = join(network.folder, `profile-${side}`);
  mkdirSync(userDataDir);
  return puppeteer.launch({
    ...options,
    executablePath: inside(network, side, options.executablePath ?? ''),
    userDataDir,
    // The lab ends what it has started itself, on every way out.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

export async function launchChromium(
  network: Network,
  side: Side,
  { args = [], asks = false }: ChromiumOptions = {},
): Promise<Browser> {
  // A page without TLS has no camera, but for this word.
  const secure = `--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`;
  const options = await chromiumLaunchOptions({ fakeUi: !asks, args: [secure, ...args] });
  if (asks && options.headless === 'shell')
    throw new Skipped('Chromium from npm cannot be told what is allowed: apt-get install chromium');
  return launch(network, side, { ...options, pipe: true });
}

/** Why no row with Firefox can be played, or false. */
export function noFirefox(): string | false {
  const firefox = findFirefox();
  return 'reason' in firefox && firefox.reason;
}

export async function launchFirefox(network: Network, side: Side): Promise<Browser> {
  const options = firefoxLaunchOptions();
  if (!options) throw new Skipped(noFirefox() || '');
  return launch(network, side, {
    ...options,
    extraPrefsFirefox: {
      ...options.extraPrefsFirefox,
      // As for Chromium: a page without TLS has no camera otherwise.
      'dom.securecontext.allowlist': SERVER,
    },
    debuggingPort: await network.openDoor(side),
  });
}
