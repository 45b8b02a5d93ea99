/** `call-elements demo`: a relay and the package's own pages on one port, to try a call in two tabs or on a phone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Relay } from '../relay.js';
import type { Served } from '../static-files.js';
import { reachableUrls } from './addresses.js';
import { describeOptions } from './option-table.js';
import { DEMO_OPTIONS } from './options.js';
import { PACKAGE_ROOT, VERSION } from './package-root.js';
import { readWords } from './settings.js';
import { readFolders, start, stderrLogger } from './start.js';
import { certificateSource } from './tls.js';
import { StartError } from './usage-error.js';

export const DEMO_HELP = `Usage: call-elements demo [options]

Serves the demo pages and runs the relay they use, on one port. Open a printed address in two
tabs. Browsers give a camera only on localhost or over https: for a phone, add --https.

Options:
${describeOptions(DEMO_OPTIONS)}`;

/** The pages at the root, and beside them the script-tag file with the chunks it loads; not the modules. */
export function demoFolders(root = PACKAGE_ROOT): readonly Served[] {
  const demo = join(root, 'demo');
  const dist = join(root, 'dist');
  if (!existsSync(join(dist, 'call-elements.js'))) {
    throw new StartError('dist/call-elements.js is missing: run "npm run build" first');
  }
  if (!existsSync(demo)) throw new StartError('the demo pages are missing: install the package again');
  return [
    { prefix: '/', directory: demo },
    { prefix: '/', directory: dist, without: ['src', 'server'] },
  ];
}

const announce = (scheme: 'http' | 'https', host: string, port: number): readonly string[] => [
  'call-elements demo: open one of these in two tabs',
  ...reachableUrls(scheme, host, port),
  ...(scheme === 'http' ? ['(cameras work on localhost; for a phone on this network use --https)'] : []),
];

export async function runDemo(words: readonly string[]): Promise<void> {
  const settings = readWords(DEMO_OPTIONS, words);
  if (settings.flag('help')) {
    console.log(DEMO_HELP);
    return;
  }
  const { port = 0, host = '' } = { port: settings.number('port'), host: settings.text('host') };
  const certificates = certificateSource(settings);
  const files = readFolders(demoFolders());
  await start({
    relay: { port, host, files, hub: { server: `call-elements/${VERSION}` } },
    certificates,
    logger: stderrLogger({ level: 'error', format: 'text' }),
    announce: (relay: Relay) => announce(certificates ? 'https' : 'http', host, relay.port),
  });
}
