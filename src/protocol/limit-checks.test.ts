/** Depth and size: exact at their edges, and cheap on what is made to be expensive. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { doesGrow, findOversizedField, isDeeperThan } from './limit-checks.js';
import { DEFAULT_LIMITS } from './limits.js';

const nested = (levels: number, open = '[', close = ']'): unknown =>
  JSON.parse(open.repeat(levels) + (open === '[' ? '' : '1') + close.repeat(levels)) as unknown;

const depthOf = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : 1 + Math.max(0, ...Object.values(value).map((child) => depthOf(child)));

void describe('depth', () => {
  void it('counts levels of arrays and objects alike, from 0 for a scalar', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      assert.equal(isDeeperThan(nested(16, open, close), 16), false);
      assert.equal(isDeeperThan(nested(17, open, close), 16), true);
    }
    for (const scalar of [1, 'text', null, true, undefined]) assert.equal(isDeeperThan(scalar, 0), false);
  });

  void it('agrees with counting, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 8 }), (value, limit) => {
        assert.equal(isDeeperThan(value, limit), depthOf(value) > limit);
      }),
    );
  });

  void it('does not go down all of what is far too deep, nor around in circles', () => {
    assert.equal(isDeeperThan(nested(100_000), 16), true);
    const circle: Record<string, unknown> = {};
    circle.me = circle;
    assert.equal(isDeeperThan(circle, 16), true);
  });
});

void describe('growth', () => {
  const grows = (text: string): boolean => doesGrow(text, JSON.parse(text) as object);
  const many = (number: string): string => `{"a":[${Array(1_000).fill(number).join(',')}]}`;

  void it('is seen in numbers that are longer when they are written out', () => {
    for (const number of ['1e20', '-1e20', '1E+20', '1.5e20', '1e-6', '1e5', ' 1e20', '\n-1e20']) {
      assert.equal(grows(many(number)), true, number);
    }
    assert.equal(grows(`{"a":1e20,"b":${many('7')}}`), false, 'a few are nobody’s harm');
  });

  void it('is not seen in other numbers, nor in texts that look like them', () => {
    for (const number of ['1e-7', '1e+22', '100000000000000000000', '0.1', '1', '"1e20"', '"a:1e20,1e20"']) {
      assert.equal(grows(many(number)), false, number);
    }
  });

  void it('is bounded for whatever is let through', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,3})?$/);
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 100, size: 'max' }), fc.string(), (numbers, text) => {
        const frame = `{"text":${JSON.stringify(text)},"a":[${numbers.join(', ')}]}`;
        const written = JSON.stringify(JSON.parse(frame));
        if (!grows(frame)) assert.ok(written.length <= frame.length + 256);
      }),
    );
  });

  void it('is looked for in time that grows with the length alone', () => {
    // Quadratic time in any of these would not end while anybody waits.
    const padded = ['[', ' ', '1', '1.', ':', ',-'].map((piece) => piece.repeat(5_000_000));
    for (const text of padded) assert.equal(doesGrow(`${text}x`, {}), false);
  });
});

void describe('size', () => {
  const field = (message: Record<string, unknown>): string | undefined =>
    findOversizedField(message, DEFAULT_LIMITS);

  void it('is bounded for chat texts', () => {
    assert.equal(field({ text: 'x'.repeat(4_000) }), undefined);
    assert.equal(field({ text: 'x'.repeat(4_001) }), 'text');
  });

  void it('is bounded for session descriptions', () => {
    assert.equal(field({ sdp: { type: 'offer', sdp: 'x'.repeat(32 * 1024) } }), undefined);
    assert.equal(field({ sdp: { type: 'offer', sdp: 'x'.repeat(32 * 1024 + 1) } }), 'sdp');
  });

  void it('is bounded for candidates with everything in them', () => {
    const overhead = JSON.stringify({ candidate: '' }).length;
    assert.equal(field({ candidate: { candidate: 'x'.repeat(1_024 - overhead) } }), undefined);
    assert.equal(field({ candidate: { candidate: 'x'.repeat(1_025 - overhead) } }), 'candidate');
    assert.equal(field({ candidate: { candidate: 'x', extra: 'x'.repeat(1_024) } }), 'candidate');
  });

  void it('is bounded for the ids of calls, which are remembered', () => {
    assert.equal(field({ call: { id: 'x'.repeat(128) } }), undefined);
    assert.equal(field({ call: { id: 'x'.repeat(129) } }), 'call');
    assert.equal(field({ call: 'x'.repeat(129) }), undefined);
  });

  void it('is no matter for fields of another kind', () => {
    const long = 'x'.repeat(40_000);
    for (const message of [
      { sdp: long },
      { candidate: long },
      { candidate: null },
      { text: [long] },
      { other: long },
    ]) {
      assert.equal(field(message), undefined);
    }
  });
});
