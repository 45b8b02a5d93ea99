/** The options of both commands: the one table that command line, environment, file, help and documents follow. */
import { DEFAULT_LIMITS, DEFAULT_PORT } from '../../src/protocol/index.js';
import { AUDIENCES } from '../hub/policy.js';
import { DEFAULT_HUB_OPTIONS, DEFAULT_RELAY_LIMITS } from '../limits.js';
import { LOG_FORMATS, LOG_LEVELS } from '../ops/logger.js';
import { DEFAULT_ADDRESS_OPTIONS } from '../relay/address-limit.js';
import { DEFAULT_PROXY_TRUST } from '../relay/client-address.js';
import { ADMISSION_OPTIONS } from './admission-options.js';
import { checkHost, checkNetwork, checkOrigin, checkServed } from './checks.js';
import type { OptionTable } from './option-table.js';

const { rate, rings, ping } = DEFAULT_HUB_OPTIONS;
const PRESENCE_POLICIES = Object.keys(AUDIENCES);
const MILLION = 1_000_000;
const HOUR_MS = 3_600_000;

const HELP: OptionTable = { help: { kind: 'flag', wordOnly: true, help: 'show this text' } };

const PORT: OptionTable = {
  port: { kind: 'number', min: 0, max: 65_535, default: DEFAULT_PORT, help: 'port, 0 for any free one' },
};

const TLS: OptionTable = {
  https: { kind: 'flag', help: 'https and wss with a self-signed certificate, for trying out' },
  cert: {
    kind: 'text',
    isOwnFile: true,
    value: 'FILE',
    help: 'https and wss with this certificate (PEM), read again on SIGHUP',
  },
  key: { kind: 'text', isOwnFile: true, value: 'FILE', help: 'and this private key (PEM)' },
};

const ACCESS: OptionTable = {
  origin: {
    kind: 'list',
    value: 'URL',
    check: checkOrigin,
    help: 'origins whose pages may connect; "*" for all (otherwise: same host name)',
  },
  serve: { kind: 'list', value: '[/PATH=]DIR', check: checkServed, help: 'also serve the files of folders' },
};

const LIMITS: OptionTable = {
  'max-connections': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_RELAY_LIMITS.maxConnections,
    help: 'sockets open at once',
  },
  'max-messages-per-second': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: rate.perSecond,
    help: 'per socket, in the long run',
  },
  'max-burst': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: rate.burst,
    help: 'messages of a socket at once',
  },
  'max-rings-per-minute': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: rings.burst,
    help: 'new calls from one person to another, also at once',
  },
  'max-frame-bytes': {
    kind: 'number',
    min: 1_024,
    max: 16 * 1024 * 1024,
    default: DEFAULT_LIMITS.frameBytes,
    help: 'bytes of one message',
  },
  'max-buffered-bytes': {
    kind: 'number',
    min: 1_024,
    max: 1024 * 1024 * 1024,
    default: DEFAULT_RELAY_LIMITS.maxBufferedBytes,
    help: 'bytes a client may be behind before it is cut off',
  },
  'no-broadcast-unknown': { kind: 'flag', help: 'refuse messages of unknown types that name no target' },
};

const ROOMS: OptionTable = {
  presence: {
    kind: 'text',
    value: 'POLICY',
    choices: PRESENCE_POLICIES,
    default: DEFAULT_HUB_OPTIONS.presence,
    help: `who sees whom: ${PRESENCE_POLICIES.join(', ')}`,
  },
  'max-room-users': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_HUB_OPTIONS.roomUsers,
    help: 'sessions in one room',
  },
  'max-absent': {
    kind: 'number',
    min: 0,
    max: MILLION,
    default: DEFAULT_HUB_OPTIONS.maxAbsent,
    help: 'sessions that may wait for their client to come back',
  },
};

const ADDRESSES: OptionTable = {
  'address-max-connections': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_ADDRESS_OPTIONS.maxSockets,
    help: 'sockets open at once from one address (IPv6: from one /64)',
  },
  'address-connects-per-second': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_ADDRESS_OPTIONS.rate.perSecond,
    help: 'new connections from one address, in the long run',
  },
  'address-connects-burst': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_ADDRESS_OPTIONS.rate.burst,
    help: 'new connections from one address at once',
  },
  'address-rings-per-minute': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_HUB_OPTIONS.addressRings.burst,
    help: 'new calls from one address, also at once',
  },
  'address-max-absent': {
    kind: 'number',
    min: 0,
    max: MILLION,
    default: DEFAULT_HUB_OPTIONS.maxAbsentPerAddress,
    help: 'sessions from one address that may wait for their client to come back',
  },
  'address-max-room-users': {
    kind: 'number',
    min: 1,
    max: MILLION,
    default: DEFAULT_HUB_OPTIONS.roomUsersPerAddress,
    help: 'sessions from one address in one room',
  },
  'address-unlimited': {
    kind: 'list',
    value: 'CIDR',
    check: checkNetwork,
    default: DEFAULT_ADDRESS_OPTIONS.except,
    help: 'networks for which none of the above holds',
  },
  'trust-proxy': {
    kind: 'list',
    value: 'CIDR',
    check: checkNetwork,
    help: 'networks of reverse proxies whose word about the address of a client counts',
  },
  'forwarded-header': {
    kind: 'text',
    value: 'NAME',
    choices: ['x-forwarded-for', 'forwarded'],
    default: DEFAULT_PROXY_TRUST.header,
    help: 'the header in which they say it',
  },
};

const milliseconds = (standard: number, help: string, min = 1): OptionTable[string] => ({
  kind: 'number',
  min,
  max: HOUR_MS,
  default: standard,
  help,
});

const TIMES: OptionTable = {
  'handshake-timeout-ms': milliseconds(
    DEFAULT_RELAY_LIMITS.handshakeTimeoutMs,
    'for a socket to ask for something',
  ),
  'hello-timeout-ms': milliseconds(DEFAULT_RELAY_LIMITS.helloTimeoutMs, 'for a client to ask for a name'),
  'ping-interval-ms': milliseconds(ping.intervalMs, 'after which a client is asked for a sign of life', 100),
  'ping-timeout-ms': milliseconds(ping.timeoutMs, 'for it to give one', 100),
  'resume-grace-ms': milliseconds(
    DEFAULT_HUB_OPTIONS.resumeGraceMs,
    'for which a session waits for a client that was lost',
    0,
  ),
  'leaving-grace-ms': milliseconds(
    DEFAULT_HUB_OPTIONS.leavingGraceMs,
    'for which it waits for a page that went away',
    0,
  ),
  'drain-spread-ms': milliseconds(
    DEFAULT_RELAY_LIMITS.drainSpreadMs,
    'over which clients come back after a restart',
    0,
  ),
  'drain-deadline-ms': milliseconds(
    DEFAULT_RELAY_LIMITS.drainDeadlineMs,
    'after which sockets are cut on shutdown',
    0,
  ),
};

const OPERATION: OptionTable = {
  'log-level': {
    kind: 'text',
    value: 'LEVEL',
    choices: LOG_LEVELS,
    default: 'info',
    help: LOG_LEVELS.join(', '),
  },
  'log-format': {
    kind: 'text',
    value: 'FORMAT',
    choices: LOG_FORMATS,
    default: 'json',
    help: LOG_FORMATS.join(' or '),
  },
  'metrics-port': {
    kind: 'number',
    min: 0,
    max: 65_535,
    help: 'serve /metrics, /healthz and /readyz on a port of their own',
  },
  'metrics-host': {
    kind: 'text',
    value: 'H',
    check: checkHost,
    default: '127.0.0.1',
    help: 'and its address',
  },
};

const CONFIGURATION: OptionTable = {
  config: { kind: 'text', isOwnFile: true, value: 'FILE', help: 'read options from a JSON file too' },
  'print-config': { kind: 'flag', wordOnly: true, help: 'print what holds and where it was said, and end' },
};

export const RELAY_OPTIONS: OptionTable = {
  ...PORT,
  host: {
    kind: 'text',
    value: 'H',
    check: checkHost,
    default: '127.0.0.1',
    help: 'address to listen on, 0.0.0.0 for all',
  },
  ...ACCESS,
  ...ADMISSION_OPTIONS,
  ...TLS,
  ...LIMITS,
  ...ROOMS,
  ...ADDRESSES,
  ...TIMES,
  ...OPERATION,
  ...CONFIGURATION,
  ...HELP,
};

export const DEMO_OPTIONS: OptionTable = {
  ...PORT,
  host: {
    kind: 'text',
    value: 'H',
    check: checkHost,
    default: '0.0.0.0',
    help: 'address to listen on, 0.0.0.0 for all',
  },
  ...TLS,
  ...HELP,
};
