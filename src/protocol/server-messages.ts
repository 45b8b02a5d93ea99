/** What a client may receive. The table is the run-time check and, through `Decoded`, the types. */
import { ERROR_CODES } from './codes.js';
import {
  type Decoded,
  type Shape,
  boolean,
  count,
  lenient,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  string,
} from './decode.js';
import { BOTH, PEER, addressed } from './shapes.js';

const userState = oneOf('available', 'busy', 'away', 'dnd', 'in-call', 'reconnecting');
/** Somebody in a list. */
export const decodePresenceUser = object({
  name: string,
  sid: string,
  caps: lenient(list(string)),
  state: lenient(userState),
});
const iceServer = object({
  urls: list(string),
  username: optional(string),
  credential: optional(string),
});

/** From the server alone; a client that sends one is refused. */
const FROM_SERVER = {
  id: {
    id: number,
    v: lenient(count),
    server: lenient(string),
    caps: lenient(list(string)),
    sid: lenient(string),
    epoch: lenient(string),
    ping: lenient(object({ intervalMs: count, timeoutMs: count })),
    limits: lenient(object({ nameLength: lenient(count), textLength: lenient(count) })),
  },
  rejectusername: {
    id: lenient(number),
    name: string,
    code: lenient(oneOf('taken', 'invalid', 'reserved')),
    requested: lenient(string),
  },
  session: {
    resumed: boolean,
    token: optional(string),
    seq: optional(count),
    gap: lenient(boolean),
    iceServers: lenient(list(iceServer)),
    iceTtlMs: lenient(count),
    authTtlMs: lenient(count),
  },
  userlist: { users: list(string), v: lenient(count), epoch: lenient(string) },
  presence: {
    epoch: string,
    v: count,
    full: optional(list(decodePresenceUser)),
    prev: optional(count),
    join: optional(list(decodePresenceUser)),
    leave: optional(list(string)),
    change: optional(list(object({ sid: string, name: optional(string), state: optional(userState) }))),
  },
  'peer-state': { name: string, sid: string, state: oneOf('reconnecting', 'online', 'left') },
  error: {
    code: lenient(oneOf(...ERROR_CODES)),
    message: lenient(string),
    re: lenient(string),
    call: lenient(object({ id: string })),
    target: lenient(string),
    mid: lenient(string),
    retryAfterMs: lenient(count),
    fatal: lenient(boolean),
  },
  goodbye: { reason: lenient(string), reconnectInMs: lenient(count) },
} as const satisfies Record<string, Shape>;

/** A legacy server stamps nothing, so a candidate may come without its sender's name. */
const TARGET = lenient(nullable(string));
export const SERVER_SHAPES = {
  ...FROM_SERVER,
  ...BOTH,
  ...addressed({ name: string, target: TARGET }),
  'new-ice-candidate': { ...PEER['new-ice-candidate'], name: lenient(string), target: TARGET },
} as const satisfies Record<string, Shape>;

/** Message by type, as a client receives it. */
export type ServerMessages = {
  [T in keyof typeof SERVER_SHAPES]: { readonly type: T } & Decoded<(typeof SERVER_SHAPES)[T]>;
};
export type ServerMessage = ServerMessages[keyof ServerMessages];

/** Types only a server may send. */
export const SERVER_ONLY_TYPES: ReadonlySet<string> = new Set(Object.keys(FROM_SERVER));
/** Types that travel from page to page. */
export const PEER_TYPES: ReadonlySet<string> = new Set(Object.keys(PEER));

export type PeerType = keyof typeof PEER;
/** Call control and media set-up as a client receives it. */
export type PeerMessage = ServerMessages[PeerType];

export type CandidateInit = NonNullable<ServerMessages['new-ice-candidate']['candidate']>;
export type OfferDescription = ServerMessages['video-offer']['sdp'];
export type AnswerDescription = ServerMessages['video-answer']['sdp'];
export type Description = OfferDescription | AnswerDescription;
export type PresenceUser = NonNullable<ServerMessages['presence']['full']>[number];
export type UserState = NonNullable<PresenceUser['state']>;
export type IceServer = NonNullable<ServerMessages['session']['iceServers']>[number];
export type CallMedia = NonNullable<NonNullable<ServerMessages['video-offer']['call']>['media']>;
