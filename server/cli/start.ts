/** Runs a relay in the foreground until it is told to end. Prints where it is; says in one line why it cannot be. */
import { realpathSync } from 'node:fs';
import type { HubOptions } from '../limits.js';
import { type Relay, type RelayOptions, createRelay } from '../relay.js';
import { type Served, type StaticFiles, loadStaticFiles, mergeStaticFiles } from '../static-files.js';
import { describeFault, logWatch } from '../ops/log-watch.js';
import { type Logger, type LoggerOptions, createLogger } from '../ops/logger.js';
import { lostWebhooks, metricsWatch, relayGauges } from '../ops/metrics-watch.js';
import { Metrics } from '../ops/metrics.js';
import { type OpsServer, startOpsServer } from '../ops/ops-server.js';
import { processMetrics } from '../ops/process-metrics.js';
import { type LostReason, Webhook, type WebhookOptions } from '../webhook/webhook.js';
import { VERSION } from './package-root.js';
import type { CertificateSource } from './tls.js';
import { StartError, explain } from './usage-error.js';

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // An address, or a file that is not there, which whoever reads it will say.
    return undefined;
  }
}

/** Reads the folders to serve, without `ownFiles`; earlier ones win, and the message names the one that cannot be read. */
export function readFolders(served: readonly Served[], ownFiles: readonly string[] = []): StaticFiles {
  const withheld = new Set(ownFiles.map(realPath).filter((path) => path !== undefined));
  const maps = served.map((one) => {
    try {
      return loadStaticFiles({ ...one, withheld });
    } catch (error) {
      throw explain(error, one.directory);
    }
  });
  return mergeStaticFiles(maps);
}

/** Which address could not be listened on, and the options that name another. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly options: { readonly host: string; readonly port: string };
}

/** Undefined where the fault is another one. */
function explainCertificate(error: unknown): StartError | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (!code?.startsWith('ERR_OSSL')) return undefined;
  return new StartError('the certificate or its key cannot be used: both must be PEM and belong together');
}

function explainListen(error: unknown, { host, port, options }: Place): StartError {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const place = `${host}:${String(port)}`;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `port ${String(port)} is in use: stop the other program, or choose one with ${options.port}`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(`${place} may not be listened on: choose a port above 1023 with ${options.port}`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`${host} is no address of this machine: choose another with ${options.host}`);
  }
  const badCertificate = explainCertificate(error);
  if (badCertificate) return badCertificate;
  return new StartError(
    `cannot listen on ${place}: ${error instanceof Error ? error.message : String(error)}`,
  );
}

export interface StartOptions {
  readonly relay: RelayOptions;
  readonly certificates: CertificateSource | undefined;
  readonly logger: Logger;
  /** Where figures are served; nowhere without it. */
  readonly metrics?: { readonly port: number; readonly host: string } | undefined;
  /** Who hears of missed calls. */
  readonly webhook?: Pick<WebhookOptions, 'url' | 'secret'> | undefined;
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
      const known = error instanceof StartError ? error : explainCertificate(error);
      const why = known ? { message: known.message } : describeFault(error);
      logger.log('error', 'certificate-kept', why);
    }
  };
  process.on('SIGHUP', () => void renew());
}

async function listen(options: RelayOptions): Promise<Relay> {
  const { host = '127.0.0.1', port = 0 } = options;
  try {
    const relay = createRelay(options);
    await relay.ready;
    return relay;
  } catch (error) {
    throw explainListen(error, { host, port, options: { host: '--host', port: '--port' } });
  }
}

/** Figures of the relay and of the process, on a listener of their own. */
async function serveMetrics(
  metrics: Metrics,
  relay: Relay,
  place: { readonly port: number; readonly host: string },
): Promise<OpsServer> {
  relayGauges(metrics, relay);
  processMetrics(metrics);
  try {
    return await startOpsServer({ ...place, isReady: () => relay.isReady, expose: () => metrics.expose() });
  } catch (error) {
    await relay.close();
    throw explainListen(error, { ...place, options: { host: '--metrics-host', port: '--metrics-port' } });
  }
}

/** Where the hub tells of missed calls; what gets lost on the way is logged and counted. */
function missedCalls(
  options: StartOptions['webhook'],
  logger: Logger,
  metrics: Metrics | undefined,
): Pick<HubOptions, 'onMissedCall'> {
  if (!options) return {};
  const lost = metrics && lostWebhooks(metrics);
  const onLost = (why: LostReason): void => {
    logger.log('warn', 'webhook-lost', { why });
    lost?.add(1, why);
  };
  const webhook = new Webhook({ ...options, onLost });
  return { onMissedCall: (missed) => webhook.missedCall(missed) };
}

export function stderrLogger(options: Pick<LoggerOptions, 'level' | 'format'>): Logger {
  // A log that nobody takes any more must not end the relay.
  process.stderr.on('error', () => undefined);
  return createLogger({ ...options, write: (line) => process.stderr.write(line) });
}

/** Listens, prints what `announce` says, and stays. */
export async function start(options: StartOptions): Promise<void> {
  const { certificates, logger, announce } = options;
  const metrics = options.metrics ? new Metrics() : undefined;
  const watches = [logWatch(logger), ...(metrics ? [metricsWatch(metrics)] : [])];
  const tls = await certificates?.load();
  const hub = { ...options.relay.hub, ...missedCalls(options.webhook, logger, metrics) };
  const relay = await listen({ ...options.relay, hub, ...(tls ? { tls } : {}), watches });
  const ops = metrics && options.metrics ? await serveMetrics(metrics, relay, options.metrics) : undefined;
  endOnSignals(relay, logger);
  renewOnHangup(relay, certificates, logger);
  const { node } = process.versions;
  const figures = ops ? { metrics: `${ops.url}/metrics` } : {};
  logger.log('info', 'started', { url: relay.url, ...figures, version: VERSION, node, pid: process.pid });
  console.log(announce(relay).join('\n'));
}
