/** What an operator may set, and what holds if nothing is said: the relay's part and the hub's. Values only. */
import { DEFAULT_LIMITS, type Limits } from '../src/protocol/index.js';
import type { Authenticate, GrantIce } from './auth/identity.js';
import type { MissedCall } from './hub/missed-calls.js';
import type { PresencePolicy } from './hub/policy.js';
import type { RateLimit } from './hub/token-bucket.js';

export interface HubOptions {
  /** How the relay names itself in `id`. */
  readonly server: string;
  readonly limits: Limits;
  readonly rate: RateLimit;
  /** New calls from one person to another; what comes on top is refused and costs nothing more. */
  readonly rings: RateLimit;
  /** New calls from one network address to everybody; the same holds. */
  readonly addressRings: RateLimit;
  /** Told to clients, so that they know how long a silence means a dead socket. */
  readonly ping: { readonly intervalMs: number; readonly timeoutMs: number };
  /** Whether a type the protocol does not know goes to everybody when it names no target, as the sample does. */
  readonly broadcastUnknown: boolean;
  /** Who sees whom. */
  readonly presence: PresencePolicy;
  /** Sessions in one room; who comes over it is told so and closed with 4503. */
  readonly roomUsers: number;
  /** Of them, from one network address, those that wait for their client included; who comes over it is told the same. */
  readonly roomUsersPerAddress: number;
  /** Says who a client is, and admits it or not; without it everybody is admitted, as nobody in particular. */
  readonly authenticate?: Authenticate;
  /** How long `authenticate` may take; then nobody is admitted. */
  readonly authTimeoutMs: number;
  /** TURN and STUN servers for each client of version 1; without it there are none. */
  readonly grantIce?: GrantIce;
  /** Hears of each call that nobody answered; must not throw. */
  readonly onMissedCall?: (missed: MissedCall) => void;
  /** How long a session waits for its client after the connection was lost. */
  readonly resumeGraceMs: number;
  /** How long it waits when the page went away: a reload is back by then. */
  readonly leavingGraceMs: number;
  /** Sessions that may wait at once; a client that is lost on top of them has left. */
  readonly maxAbsent: number;
  /** Of them, from one network address: no fewer than the sockets it may have, which may all be lost at once. */
  readonly maxAbsentPerAddress: number;
}

export const DEFAULT_HUB_OPTIONS: HubOptions = {
  server: 'call-elements',
  limits: DEFAULT_LIMITS,
  rate: { perSecond: 10, burst: 100 },
  rings: { perSecond: 6 / 60, burst: 6 },
  addressRings: { perSecond: 60 / 60, burst: 60 },
  ping: { intervalMs: 7_000, timeoutMs: 4_000 },
  broadcastUnknown: true,
  presence: 'room',
  roomUsers: 500,
  roomUsersPerAddress: 100,
  authTimeoutMs: 3_000,
  resumeGraceMs: 30_000,
  leavingGraceMs: 8_000,
  maxAbsent: 20_000,
  maxAbsentPerAddress: 100,
};

export interface RelayLimits {
  /** Sockets open at once; who comes over it is told so and closed with 1013. */
  readonly maxConnections: number;
  /** Bytes a client may be behind, beside the largest frame sent to it, before it is cut off. */
  readonly maxBufferedBytes: number;
  /** How long a socket may take to ask for something over HTTP, a WebSocket included. */
  readonly handshakeTimeoutMs: number;
  /** How long a client may take to ask for a name, counted from the upgrade to a WebSocket. */
  readonly helloTimeoutMs: number;
  /** Changes of the user list are gathered at least this long and told together, longer where telling takes long. */
  readonly tickMs: number;
  /** How long a closing handshake may take. */
  readonly closeTimeoutMs: number;
  /** On shutdown clients are asked to come back within this time, evenly spread. */
  readonly drainSpreadMs: number;
  /** On shutdown, sockets still open after this are cut. */
  readonly drainDeadlineMs: number;
}

export const DEFAULT_RELAY_LIMITS: RelayLimits = {
  maxConnections: 20_000,
  maxBufferedBytes: 256 * 1024,
  handshakeTimeoutMs: 10_000,
  helloTimeoutMs: 5_000,
  tickMs: 50,
  closeTimeoutMs: 2_000,
  drainSpreadMs: 10_000,
  drainDeadlineMs: 5_000,
};
