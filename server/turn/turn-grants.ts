/**
 * Credentials for a TURN server that shares a secret with the relay ("use-auth-secret" of coturn, the TURN REST API of
 * draft-uberti-behave-turn-rest): short-lived, one per user, and made without asking the server. It keeps nothing.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { GrantIce } from '../auth/identity.js';

export interface TurnOptions {
  /** `turn:` and `turns:` addresses, all of servers with this secret. */
  readonly urls: readonly string[];
  /** `static-auth-secret` of the servers. */
  readonly secret: string;
  /** How long credentials are good. */
  readonly ttlMs?: number;
  /** Whether clients that nobody vouches for get credentials, too: then everybody may use the servers. */
  readonly anonymous?: boolean;
  /** Milliseconds since 1970, for tests. */
  readonly now?: () => number;
}

export const DEFAULT_TURN_TTL_MS = 3_600_000;
/** From a minute to a day: the longer, the longer somebody can use what they stole. */
export const TURN_TTL_MS = { min: 60_000, max: 86_400_000 } as const;

/** An address as a browser takes it (RFC 7065): with a user name in it, it would be none. */
export const isTurnUrl = (url: string): boolean =>
  /^turns?:([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?(\?transport=(udp|tcp))?$/i.test(url);

/**
 * Who it is, for the server's quotas and its log: the same for all of a user's sessions, no colon, and not to be turned
 * back into the subject by whoever reads the log.
 */
const userPart = (secret: string, subject: string | undefined): string =>
  subject === undefined
    ? randomBytes(12).toString('base64url')
    : createHmac('sha256', secret).update(`call-elements user ${subject}`).digest('base64url').slice(0, 16);

/** The password for a user name, as the server will compute it. */
const credentialFor = (secret: string, username: string): string =>
  createHmac('sha1', secret).update(username).digest('base64');

export function turnGrants(options: TurnOptions): GrantIce {
  const { urls, secret, ttlMs = DEFAULT_TURN_TTL_MS, anonymous = false, now = Date.now } = options;
  return (identity) => {
    if (!identity && !anonymous) return undefined;
    const expiresAtS = Math.floor((now() + ttlMs) / 1000);
    const username = `${String(expiresAtS)}:${userPart(secret, identity?.subject)}`;
    return {
      iceServers: [{ urls: [...urls], username, credential: credentialFor(secret, username) }],
      ttlMs,
    };
  };
}
