/**
 * Every message there is, as something to draw valid examples from: written from docs/protocol.md, apart from the
 * tables it is held against. For property tests of parsers.
 */
import fc from 'fast-check';
import { ERROR_CODES, HANG_UP_REASONS } from './codes.js';

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;
interface Sketch {
  readonly must: Fields;
  readonly may?: Fields;
}

const text = fc.string({ unit: 'binary', maxLength: 12 });
const count = fc.nat();
const anyNumber = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (value === 0 ? 0 : value));
const flag = fc.boolean();
const texts = fc.array(text, { maxLength: 3 });
const record = (must: Fields, may: Fields = {}): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({ ...must, ...may }, { requiredKeys: Object.keys(must), noNullPrototype: true });

const callRef = record({ id: text }, { n: count, pc: count });
const callOffer = record(
  { id: text },
  {
    v: count,
    n: count,
    pc: count,
    lifetimeMs: count,
    media: record({ audio: flag, video: flag }),
    preconnect: flag,
  },
);
const nullOr = (one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.option(one);
const candidate = record(
  { candidate: text },
  { sdpMid: nullOr(text), sdpMLineIndex: nullOr(count), usernameFragment: nullOr(text) },
);
const sdp = (type: string): fc.Arbitrary<unknown> => record({ type: fc.constant(type), sdp: text });
const state = fc.constantFrom('available', 'busy', 'away', 'dnd');
const user = record({ name: text, sid: text }, { caps: texts, state });

const devices: Fields = { sid: text, toSid: text };

export const PEER: Readonly<Record<string, Sketch>> = {
  'video-offer': { must: { sdp: sdp('offer') }, may: { call: callOffer, ...devices } },
  'video-answer': { must: { sdp: sdp('answer') }, may: { call: callRef, ...devices } },
  'new-ice-candidate': { must: { candidate: nullOr(candidate) }, may: { call: callRef, ...devices } },
  'hang-up': {
    must: {},
    may: { call: record({ id: text }), reason: fc.constantFrom(...HANG_UP_REASONS), ...devices },
  },
  'call-ringing': { must: { call: callRef }, may: devices },
  'call-preconnect': { must: { sdp: sdp('answer'), call: callRef }, may: devices },
  'call-accept': { must: { call: callRef }, may: devices },
  'call-select': { must: { call: callRef, sid: text }, may: { toSid: text } },
  'call-leaving': { must: { call: callRef }, may: devices },
  'call-media': {
    must: { call: callRef, audio: flag, video: flag },
    may: { screen: flag, recording: flag, ...devices },
  },
};

const BOTH: Readonly<Record<string, Sketch>> = {
  message: {
    must: { text },
    may: { name: text, id: anyNumber, date: anyNumber, target: nullOr(text), mid: text, ts: anyNumber },
  },
  ping: { must: {}, may: { t: anyNumber, target: text, seq: count } },
  pong: { must: {}, may: { t: anyNumber, seq: count } },
  ack: {
    must: { re: record({}, { mid: text, call: text, type: text, n: count, pc: count, name: text }) },
    may: { target: text, name: text },
  },
};

const hello = record(
  { v: count },
  { client: text, caps: texts, room: text, token: text, resume: record({ token: text, seq: count }) },
);

export const CLIENT: Readonly<Record<string, Sketch>> = {
  ...BOTH,
  ...Object.fromEntries(
    Object.entries(PEER).map(([type, { must, may }]) => [
      type,
      type === 'hang-up'
        ? { must, may: { ...may, name: text, target: nullOr(text) } }
        : { must: { ...must, target: text }, may: { ...may, name: text } },
    ]),
  ),
  username: { must: { name: text }, may: { id: anyNumber, date: anyNumber, hello } },
  state: { must: { state } },
  sync: { must: { what: fc.constant('presence') } },
};

export const SERVER: Readonly<Record<string, Sketch>> = {
  ...BOTH,
  ...Object.fromEntries(
    Object.entries(PEER).map(([type, { must, may }]) => [
      type,
      type === 'new-ice-candidate'
        ? { must, may: { ...may, name: text, target: nullOr(text) } }
        : { must: { ...must, name: text }, may: { ...may, target: nullOr(text) } },
    ]),
  ),
  id: {
    must: { id: anyNumber },
    may: {
      v: count,
      server: text,
      caps: texts,
      sid: text,
      epoch: text,
      ping: record({ intervalMs: count, timeoutMs: count }),
      limits: record({}, { nameLength: count, textLength: count }),
    },
  },
  rejectusername: {
    must: { name: text },
    may: { id: anyNumber, code: fc.constantFrom('taken', 'invalid', 'reserved'), requested: text },
  },
  session: {
    must: { resumed: flag },
    may: {
      token: text,
      seq: count,
      gap: flag,
      iceServers: fc.array(record({ urls: texts }, { username: text, credential: text }), { maxLength: 2 }),
      iceTtlMs: count,
      authTtlMs: count,
    },
  },
  userlist: { must: { users: texts }, may: { v: count, epoch: text } },
  presence: {
    must: { epoch: text, v: count },
    may: {
      full: fc.array(user, { maxLength: 3 }),
      prev: count,
      join: fc.array(user, { maxLength: 3 }),
      leave: texts,
      change: fc.array(record({ sid: text }, { name: text, state }), { maxLength: 3 }),
    },
  },
  'peer-state': { must: { name: text, sid: text, state: fc.constantFrom('reconnecting', 'online', 'left') } },
  error: {
    must: {},
    may: {
      code: fc.constantFrom(...ERROR_CODES),
      message: text,
      re: text,
      call: record({ id: text }),
      target: text,
      mid: text,
      retryAfterMs: count,
      fatal: flag,
    },
  },
  goodbye: { must: {}, may: { reason: text, reconnectInMs: count } },
};

export const valid = (sketches: Readonly<Record<string, Sketch>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.oneof(
    ...Object.entries(sketches).map(([type, { must, may }]) =>
      record({ type: fc.constant(type), ...must }, may),
    ),
  );

/** A valid message with one field, at any level, replaced or removed. */
export const mutated = (sketches: Readonly<Record<string, Sketch>>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid(sketches), fc.nat(), fc.oneof(fc.jsonValue(), fc.constant(undefined)))
    .map(([message, pick, value]) => {
      const copy = structuredClone(message);
      const places = placesIn(copy);
      const place = places[pick % places.length];
      if (place) place.holder[place.key] = value;
      return copy;
    });

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

export const placesIn = (holder: object): readonly Place[] =>
  Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    { holder: holder as Record<string, unknown>, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value) : []),
  ]);
