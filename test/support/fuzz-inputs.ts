/**
 * What a fuzzer feeds the relay: frames that are nearly right, drawn from the description of every message, down to
 * bytes that are no frame at all.
 */
import fc from 'fast-check';
import { CLIENT, SERVER, mutated, valid } from '../../src/protocol/messages.contract.js';
import { type FrameBits, OPCODE, frameBytes } from './raw-socket.js';

/** Who may be meant: the honest, the attackers, nobody, and names that are words of the language. */
const target = fc.constantFrom('naomi', 'ruth', 'attacker', 'nobody', '', '__proto__', 'constructor', null);

const addressed = (message: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(message, fc.option(target, { freq: 3 }))
    .map(([one, to]) =>
      typeof one === 'object' && one !== null && to !== null ? { ...one, target: to } : one,
    );

const unknownType = fc.record({
  type: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'extension')),
  more: fc.jsonValue({ maxDepth: 4 }),
});

const json = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> => value.map((one) => JSON.stringify(one));

/** JSON with a piece cut out, doubled or replaced. */
const damaged = fc
  .tuple(
    json(addressed(valid(CLIENT))),
    fc.nat(),
    fc.nat({ max: 8 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  .map(([text, at, length, piece]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + piece + text.slice(from + length);
  });

const deep = fc
  .tuple(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom(['[', ']'], ['{"a":', '}']))
  .map(([levels, [open = '', close = '']]) => {
    const nested = `${open.repeat(levels)}${open === '[' ? '' : '1'}${close.repeat(levels)}`;
    return `{"type":"message","text":"x","more":${nested}}`;
  });

/** The text of one frame. */
export const frameText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: json(addressed(valid(CLIENT))) },
  { weight: 6, arbitrary: json(addressed(mutated(CLIENT))) },
  { weight: 2, arbitrary: json(addressed(mutated(SERVER))) },
  { weight: 2, arbitrary: json(addressed(unknownType)) },
  { weight: 3, arbitrary: damaged },
  { weight: 1, arbitrary: json(fc.jsonValue({ maxDepth: 5 })) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: deep },
);

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const bits: fc.Arbitrary<FrameBits> = fc.record(
  {
    opcode: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.values(OPCODE)) },
      fc.nat({ max: 15 }),
    ),
    fin: fc.boolean(),
    rsv1: fc.constantFrom(false, false, false, true),
    masked: fc.constantFrom(true, true, true, false),
    claimedBytes: fc.constantFrom(0, 1, 125, 126, 60_000, 65_536, 65_537, 2 ** 32, 2 ** 52),
  },
  { requiredKeys: [] },
);

/** What goes over the wire in one piece: a proper frame with anything in it, a broken frame, or any bytes. */
export const wireBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: frameText.map((text) => frameBytes(text)) },
  { weight: 2, arbitrary: bytes.map((payload) => frameBytes(payload)) },
  { weight: 1, arbitrary: fc.tuple(bytes, bits).map(([payload, odd]) => frameBytes(payload, odd)) },
  { weight: 1, arbitrary: bytes },
);
