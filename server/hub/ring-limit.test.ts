import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';
import { RingLimit } from './ring-limit.js';

const LARGE = { perSecond: 1e6, burst: 1e6 };
const MINUTE_MS = 60_000;
const a = { sid: 'a' };
const b = { sid: 'b' };

/** Two calls from one to another at once, and another one every ten seconds. */
const few = (): RingLimit => new RingLimit({ rings: { perSecond: 0.1, burst: 2 }, addressRings: LARGE });
const only = (burst: number): RingLimit =>
  new RingLimit({ rings: { perSecond: 0.1, burst }, addressRings: LARGE });

describe('how often one may ring another', () => {
  it('is a burst, and then one in a while; being refused costs nothing', () => {
    const rings = few();
    const tryAt = (nowMs: number, call: string): boolean => rings.offer(a, 'ruth', call, nowMs).ok;
    const refused = (retryAfterMs: number): object => ({ ok: false, over: 'person', retryAfterMs });
    assert.deepEqual([tryAt(0, 'c1'), tryAt(0, 'c2')], [true, true]);
    for (let i = 0; i < 1_000; i++) assert.deepEqual(rings.offer(a, 'ruth', 'c3', 0), refused(10_000));
    assert.deepEqual(rings.offer(a, 'ruth', 'c3', 9_000), refused(1_000));
    assert.deepEqual([tryAt(10_000, 'c3'), tryAt(10_000, 'c4')], [true, false]);
  });

  it('is counted for each caller and each person called alone', () => {
    const rings = few();
    for (const call of ['c1', 'c2', 'c3']) rings.offer(a, 'ruth', call, 0);
    assert.equal(rings.offer(a, 'naomi', 'c4', 0).ok, true);
    assert.equal(rings.offer(b, 'ruth', 'c5', 0).ok, true);
  });

  it('does not count offers within a call, with an id or without', () => {
    for (const call of ['c1', undefined]) {
      const rings = only(1);
      for (let i = 0; i < 100; i++) assert.equal(rings.offer(a, 'ruth', call, 0).ok, true);
    }
  });

  it('counts a call anew that was hung up', () => {
    for (const call of ['c1', undefined]) {
      const rings = only(1);
      rings.offer(a, 'ruth', 'c1', 0);
      rings.hangUp('a', 'ruth', 'another');
      assert.equal(rings.offer(a, 'ruth', 'c1', 0).ok, true);
      rings.hangUp('a', 'ruth', call);
      assert.equal(rings.offer(a, 'ruth', 'c1', 0).ok, false);
    }
  });

  it('forgets callers who have gone, and calls nobody ever hangs up', () => {
    const rings = only(100);
    for (const caller of [a, b]) {
      for (const to of ['ruth', 'naomi']) for (let i = 0; i < 3; i++) rings.offer(caller, to, String(i), 0);
    }
    assert.equal(rings.sizes.rings, 4);
    rings.leave('a');
    assert.equal(rings.sizes.rings, 2);
    for (let i = 3; i < 100; i++) rings.offer(b, 'ruth', String(i), 0);
    assert.equal(rings.offer(b, 'ruth', '0', 0).ok, false, 'the oldest call is no longer known');
    assert.equal(rings.offer(b, 'ruth', '99', 0).ok, true);
  });

  it('is remembered of so many people, and who has rung them all waits until some may be forgotten', () => {
    const rings = few();
    const ring = (from: number, nowMs: number): readonly boolean[] =>
      Array.from({ length: 100 }, (_, at) => rings.offer(a, `p${String(from + at)}`, 'c', nowMs).ok);
    assert.equal(ring(0, 0).filter(Boolean).length, 64);
    assert.deepEqual(rings.offer(a, 'p99', 'c', 0), { ok: false, over: 'person', retryAfterMs: 10_000 });
    assert.equal(ring(100, 9_999).filter(Boolean).length, 0);
    assert.equal(ring(100, 10_000).filter(Boolean).length, 64);
    assert.equal(rings.sizes.rings, 64);
  });
});

describe('how often one network may ring', () => {
  const limit = (): RingLimit =>
    new RingLimit({ rings: { perSecond: 0.1, burst: 2 }, addressRings: { perSecond: 1, burst: 60 } });

  it('is so many calls a minute, whoever calls whom', () => {
    const rings = limit();
    const from = (network: string | undefined, nowMs: number): number =>
      Array.from({ length: 300 }, (_, at) => {
        const caller = { sid: `${String(network)} ${String(nowMs)} ${String(at)}`, network };
        return rings.offer(caller, `person ${String(at)}`, 'c', nowMs).ok;
      }).filter(Boolean).length;
    assert.equal(from('192.0.2.1', 0), 60);
    assert.equal(from('192.0.2.1', 10_000), 10);
    assert.equal(from('192.0.2.2', 10_000), 60, 'others have their own');
    assert.equal(from(undefined, 10_000), 300, 'where nothing is counted');
  });

  it('counts no offer within a call, nor one that is refused for whom it calls', () => {
    const rings = limit();
    const network = '192.0.2.1';
    for (const call of ['c1', 'c2']) rings.offer({ ...a, network }, 'ruth', call, 0);
    for (let i = 0; i < 200; i++) {
      assert.equal(rings.offer({ ...a, network }, 'ruth', 'c1', 0).ok, true);
      assert.equal(rings.offer({ ...a, network }, 'ruth', 'c3', 0).ok, false);
    }
    for (let i = 0; i < 58; i++) {
      assert.equal(rings.offer({ ...a, network }, `p${String(i)}`, 'c', 0).ok, true);
    }
  });

  it('is forgotten once it may ring as before, and never of more networks than fit', () => {
    const rings = limit();
    rings.offer({ ...a, network: '192.0.2.1' }, 'ruth', 'c1', 0);
    rings.sweep(999);
    assert.equal(rings.sizes.ringingNetworks, 1);
    rings.sweep(1_000);
    assert.equal(rings.sizes.ringingNetworks, 0);
    for (let i = 0; i < 100_100; i++) {
      const sid = String(i);
      rings.offer({ sid, network: sid }, 'ruth', 'c1', MINUTE_MS);
      rings.leave(sid);
    }
    assert.equal(rings.sizes.ringingNetworks, 100_000);
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

  it('from one address after another is told the same, and people beyond are left in peace', () => {
    const room = new FakeRoom({ addressRings: { perSecond: 1, burst: 3 } });
    const people = ['naomi', 'ruth', 'miriam', 'esther', 'judith'].map((name) => room.modern(name));
    for (const { name } of people) {
      const stranger = room.modern('stranger', ['call'], '192.0.2.0/24');
      stranger.say({ type: 'video-offer', target: name, sdp: OFFER_SDP, call: { id: name } });
      stranger.leave();
    }
    assert.deepEqual(
      people.map((one) => one.all('video-offer').length),
      [1, 1, 1, 0, 0],
    );
    const last = room.modern('stranger', ['call'], '192.0.2.0/24');
    last.say({ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: { id: 'c' } });
    const { code, retryAfterMs } = last.last('error');
    assert.deepEqual([code, retryAfterMs], ['rate-limited', 1_000]);
    room.nowMs += 3_000;
    room.hub.sweep(room.nowMs);
    assert.equal(room.hub.sizes.ringingNetworks, 0);
  });

  it('does not start anew by taking its own session over', () => {
    const { room, naomi, ruth } = setUp();
    for (const id of ['c1', 'c2']) naomi.say(offer(id));
    room.returning('naomi', naomi.last('session').token).say(offer('c3'));
    assert.equal(ruth.all('video-offer').length, 2);
  });
});
