/** A browser at one side of the network. It is driven by pipes, which lead out of a namespace where no port does. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { chromiumLaunchOptions } from '../../scripts/browsers.mjs';
import type { Network, Side } from './namespaces.js';
import { ORIGIN } from './servers.js';

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

export async function launchChromium(
  network: Network,
  side: Side,
  { args = [], asks = false }: ChromiumOptions = {},
): Promise<Browser> {
  // A page without TLS has no camera, but for this word.
  const secure = `--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`;
  const options = await chromiumLaunchOptions({ fakeUi: !asks, args: [secure, ...args] });
  const userDataDir = join(network.folder, `profile-${side}`);
  mkdirSync(userDataDir);
  return puppeteer.launch({
    ...options,
    executablePath: inside(network, side, options.executablePath ?? ''),
    userDataDir,
    pipe: true,
    // The lab ends what it has started itself, on every way out.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
