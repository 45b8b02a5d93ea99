/**
 * Every message of the protocol, once: the tables below are both the run-time check and, through `Decoded`, the
 * types. Base fields are the reference sample's and keep their meaning; everything else is version 1 and optional.
 * Fields and directions are explained in docs/protocol.md.
 */
import { HANG_UP_REASONS, ERROR_CODES } from './codes.js';
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

const callRef = object({ id: string, n: lenient(count), pc: lenient(count) });
const callOffer = object({
  id: string,
  v: lenient(count),
  n: lenient(count),
  pc: lenient(count),
  media: lenient(object({ audio: boolean, video: boolean })),
  lifetimeMs: lenient(count),
});
const offerSdp = object({ type: oneOf('offer'), sdp: string });
const answerSdp = object({ type: oneOf('answer'), sdp: string });
const candidate = object({
  candidate: string,
  sdpMid: optional(nullable(string)),
  sdpMLineIndex: optional(nullable(count)),
  usernameFragment: optional(nullable(string)),
});
const userState = oneOf('available', 'busy', 'away', 'dnd', 'in-call', 'reconnecting');
const chosenState = oneOf('available', 'busy', 'away', 'dnd');
const user = object({ name: string, sid: string, caps: lenient(list(string)), state: lenient(userState) });
const iceServer = object({
  urls: list(string),
  username: optional(string),
  credential: optional(string),
});

/** From one page to another, through the server, which stamps `name`. */
const PEER = {
  'video-offer': { sdp: offerSdp, call: optional(callOffer), sid: lenient(string), toSid: lenient(string) },
  'video-answer': { sdp: answerSdp, call: optional(callRef), sid: lenient(string) },
  'new-ice-candidate': { candidate: nullable(candidate), call: optional(callRef) },
  'hang-up': { call: optional(object({ id: string })), reason: lenient(oneOf(...HANG_UP_REASONS)) },
  'call-ringing': { call: callRef },
  'call-accept': { call: callRef },
  'call-select': { call: callRef, sid: string },
  'call-leaving': { call: callRef },
  'call-media': {
    call: callRef,
    audio: boolean,
    video: boolean,
    screen: lenient(boolean),
    recording: lenient(boolean),
  },
} as const satisfies Record<string, Shape>;

/** From a page to the server alone. */
const TO_SERVER = {
  username: {
    name: string,
    id: lenient(number),
    date: lenient(number),
    hello: optional(
      object({
        v: count,
        client: lenient(string),
        caps: lenient(list(string)),
        room: optional(string),
        token: optional(string),
        resume: optional(object({ token: string, seq: count })),
      }),
    ),
  },
  state: { state: chosenState },
  sync: { what: oneOf('presence') },
} as const satisfies Record<string, Shape>;

/** Both ways between a page and the server. */
const BOTH = {
  message: {
    text: string,
    name: lenient(string),
    id: lenient(number),
    date: lenient(number),
    target: lenient(nullable(string)),
    mid: lenient(string),
    ts: lenient(number),
  },
  ping: { t: lenient(number), target: lenient(string) },
  pong: { t: lenient(number) },
  ack: {
    re: object({
      mid: optional(string),
      call: optional(string),
      type: optional(string),
      n: optional(count),
      pc: optional(count),
      name: optional(string),
    }),
    target: optional(string),
    name: optional(string),
  },
} as const satisfies Record<string, Shape>;

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
    iceServers: lenient(list(iceServer)),
    iceTtlMs: lenient(count),
  },
  userlist: { users: list(string), v: lenient(count), epoch: lenient(string) },
  presence: {
    epoch: string,
    v: count,
    full: optional(list(user)),
    prev: optional(count),
    join: optional(list(user)),
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
    retryAfterMs: lenient(count),
    fatal: lenient(boolean),
  },
  goodbye: { reason: lenient(string), reconnectInMs: lenient(count) },
} as const satisfies Record<string, Shape>;

/** What a client may send. Peer messages must say to whom; a hang-up may not (the sample's client broadcasts it). */
const outgoingPeer = { name: lenient(string), target: string } as const;
export const CLIENT_SHAPES = {
  ...TO_SERVER,
  ...BOTH,
  'video-offer': { ...PEER['video-offer'], ...outgoingPeer },
  'video-answer': { ...PEER['video-answer'], ...outgoingPeer },
  'new-ice-candidate': { ...PEER['new-ice-candidate'], ...outgoingPeer },
  'hang-up': { ...PEER['hang-up'], name: lenient(string), target: lenient(nullable(string)) },
  'call-ringing': { ...PEER['call-ringing'], ...outgoingPeer },
  'call-accept': { ...PEER['call-accept'], ...outgoingPeer },
  'call-select': { ...PEER['call-select'], ...outgoingPeer },
  'call-leaving': { ...PEER['call-leaving'], ...outgoingPeer },
  'call-media': { ...PEER['call-media'], ...outgoingPeer },
} as const satisfies Record<string, Shape>;

/** What a client may receive. A legacy server stamps nothing, so a candidate may come without its sender's name. */
const incomingPeer = { name: string, target: lenient(nullable(string)) } as const;
export const SERVER_SHAPES = {
  ...FROM_SERVER,
  ...BOTH,
  'video-offer': { ...PEER['video-offer'], ...incomingPeer },
  'video-answer': { ...PEER['video-answer'], ...incomingPeer },
  'new-ice-candidate': {
    ...PEER['new-ice-candidate'],
    name: lenient(string),
    target: lenient(nullable(string)),
  },
  'hang-up': { ...PEER['hang-up'], ...incomingPeer },
  'call-ringing': { ...PEER['call-ringing'], ...incomingPeer },
  'call-accept': { ...PEER['call-accept'], ...incomingPeer },
  'call-select': { ...PEER['call-select'], ...incomingPeer },
  'call-leaving': { ...PEER['call-leaving'], ...incomingPeer },
  'call-media': { ...PEER['call-media'], ...incomingPeer },
} as const satisfies Record<string, Shape>;

type Messages<Table extends Record<string, Shape>> = {
  [T in keyof Table]: { readonly type: T } & Decoded<Table[T]>;
};

/** Message by type, as a client sends it. */
export type ClientMessages = Messages<typeof CLIENT_SHAPES>;
/** Message by type, as a client receives it. */
export type ServerMessages = Messages<typeof SERVER_SHAPES>;

export type ClientMessage = ClientMessages[keyof ClientMessages];
export type ServerMessage = ServerMessages[keyof ServerMessages];

export type PeerType = keyof typeof PEER;
/** Call control and media set-up as a client receives it. */
export type PeerMessage = ServerMessages[PeerType];

/** Types only a server may send. */
export const SERVER_ONLY_TYPES: ReadonlySet<string> = new Set(Object.keys(FROM_SERVER));
export const PEER_TYPES: ReadonlySet<string> = new Set(Object.keys(PEER));

export type CandidateInit = NonNullable<ServerMessages['new-ice-candidate']['candidate']>;
export type OfferDescription = ServerMessages['video-offer']['sdp'];
export type AnswerDescription = ServerMessages['video-answer']['sdp'];
export type Description = OfferDescription | AnswerDescription;
export type PresenceUser = NonNullable<ServerMessages['presence']['full']>[number];
export type UserState = NonNullable<PresenceUser['state']>;
export type ChosenState = ClientMessages['state']['state'];
export type IceServer = NonNullable<ServerMessages['session']['iceServers']>[number];
export type CallMedia = NonNullable<NonNullable<ServerMessages['video-offer']['call']>['media']>;
