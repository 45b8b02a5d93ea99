/**
 * The fields of the messages that travel between pages, and of those both ends may send. What each direction adds
 * stands in client-messages.ts and server-messages.ts, apart, so that a page does not load what only a relay reads.
 */
import { HANG_UP_REASONS } from './codes.js';
import {
  type Shape,
  boolean,
  count,
  lenient,
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
  preconnect: lenient(boolean),
});
const offerSdp = object({ type: oneOf('offer'), sdp: string });
const answerSdp = object({ type: oneOf('answer'), sdp: string });
const candidate = object({
  candidate: string,
  sdpMid: optional(nullable(string)),
  sdpMLineIndex: optional(nullable(count)),
  usernameFragment: optional(nullable(string)),
});
/** Of several devices of one person: which sent it, as the server says, and which one alone it is for. */
const DEVICES = { sid: lenient(string), toSid: lenient(string) };
/** From one page to another, through the server, which stamps `name` and `sid`. */
export const PEER = {
  'video-offer': { sdp: offerSdp, call: optional(callOffer), ...DEVICES },
  'video-answer': { sdp: answerSdp, call: optional(callRef), ...DEVICES },
  'new-ice-candidate': { candidate: nullable(candidate), call: optional(callRef), ...DEVICES },
  'hang-up': {
    call: optional(object({ id: string })),
    reason: lenient(oneOf(...HANG_UP_REASONS)),
    ...DEVICES,
  },
  'call-ringing': { call: callRef, ...DEVICES },
  'call-preconnect': { sdp: answerSdp, call: callRef, ...DEVICES },
  'call-accept': { call: callRef, ...DEVICES },
  'call-select': { call: callRef, ...DEVICES, sid: string },
  'call-leaving': { call: callRef, ...DEVICES },
  'call-media': {
    call: callRef,
    audio: boolean,
    video: boolean,
    screen: lenient(boolean),
    recording: lenient(boolean),
    ...DEVICES,
  },
} as const satisfies Record<string, Shape>;

/** Both ways between a page and the server. */
export const BOTH = {
  message: {
    text: string,
    name: lenient(string),
    id: lenient(number),
    date: lenient(number),
    target: lenient(nullable(string)),
    mid: lenient(string),
    ts: lenient(number),
  },
  ping: { t: lenient(number), target: lenient(string), seq: lenient(count) },
  pong: { t: lenient(number), seq: lenient(count) },
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

/** Every peer message with the fields that say from whom and to whom. */
export const addressed = <F extends Shape>(
  fields: F,
): { readonly [T in keyof typeof PEER]: (typeof PEER)[T] & F } =>
  Object.fromEntries(Object.entries(PEER).map(([type, shape]) => [type, { ...shape, ...fields }])) as never;
