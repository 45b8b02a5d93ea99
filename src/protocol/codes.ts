/**
 * Every word and number that both ends must spell the same: why a call ended, what an `error` says, why a socket
 * closed. Words only; what an end does about them is decided elsewhere.
 */

/** `hang-up.reason`: the only spelling, on the wire, in events and in the docs. */
export const HANG_UP_REASONS = [
  'ended',
  'declined',
  'busy',
  'cancelled',
  'no-answer',
  'answered-elsewhere',
  'glare',
  'media-failed',
  'ice-failed',
  'ice-timeout',
  'peer-left',
  'error',
] as const;
export type HangUpReason = (typeof HANG_UP_REASONS)[number];

/** `error.code`: what a server refuses, and why. */
export const ERROR_CODES = [
  'bad-request',
  'unsupported-version',
  'unauthorized',
  'token-expired',
  'name-taken',
  'name-invalid',
  'room-full',
  'forbidden',
  'peer-unavailable',
  'too-large',
  'rate-limited',
  'turn-auth',
  'unavailable',
  'internal',
] as const;
export type WireErrorCode = (typeof ERROR_CODES)[number];

/**
 * WebSocket close codes (RFC 6455, section 7.4). 44xx: reconnect with backoff. 45xx: do not reconnect.
 */
export const CLOSE = {
  leaving: 1001,
  policy: 1008,
  tooLarge: 1009,
  restart: 1012,
  overload: 1013,
  tokenExpired: 4401,
  rateLimited: 4408,
  slowConsumer: 4411,
  noHeartbeat: 4412,
  protocol: 4500,
  replaced: 4501,
  banned: 4503,
} as const;

/** Whether the server asked the client to stay away (45xx). */
export const isFinalClose = (code: number): boolean => code >= 4500 && code < 4600;

/** Whether the server asked the client to wait before it comes back (44xx, and 1013: try again later). */
export const isBackOffClose = (code: number): boolean =>
  code === CLOSE.overload || (code >= 4400 && code < 4500);

/** What a page or relay can do beyond the base profile; sent as `id.caps` and `hello.caps`. */
export const CAPABILITIES = {
  /** Call ids, ringing, accept, reasons. */
  call: 'call',
  /** `presence` (full, then deltas) instead of `userlist`. */
  presence: 'presence',
  /** Answers a JSON `ping` with `pong`. */
  heartbeat: 'heartbeat',
  /** Counts what it is sent, so that a session goes on over another connection without a loss. */
  resume: 'resume',
} as const;

export const ALL_CAPABILITIES: readonly string[] = Object.values(CAPABILITIES);

/** The protocol version this code speaks; an `id` without `v` is a legacy server. */
export const PROTOCOL_VERSION = 1;

/** The WebSocket subprotocol (the reference server requires it) and the default port. */
export const SUBPROTOCOL = 'json';
export const DEFAULT_PORT = 6503;
