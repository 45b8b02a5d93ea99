/** Runs a relay in the foreground until it is told to end. Prints where it is; says in one line why it cannot be. */
import { type Relay, type RelayOptions, createRelay } from '../relay.js';
import { type Served, type StaticFiles, loadStaticFiles, mergeStaticFiles } from '../static-files.js';
import { StartError, explain } from './usage-error.js';

/** Reads the folders to serve; earlier ones win, and the message names the one that cannot be read. */
export function readFolders(served: readonly Served[]): StaticFiles {
  const maps = served.map((one) => {
    try {
      return loadStaticFiles(one);
    } catch (error) {
      throw explain(error, one.directory);
    }
  });
  return mergeStaticFiles(maps);
}

function explainListen(error: unknown, { host = '127.0.0.1', port = 0 }: RelayOptions): StartError {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const place = `${host}:${String(port)}`;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `port ${String(port)} is in use: stop the other program, or choose one with --port`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(`${place} may not be listened on: choose a port above 1023 with --port`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`${host} is no address of this machine: choose another with --host`);
  }
  if (code?.startsWith('ERR_OSSL')) {
    return new StartError('the certificate or its key cannot be used: both must be PEM and belong together');
  }
  return new StartError(
    `cannot listen on ${place}: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** On the first signal clients are asked to come back later; on the second the process ends at once. */
function endOnSignals(relay: Relay): void {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) process.exit(1);
    isEnding = true;
    void relay.drain('shutdown').then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

const logFault = (error: unknown): void => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(JSON.stringify({ level: 'error', event: 'fault', error: text }));
};

/** Listens, prints what `announce` says, and stays. */
export async function start(
  options: RelayOptions,
  announce: (relay: Relay) => readonly string[],
): Promise<void> {
  let relay: Relay;
  try {
    relay = createRelay({ ...options, onFault: logFault });
    await relay.ready;
  } catch (error) {
    throw explainListen(error, options);
  }
  endOnSignals(relay);
  console.log(announce(relay).join('\n'));
}
