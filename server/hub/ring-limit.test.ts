import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';
import { RingLimit } from './ring-limit.js';

const limit = { perSecond: 0.1, burst: 2 };
const refused = (retryAfterMs: number): object => ({ ok: false, retryAfterMs });

describe('how often one may ring another', () => {
  it('is a burst, and then one in a while; being refused costs nothing', () => {
    const rings = new RingLimit(limit);
    const tryAt = (nowMs: number, call: string): boolean => rings.offer('a', 'b', call, nowMs).ok;
    assert.deepEqual([tryAt(0, 'c1'), tryAt(0, 'c2')], [true, true]);
    for (let i = 0; i < 1_000; i++) assert.deepEqual(rings.offer('a', 'b', 'c3', 0), refused(10_000));
    assert.deepEqual(rings.offer('a', 'b', 'c3', 9_000), refused(1_000));
    assert.deepEqual([tryAt(10_000, 'c3'), tryAt(10_000, 'c4')], [true, false]);
  });

  it('is counted for each caller and each person called alone', () => {
    const rings = new RingLimit(limit);
    for (const call of ['c1', 'c2', 'c3']) rings.offer('a', 'b', call, 0);
    assert.equal(rings.offer('a', 'c', 'c4', 0).ok, true);
    assert.equal(rings.offer('b', 'a', 'c5', 0).ok, true);
  });

  it('does not count offers within a call, with an id or without', () => {
    for (const call of ['c1', undefined]) {
      const rings = new RingLimit({ perSecond: 0.1, burst: 1 });
      for (let i = 0; i < 100; i++) assert.equal(rings.offer('a', 'b', call, 0).ok, true);
    }
  });

  it('counts a call anew that was hung up, by whichever side', () => {
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      for (const call of ['c1', undefined]) {
        const rings = new RingLimit({ perSecond: 0.1, burst: 1 });
        rings.offer('a', 'b', 'c1', 0);
        rings.hangUp(from, to, 'another');
        assert.equal(rings.offer('a', 'b', 'c1', 0).ok, true);
        rings.hangUp(from, to, call);
        assert.equal(rings.offer('a', 'b', 'c1', 0).ok, false);
      }
    }
  });

  it('forgets who has gone, and calls nobody ever hangs up', () => {
    const sid = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sid, sid), { maxLength: 40, size: 'max' }),
        fc.shuffledSubarray(['a', 'b', 'c', 'd']),
        (pairs, gone) => {
          const rings = new RingLimit({ perSecond: 1e6, burst: 1e6 });
          pairs.forEach(([from, to], index) => rings.offer(from, to, String(index), index));
          for (const one of gone) rings.leave(one);
          const left = pairs.filter((pair) => !pair.some((one) => gone.includes(one)));
          assert.equal(rings.size, new Set(left.map(([from, to]) => from + to)).size);
        },
      ),
    );
    const rings = new RingLimit({ perSecond: 1e6, burst: 100 });
    for (let i = 0; i < 100; i++) rings.offer('a', 'b', String(i), 0);
    assert.equal(rings.offer('a', 'b', '0', 0).ok, false, 'the oldest call is no longer known');
    assert.equal(rings.offer('a', 'b', '99', 0).ok, true);
  });
});

describe('a caller who rings too often', () => {
  const setUp = (): { room: FakeRoom; naomi: FakeClient; ruth: FakeClient } => {
    const room = new FakeRoom({ rings: { perSecond: 0.1, burst: 2 } });
    return { room, naomi: room.modern('naomi'), ruth: room.modern('ruth') };
  };
  const offer = (id: string, n = 1): object => ({
    ...{ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP },
    call: { id, n, pc: 1 },
  });

  it('is told about which call and when to try again; nobody else hears of it, nothing is closed', () => {
    const { naomi, ruth } = setUp();
    for (const id of ['c1', 'c2', 'c3']) naomi.say(offer(id));
    assert.equal(ruth.all('video-offer').length, 2);
    const { message, ...told } = naomi.last('error');
    assert.equal(typeof message, 'string');
    assert.deepEqual(told, {
      ...{ type: 'error', code: 'rate-limited', re: 'video-offer', target: 'ruth' },
      ...{ retryAfterMs: 10_000, call: { id: 'c3' } },
    });
    assert.equal(naomi.closed, undefined);
  });

  it('may make another call after that time', () => {
    const { room, naomi, ruth } = setUp();
    for (const id of ['c1', 'c2', 'c3']) naomi.say(offer(id));
    room.nowMs += Number(naomi.last('error').retryAfterMs);
    naomi.say(offer('c4'));
    assert.deepEqual((ruth.last('video-offer').call as { id: string }).id, 'c4');
  });

  it('is not held back in a call that stands, however often it is negotiated anew', () => {
    const { naomi, ruth } = setUp();
    naomi.say(offer('c1'));
    ruth.say({ type: 'video-answer', target: 'naomi', sdp: ANSWER_SDP, call: { id: 'c1', n: 1, pc: 1 } });
    for (let n = 2; n <= 40; n++) naomi.say(offer('c1', n));
    assert.equal(ruth.all('video-offer').length, 40);
  });

  it('does not start anew by taking its own session over', () => {
    const { room, naomi, ruth } = setUp();
    for (const id of ['c1', 'c2']) naomi.say(offer(id));
    room.returning('naomi', naomi.last('session').token).say(offer('c3'));
    assert.equal(ruth.all('video-offer').length, 2);
  });
});
