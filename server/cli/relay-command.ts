/** `call-elements relay`: what an operator runs. Turns settings into a relay; knows nothing of messages. */
import { keysReport } from '../ops/log-watch.js';
import type { Relay } from '../relay.js';
import { admissionSettings, webhookSettings } from './admission-settings.js';
import { isLoopback } from './addresses.js';
import { describeOptions } from './option-table.js';
import { RELAY_OPTIONS } from './options.js';
import { logSettings, metricsSettings, relaySettings, servedOf } from './relay-settings.js';
import { type Settings, readSettings } from './settings.js';
import { readFolders, start, stderrLogger } from './start.js';
import { certificateSource } from './tls.js';

export const RELAY_HELP = `Usage: call-elements relay [options]

Runs the signaling relay: one WebSocket port through which pages find and call each other.
GET /healthz and /readyz say how it is. SIGTERM asks clients to come back later, and ends;
SIGHUP reads the certificate again. Each option can also be set in the environment, as
CALL_ELEMENTS_ and its name (CALL_ELEMENTS_MAX_BURST), and in a JSON file (--config); the
command line counts before the environment, that before the file.

Options:
${describeOptions(RELAY_OPTIONS)}`;

function announce(relay: Relay, settings: Settings): readonly string[] {
  const isLocal = isLoopback(settings.text('host') ?? '');
  const hint = isLocal ? ['(this machine only; --host 0.0.0.0 lets others connect)'] : [];
  const serves = servedOf(settings).length > 0;
  const pages = serves ? [`and serves pages on ${relay.url.replace(/^ws/, 'http')}/`] : [];
  return ['call-elements relay listens on', `${relay.url}/`, ...pages, ...hint];
}

export async function runRelay(words: readonly string[], environment = process.env): Promise<void> {
  const settings = readSettings(RELAY_OPTIONS, words, environment);
  if (settings.flag('help')) {
    console.log(RELAY_HELP);
    return;
  }
  const certificates = certificateSource(settings);
  if (settings.flag('print-config')) {
    console.log(settings.print());
    return;
  }
  const relay = relaySettings(settings);
  const logger = stderrLogger(logSettings(settings));
  const onFailed = keysReport(logger);
  const hub = { ...relay.hub, ...(await admissionSettings(settings, { onFailed })) };
  await start({
    relay: { ...relay, hub, files: readFolders(servedOf(settings), settings.ownFiles()) },
    certificates,
    logger,
    metrics: metricsSettings(settings),
    webhook: webhookSettings(settings),
    announce: (relay) => announce(relay, settings),
  });
}
