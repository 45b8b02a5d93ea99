/** `call-elements relay`: what an operator runs. Turns options into a relay; knows nothing of messages. */
import type { Relay } from '../relay.js';
import { isLoopback } from './addresses.js';
import { RELAY_OPTIONS, hostOf, portOf, relaySettings, servedOf } from './options.js';
import { type Values, describeOptions, parseOptions, stringOf } from './parse.js';
import { readFolders, start } from './start.js';
import { loadCertificate } from './tls.js';

export const RELAY_HELP = `Usage: call-elements relay [options]

Runs the signaling relay: one WebSocket port through which pages find and call each other.
GET /healthz answers "ok". SIGTERM asks clients to come back later, and ends.

Options:
${describeOptions(RELAY_OPTIONS)}`;

function announce(relay: Relay, host: string, serves: boolean): readonly string[] {
  const hint = isLoopback(host) ? ['(this machine only; --host 0.0.0.0 lets others connect)'] : [];
  const pages = serves ? [`and serves pages on ${relay.url.replace(/^ws/, 'http')}/`] : [];
  return ['call-elements relay listens on', `${relay.url}/`, ...pages, ...hint];
}

const certificateOf = (values: Values): ReturnType<typeof loadCertificate> =>
  loadCertificate(stringOf(values, 'cert'), stringOf(values, 'key'), values.https === true);

export async function runRelay(words: readonly string[]): Promise<void> {
  const values = parseOptions(RELAY_OPTIONS, words);
  if (values.help === true) {
    console.log(RELAY_HELP);
    return;
  }
  const host = hostOf(values, '127.0.0.1');
  const options = {
    ...relaySettings(values),
    port: portOf(values),
    host,
    files: readFolders(servedOf(values)),
  };
  const tls = await certificateOf(values);
  await start({ ...options, ...(tls ? { tls } : {}) }, (relay) =>
    announce(relay, host, servedOf(values).length > 0),
  );
}
