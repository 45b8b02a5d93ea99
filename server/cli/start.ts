/** Runs a relay in the foreground until it is told to end. Prints where it is; says in one line why it cannot be. */
import { type Relay, type RelayOptions, createRelay } from '../relay.js';
import { type Served, type StaticFiles, loadStaticFiles, mergeStaticFiles } from '../static-files.js';
import { describeFault, logWatch } from '../ops/log-watch.js';
import { type Logger, type LoggerOptions, createLogger } from '../ops/logger.js';
import { VERSION } from './package-root.js';
import type { CertificateSource } from './tls.js';
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

export interface StartOptions {
  readonly relay: RelayOptions;
  readonly certificates: CertificateSource | undefined;
  readonly log: Pick<LoggerOptions, 'level' | 'format'>;
  /** The lines for the person who started it. */
  readonly announce: (relay: Relay) => readonly string[];
}

/** On the first signal clients are asked to come back later; on the second the process ends at once. */
function endOnSignals(relay: Relay, logger: Logger): void {
  let isEnding = false;
  const end = (reason: string, exitCode: number): void => {
    if (isEnding) process.exit(1);
    isEnding = true;
    void relay.drain(reason).then(() => {
      logger.log('info', 'stopped');
      process.exit(exitCode);
    });
  };
  process.on('SIGTERM', () => end('shutdown', 0));
  process.on('SIGINT', () => end('shutdown', 0));
  // A fault outside of everything that is guarded: nobody knows what it left undone, so a fresh process must go on.
  process.on('uncaughtException', (error) => {
    logger.log('error', 'uncaught', describeFault(error));
    end('fault', 1);
  });
}

/** The certificate's files are read again; a bad one is said, and the former stays. Nothing else is read again. */
function renewOnHangup(relay: Relay, certificates: CertificateSource | undefined, logger: Logger): void {
  const renew = async (): Promise<void> => {
    if (!certificates?.isRenewable) {
      logger.log('info', 'nothing-to-renew');
      return;
    }
    try {
      relay.renewCertificate(await certificates.load());
      logger.log('info', 'certificate-renewed');
    } catch (error) {
      const why = error instanceof StartError ? { message: error.message } : describeFault(error);
      logger.log('error', 'certificate-kept', why);
    }
  };
  process.on('SIGHUP', () => void renew());
}

/** Listens, prints what `announce` says, and stays. */
export async function start({ relay: options, certificates, log, announce }: StartOptions): Promise<void> {
  // A log that nobody takes any more must not end the relay.
  process.stderr.on('error', () => undefined);
  const logger = createLogger({ ...log, write: (line) => process.stderr.write(line) });
  const tls = await certificates?.load();
  const all = { ...options, ...(tls ? { tls } : {}), watches: [logWatch(logger)] };
  let relay: Relay;
  try {
    relay = createRelay(all);
    await relay.ready;
  } catch (error) {
    throw explainListen(error, options);
  }
  endOnSignals(relay, logger);
  renewOnHangup(relay, certificates, logger);
  const { node } = process.versions;
  logger.log('info', 'started', { url: relay.url, version: VERSION, node, pid: process.pid });
  console.log(announce(relay).join('\n'));
}
