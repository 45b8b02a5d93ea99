/** What an operator has set, as the relay takes it. No defaults of its own: those stand in the table. */
import { DEFAULT_LIMITS } from '../../src/protocol/index.js';
import type { PresencePolicy } from '../hub/policy.js';
import type { RateLimit } from '../hub/token-bucket.js';
import { DEFAULT_HUB_OPTIONS } from '../limits.js';
import { LOG_FORMATS, LOG_LEVELS, type LoggerOptions } from '../ops/logger.js';
import type { ForwardedHeader } from '../relay/client-address.js';
import type { RelayOptions } from '../relay.js';
import type { Served } from '../static-files.js';
import { parseServed } from './checks.js';
import { VERSION } from './package-root.js';
import type { Settings } from './settings.js';
import { UsageError } from './usage-error.js';

/** Only what has a value, so that what is absent does not hide a default. */
const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

export const servedOf = (settings: Settings): readonly Served[] => settings.list('serve').map(parseServed);

/** A burst smaller than what may come in a second makes no sense; where nobody said one, it follows. */
function rateOf(
  settings: Settings,
  perSecondName: string,
  burstName: string,
): { perSecond: number; burst: number } {
  const perSecond = settings.number(perSecondName) ?? 1;
  const burst = settings.number(burstName) ?? perSecond;
  return { perSecond, burst: settings.isGiven(burstName) ? burst : Math.max(burst, perSecond) };
}

/** A minute's calls may also come at once. */
const perMinute = (count: number): RateLimit => ({ perSecond: count / 60, burst: count });

function hubSettings(settings: Settings): NonNullable<RelayOptions['hub']> {
  const frameBytes = settings.number('max-frame-bytes');
  const { ping } = DEFAULT_HUB_OPTIONS;
  const times = {
    intervalMs: settings.number('ping-interval-ms'),
    timeoutMs: settings.number('ping-timeout-ms'),
  };
  return {
    server: `call-elements/${VERSION}`,
    rate: rateOf(settings, 'max-messages-per-second', 'max-burst'),
    rings: perMinute(settings.number('max-rings-per-minute') ?? DEFAULT_HUB_OPTIONS.rings.burst),
    addressRings: perMinute(
      settings.number('address-rings-per-minute') ?? DEFAULT_HUB_OPTIONS.addressRings.burst,
    ),
    limits: { ...DEFAULT_LIMITS, ...defined({ frameBytes }) },
    ping: { ...ping, ...defined(times) },
    broadcastUnknown: !settings.flag('no-broadcast-unknown'),
    ...defined({
      presence: settings.text('presence') as PresencePolicy | undefined,
      roomUsers: settings.number('max-room-users'),
      roomUsersPerAddress: settings.number('address-max-room-users'),
      maxAbsent: settings.number('max-absent'),
      maxAbsentPerAddress: settings.number('address-max-absent'),
      resumeGraceMs: settings.number('resume-grace-ms'),
      leavingGraceMs: settings.number('leaving-grace-ms'),
    }),
  };
}

function originsOf(settings: Settings): readonly string[] {
  const origins = settings.list('origin');
  if (!origins.includes('*') || origins.length === 1) return origins;
  throw new UsageError('--origin "*" is every page on the web: leave it out, or all others');
}

/** All of a relay but its certificate and its files, which have to be read first. */
export function relaySettings(settings: Settings): RelayOptions {
  return {
    ...defined({ port: settings.number('port'), host: settings.text('host') }),
    origins: originsOf(settings),
    hub: hubSettings(settings),
    limits: defined({
      maxConnections: settings.number('max-connections'),
      maxBufferedBytes: settings.number('max-buffered-bytes'),
      handshakeTimeoutMs: settings.number('handshake-timeout-ms'),
      helloTimeoutMs: settings.number('hello-timeout-ms'),
      drainSpreadMs: settings.number('drain-spread-ms'),
      drainDeadlineMs: settings.number('drain-deadline-ms'),
    }),
    addresses: {
      ...defined({ maxSockets: settings.number('address-max-connections') }),
      rate: rateOf(settings, 'address-connects-per-second', 'address-connects-burst'),
      except: settings.list('address-unlimited'),
    },
    proxies: {
      trusted: settings.list('trust-proxy'),
      ...defined({ header: settings.text('forwarded-header') as ForwardedHeader | undefined }),
    },
  };
}

/** Where figures are served, if they are. */
export function metricsSettings(settings: Settings): { port: number; host: string } | undefined {
  const port = settings.number('metrics-port');
  if (port === undefined && settings.isGiven('metrics-host')) {
    throw new UsageError('--metrics-host needs --metrics-port: without a port no figures are served');
  }
  return port === undefined ? undefined : { port, host: settings.text('metrics-host') ?? '127.0.0.1' };
}

export const logSettings = (settings: Settings): Pick<LoggerOptions, 'level' | 'format'> => ({
  level: LOG_LEVELS.find((level) => level === settings.text('log-level')) ?? 'info',
  format: LOG_FORMATS.find((format) => format === settings.text('log-format')) ?? 'json',
});
