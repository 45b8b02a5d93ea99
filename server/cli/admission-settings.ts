/**
 * Who is admitted, who may use which TURN server and who hears of missed calls, as an operator has set it. Reads secrets and
 * keys from files.
 */
import { readFileSync } from 'node:fs';
import { loadAuthModule } from '../auth/auth-module.js';
import type { Authenticate, GrantIce } from '../auth/identity.js';
import { MIN_SECRET_BYTES, type TokenOptions, tokenAuthentication } from '../auth/jwt.js';
import { KeySet, type KeySetPorts } from '../auth/key-set.js';
import { loadJose } from '../auth/load-jose.js';
import { keysAddress, keysFromFile, keysFromUrl } from '../auth/load-jwks.js';
import { operatorFunction } from '../auth/operator-function.js';
import { DEFAULT_HUB_OPTIONS, type HubOptions } from '../limits.js';
import { turnGrants } from '../turn/turn-grants.js';
import type { WebhookOptions } from '../webhook/webhook.js';
import type { Settings } from './settings.js';
import { StartError, UsageError, explain } from './usage-error.js';

/** What an operator should hear of while the relay runs. */
export type AdmissionReports = Pick<KeySetPorts, 'onFailed'>;

/** Of the time that the hub waits; the rest is for keys that are known already, which still count when new ones do not come. */
const KEYS_SHARE = 2 / 3;

/** The text of a file, without the end of line that editors put there. */
function readSecret(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw explain(error, `--${option}: ${path}`);
  }
}

function secretText(option: string, path: string): string {
  const secret = readSecret(option, path);
  if (secret !== '') return secret;
  throw new StartError(`--${option}: ${path} is empty`);
}

function sharedSecret(path: string): Uint8Array {
  const secret = Buffer.from(readSecret('auth-secret-file', path));
  if (secret.byteLength >= MIN_SECRET_BYTES) return secret;
  throw new StartError(`--auth-secret-file: ${path} must hold at least ${String(MIN_SECRET_BYTES)} bytes`);
}

/** A file is read now, so that a wrong one is told now; an address may come up later than the relay. */
async function publishedKeys(place: string, timeoutMs: number, reports: AdmissionReports): Promise<KeySet> {
  const jose = await loadJose();
  const monotonic = (): number => performance.now();
  if (/^\w+:\/\//.test(place)) {
    const url = keysAddress(place);
    if (!url)
      throw new UsageError(
        '--auth-jwks must be an https address without a password (http only on this machine) or a file',
      );
    const published = new KeySet(jose, { load: keysFromUrl(url, timeoutMs), monotonic, ...reports });
    void published.prepare();
    return published;
  }
  const keys = new KeySet(jose, { load: keysFromFile(place), monotonic, ...reports });
  await keys.load().catch((error: unknown) => {
    throw explain(error, `--auth-jwks: ${place}`);
  });
  return keys;
}

const authTimeoutOf = (settings: Settings): number =>
  settings.number('auth-timeout-ms') ?? DEFAULT_HUB_OPTIONS.authTimeoutMs;

async function keysOf(
  settings: Settings,
  reports: AdmissionReports,
): Promise<TokenOptions['keys'] | undefined> {
  const [secret, jwks] = [settings.text('auth-secret-file'), settings.text('auth-jwks')];
  if (secret !== undefined) return sharedSecret(secret);
  const timeoutMs = Math.round(authTimeoutOf(settings) * KEYS_SHARE);
  return jwks === undefined ? undefined : publishedKeys(jwks, timeoutMs, reports);
}

/** The one who vouches for clients; undefined where nobody does. */
async function authenticateOf(
  settings: Settings,
  reports: AdmissionReports,
): Promise<Authenticate | undefined> {
  const ways = ['auth-secret-file', 'auth-jwks', 'auth-module'].filter((name) => settings.isGiven(name));
  if (ways.length > 1) throw new UsageError(`--${ways.join(' and --')} exclude each other`);
  const [issuer, audience] = [settings.text('auth-issuer'), settings.text('auth-audience')];
  const keys = await keysOf(settings, reports);
  if (keys) {
    return tokenAuthentication({
      keys,
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    });
  }
  if (issuer !== undefined || audience !== undefined) {
    throw new UsageError('--auth-issuer and --auth-audience need --auth-secret-file or --auth-jwks');
  }
  const path = settings.text('auth-module');
  if (path !== undefined) return operatorFunction(await loadAuthModule(path));
  if (settings.isGiven('auth-timeout-ms')) {
    throw new UsageError('--auth-timeout-ms needs --auth-secret-file, --auth-jwks or --auth-module');
  }
  return undefined;
}

function grantIceOf(settings: Settings, isVouched: boolean): GrantIce | undefined {
  const [urls, file] = [settings.list('turn-url'), settings.text('turn-secret-file')];
  if (urls.length > 0 !== (file !== undefined)) {
    throw new UsageError('--turn-url and --turn-secret-file come together');
  }
  if (file === undefined) return undefined;
  const [anonymous, ttlMs] = [settings.flag('turn-anonymous'), settings.number('turn-ttl-ms')];
  if (!isVouched && !anonymous) {
    throw new UsageError('--turn-url is of use to nobody without --auth-… or --turn-anonymous');
  }
  const secret = secretText('turn-secret-file', file);
  return turnGrants({ urls, secret, anonymous, ...(ttlMs === undefined ? {} : { ttlMs }) });
}

/** Who hears of missed calls; undefined where nobody does. */
export function webhookSettings(settings: Settings): Pick<WebhookOptions, 'url' | 'secret'> | undefined {
  const [url, file] = [settings.text('webhook'), settings.text('webhook-secret-file')];
  if (url === undefined && file === undefined) return undefined;
  if (url === undefined || file === undefined) {
    throw new UsageError('--webhook and --webhook-secret-file come together');
  }
  return { url: new URL(url), secret: secretText('webhook-secret-file', file) };
}

/** Both, as the hub takes them. */
export async function admissionSettings(
  settings: Settings,
  reports: AdmissionReports = {},
): Promise<Partial<Pick<HubOptions, 'authenticate' | 'authTimeoutMs' | 'grantIce'>>> {
  const authenticate = await authenticateOf(settings, reports);
  const grantIce = grantIceOf(settings, authenticate !== undefined);
  if (settings.text('presence') === 'agents' && !authenticate) {
    throw new UsageError(
      '--presence agents shows nobody to anybody without --auth-…, which says who is an agent',
    );
  }
  const admission = authenticate ? { authenticate, authTimeoutMs: authTimeoutOf(settings) } : {};
  return { ...admission, ...(grantIce ? { grantIce } : {}) };
}
