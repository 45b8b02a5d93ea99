import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TokenBucket } from './token-bucket.js';

const limit = { perSecond: 10, burst: 100 };

describe('token bucket', () => {
  it('lets a whole burst through, and not one more', () => {
    const bucket = new TokenBucket(limit, 0);
    for (let i = 0; i < 100; i++) assert.equal(bucket.take(0).verdict, 'ok');
    assert.equal(bucket.take(0).verdict, 'limited');
  });

  it('says when there is a token again, and keeps its word', () => {
    const bucket = new TokenBucket(limit, 0);
    for (let i = 0; i < 100; i++) bucket.take(0);
    const verdict = bucket.take(0);
    assert.ok(verdict.verdict === 'limited');
    assert.equal(verdict.retryAfterMs, 200);
    assert.equal(bucket.take(verdict.retryAfterMs).verdict, 'ok');
  });

  it('refills while a client pauses, never beyond the burst', () => {
    const bucket = new TokenBucket(limit, 0);
    for (let i = 0; i < 100; i++) bucket.take(0);
    for (let i = 0; i < 100; i++) assert.equal(bucket.take(3_600_000).verdict, 'ok');
    assert.equal(bucket.take(3_600_000).verdict, 'limited');
  });

  it('runs out of credit for a client that goes on a whole burst over the limit', () => {
    const bucket = new TokenBucket(limit, 0);
    for (let i = 0; i < 199; i++) assert.notEqual(bucket.take(0).verdict, 'exhausted');
    assert.equal(bucket.take(0).verdict, 'exhausted');
  });

  it('takes a clock that steps back for no time at all', () => {
    const bucket = new TokenBucket(limit, 10_000);
    for (let i = 0; i < 100; i++) bucket.take(10_000);
    assert.equal(bucket.take(0).verdict, 'limited');
  });

  it('never lets more through than the burst and the rate allow', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 300, size: 'max' }), (gapsMs) => {
        const bucket = new TokenBucket(limit, 0);
        let nowMs = 0;
        const passed = gapsMs.filter((gapMs) => bucket.take((nowMs += gapMs)).verdict === 'ok').length;
        assert.ok(passed <= limit.burst + (nowMs * limit.perSecond) / 1000 + 1);
      }),
    );
  });
});
