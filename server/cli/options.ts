/** The options of both commands, as a table for parsing and help, and their values as the relay takes them. */
import { DEFAULT_LIMITS, DEFAULT_PORT } from '../../src/protocol/index.js';
import { DEFAULT_HUB_OPTIONS, DEFAULT_RELAY_LIMITS } from '../limits.js';
import type { RelayOptions } from '../relay.js';
import type { Served } from '../static-files.js';
import { VERSION } from './package-root.js';
import { type OptionTable, type Values, numberOf, stringOf, stringsOf } from './parse.js';
import { UsageError } from './usage-error.js';

const HELP: OptionTable = { help: { type: 'boolean', help: 'show this text' } };

const PORT: OptionTable = {
  port: { type: 'string', value: 'N', help: `port, 0 for any free one (default ${String(DEFAULT_PORT)})` },
};

const TLS: OptionTable = {
  https: { type: 'boolean', help: 'https and wss with a self-signed certificate, for trying out' },
  cert: { type: 'string', value: 'FILE', help: 'https and wss with this certificate (PEM)' },
  key: { type: 'string', value: 'FILE', help: 'and this private key (PEM)' },
};

const { rate } = DEFAULT_HUB_OPTIONS;

export const RELAY_OPTIONS: OptionTable = {
  ...PORT,
  host: { type: 'string', value: 'H', help: 'address to listen on (default 127.0.0.1; 0.0.0.0 for all)' },
  origin: {
    type: 'string',
    multiple: true,
    value: 'URL',
    help: 'origin whose pages may connect, repeatable; "*" for all (default: same host name)',
  },
  serve: {
    type: 'string',
    multiple: true,
    value: '[/PATH=]DIR',
    help: 'also serve the files of a folder, repeatable',
  },
  ...TLS,
  'max-connections': {
    type: 'string',
    value: 'N',
    help: `sockets open at once (default ${String(DEFAULT_RELAY_LIMITS.maxConnections)})`,
  },
  'max-messages-per-second': {
    type: 'string',
    value: 'N',
    help: `per socket, in the long run (default ${String(rate.perSecond)})`,
  },
  'max-burst': { type: 'string', value: 'N', help: `messages at once (default ${String(rate.burst)})` },
  'max-frame-bytes': {
    type: 'string',
    value: 'N',
    help: `bytes of one message (default ${String(DEFAULT_LIMITS.frameBytes)})`,
  },
  'no-broadcast-unknown': {
    type: 'boolean',
    help: 'refuse messages of unknown types that name no target',
  },
  ...HELP,
};

export const DEMO_OPTIONS: OptionTable = {
  ...PORT,
  host: { type: 'string', value: 'H', help: 'address to listen on (default 0.0.0.0: all)' },
  ...TLS,
  ...HELP,
};

export const portOf = (values: Values): number => numberOf(values, 'port', 0, 65_535) ?? DEFAULT_PORT;

export function hostOf(values: Values, fallback: string): string {
  const host = stringOf(values, 'host') ?? fallback;
  if (host === '' || /[\s/]/.test(host)) {
    throw new UsageError(`--host must be a name or an address, not ${JSON.stringify(host)}`);
  }
  return host;
}

/** Scheme, host and port, as the browser will say them: whatever else is written could never match a page. */
function checkOrigin(origin: string): string {
  if (origin === '*') return origin;
  if (/^https?:\/\/[^/?#@*\\\s]+\/?$/i.test(origin) && URL.canParse(origin)) return new URL(origin).origin;
  const hint = origin.includes('*') ? ' (no patterns: name each one, or "*" alone for all)' : '';
  throw new UsageError(`--origin must be like https://example.com${hint}, not ${JSON.stringify(origin)}`);
}

/** `DIR` appears at the root, `/path=DIR` below `/path/`. */
function parseServed(text: string): Served {
  const [, path = '', directory = text] = /^(\/[^=]*)=(.*)$/.exec(text) ?? [];
  if (directory === '') throw new UsageError(`--serve needs a folder, not ${JSON.stringify(text)}`);
  return { prefix: path.endsWith('/') ? path : `${path}/`, directory };
}

export const servedOf = (values: Values): readonly Served[] => stringsOf(values, 'serve').map(parseServed);

const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** What `relay` was told about origins and limits, over the defaults. */
export function relaySettings(values: Values): Pick<RelayOptions, 'origins' | 'hub' | 'limits'> {
  const perSecond = numberOf(values, 'max-messages-per-second', 1, 1_000_000) ?? rate.perSecond;
  const burst = numberOf(values, 'max-burst', 1, 1_000_000) ?? Math.max(rate.burst, perSecond);
  const frameBytes = numberOf(values, 'max-frame-bytes', 1_024, 16 * 1024 * 1024);
  return {
    origins: stringsOf(values, 'origin').map(checkOrigin),
    hub: {
      server: `call-elements/${VERSION}`,
      rate: { perSecond, burst },
      limits: { ...DEFAULT_LIMITS, ...defined({ frameBytes }) },
      broadcastUnknown: values['no-broadcast-unknown'] !== true,
    },
    limits: defined({ maxConnections: numberOf(values, 'max-connections', 1, 1_000_000) }),
  };
}
