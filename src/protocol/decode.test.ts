/** The decoders: what each takes, what it refuses, and that nothing of what came in is kept by reference. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  boolean,
  count,
  decodeFields,
  isRecord,
  lenient,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  string,
} from './decode.js';

void describe('a plain decoder', () => {
  const CASES = [
    ['string', string, ['', 'a', '\ud800'], [1, null, [], {}, true]],
    ['boolean', boolean, [true, false], ['true', 0, null, []]],
    ['number', number, [0, -1.5, 1e300], [Number.NaN, Number.POSITIVE_INFINITY, '1', null, [1]]],
    ['count', count, [0, 7, Number.MAX_SAFE_INTEGER], [-1, 1.5, 2 ** 53, Number.NaN, '1', null]],
    ['oneOf', oneOf('a', 'b'), ['a', 'b'], ['c', '', 'A', null, ['a']]],
    ['nullable', nullable(string), ['a', null], [1, [], undefined]],
  ] as const;
  for (const [name, decoder, good, bad] of CASES) {
    void it(`${name} takes its own and nothing else`, () => {
      for (const value of good) assert.equal(decoder(value), value);
      for (const value of bad) assert.equal(decoder(value), undefined);
    });
  }
});

void describe('a list', () => {
  void it('drops the odd entry and keeps the others', () => {
    assert.deepEqual(list(string)(['a', null, 3, 'b', undefined, ['c']]), ['a', 'b']);
  });

  void it('is nothing but an array', () => {
    for (const value of ['ab', { length: 1, 0: 'a' }, null, 1]) assert.equal(list(string)(value), undefined);
  });
});

void describe('fields', () => {
  const SHAPE = { must: string, may: optional(count), later: lenient(boolean) };

  void it('are copied when the shape knows them, and left behind when it does not', () => {
    const copy = decodeFields(SHAPE, { must: 'a', may: 1, later: true, extra: 'x' });
    assert.deepEqual(copy, { must: 'a', may: 1, later: true });
  });

  void it('that must be there are missed by name', () => {
    assert.equal(decodeFields(SHAPE, {}), 'must');
    assert.equal(decodeFields(SHAPE, { must: 1 }), 'must');
  });

  void it('that may be there are wrong when they are wrong', () => {
    assert.deepEqual(decodeFields(SHAPE, { must: 'a' }), { must: 'a' });
    assert.equal(decodeFields(SHAPE, { must: 'a', may: null }), 'may');
    assert.deepEqual(decodeFields(SHAPE, { must: 'a', may: undefined }), { must: 'a' });
  });

  void it('that a later version may change count as absent when they are not understood', () => {
    assert.deepEqual(decodeFields(SHAPE, { must: 'a', later: 'maybe' }), { must: 'a' });
  });

  void it('are never read from the prototype', () => {
    const inherited: Record<string, unknown> = Object.create({ must: 'inherited' }) as Record<
      string,
      unknown
    >;
    assert.equal(decodeFields(SHAPE, inherited), 'must');
    assert.equal(decodeFields({ toString: string }, {}), 'toString');
  });
});

void describe('an object', () => {
  const point = object({ x: number, at: optional(object({ id: string })) });

  void it('refuses what is no record', () => {
    for (const value of [null, [], 'x', 1, true, undefined]) assert.equal(point(value), undefined);
  });

  void it('is a fresh copy, down to the last level', () => {
    const source = { x: 1, at: { id: 'a' } };
    const copy = point(source);
    assert.notEqual(copy, source);
    assert.notEqual(copy?.at, source.at);
    assert.deepEqual(copy, source);
  });

  void it('keeps its own prototype, whatever keys come in', () => {
    const hostile: unknown = JSON.parse(
      '{"x":1,"__proto__":{"polluted":true},"constructor":{"prototype":{}}}',
    );
    const copy = point(hostile);
    assert.deepEqual(Object.keys(copy ?? {}), ['x']);
    assert.equal(Object.getPrototypeOf(copy), Object.prototype);
    assert.equal((copy as unknown as Record<string, unknown>).polluted, undefined);
  });

  void it('answers for any value whatsoever without throwing', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true }), (value) => {
        const copy = point(value);
        assert.ok(copy === undefined || (isRecord(copy) && Number.isFinite(copy.x)));
      }),
    );
  });
});
