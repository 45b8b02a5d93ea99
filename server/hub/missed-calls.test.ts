/** Which calls the hub takes for missed, and which it does not. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';
import type { MissedCall } from './missed-calls.js';

void describe('a missed call', () => {
  let missed: MissedCall[];
  let room: FakeRoom;
  let naomi: FakeClient;
  let ruth: FakeClient;

  beforeEach(() => {
    missed = [];
    room = new FakeRoom({ onMissedCall: (one) => missed.push(one), resumeGraceMs: 0, leavingGraceMs: 0 });
    naomi = room.modern('naomi');
    ruth = room.modern('ruth');
  });

  const offer = (from: FakeClient, target: string, id = 'c1', pc = 1): void =>
    from.say({ type: 'video-offer', target, sdp: OFFER_SDP, call: { id, n: 1, pc } });
  const hangUp = (from: FakeClient, target: string, reason?: string, id = 'c1'): void =>
    from.say({ type: 'hang-up', target, reason, call: { id } });
  const answer = (from: FakeClient, target: string, id = 'c1'): void =>
    from.say({ type: 'video-answer', target, sdp: ANSWER_SDP, call: { id, n: 1, pc: 1 } });
  const reasons = (): readonly string[] => missed.map(({ reason }) => reason);

  for (const reason of ['cancelled', 'no-answer'] as const) {
    void it(`is one that the caller gives up: ${reason}`, () => {
      offer(naomi, 'Ruth');
      hangUp(naomi, 'ruth', reason);
      const atMs = 1_700_000_001_000;
      assert.deepEqual(missed, [{ from: 'naomi', to: 'ruth', room: '', atMs, reason }]);
    });
  }

  void it('is one to somebody who is not here, under the name that was called', () => {
    offer(naomi, '  Miriam ');
    assert.deepEqual(
      missed.map(({ to, reason }) => [to, reason]),
      [['Miriam', 'peer-unavailable']],
    );
  });

  void it('is one whose caller is gone before an answer, or who was called', () => {
    offer(naomi, 'ruth');
    naomi.leave();
    offer(ruth, 'naomi');
    assert.deepEqual(reasons(), ['cancelled', 'peer-unavailable']);
    offer(room.modern('miriam'), 'ruth');
    ruth.leave();
    assert.deepEqual(reasons().slice(2), ['peer-left']);
  });

  void it('is one that nobody answered for too long', () => {
    offer(naomi, 'ruth');
    hangUp(ruth, 'naomi', 'no-answer');
    hangUp(naomi, 'ruth', 'no-answer');
    assert.deepEqual(reasons(), ['no-answer'], 'told once, though both say so');
  });

  void it('is one of a client of the base profile, too', () => {
    const legacy = room.legacy('legacy');
    legacy.say({ type: 'video-offer', name: 'legacy', target: 'ruth', sdp: OFFER_SDP });
    legacy.say({ type: 'hang-up', name: 'legacy', target: 'ruth' });
    assert.deepEqual(reasons(), ['cancelled']);
  });

  for (const [title, end] of [
    ['was answered', () => answer(ruth, 'naomi')],
    [
      'was accepted',
      () => ruth.say({ type: 'call-accept', target: 'naomi', call: { id: 'c1', n: 1, pc: 1 } }),
    ],
    ['was declined', () => hangUp(ruth, 'naomi', 'declined')],
    ['met a busy person', () => hangUp(ruth, 'naomi', 'busy')],
    ['gave way to the other one', () => hangUp(naomi, 'ruth', 'glare')],
  ] as const) {
    void it(`is none that ${title}`, () => {
      offer(naomi, 'ruth');
      end();
      hangUp(naomi, 'ruth', 'cancelled');
      naomi.leave();
      ruth.leave();
      assert.deepEqual(missed, []);
    });
  }

  void it('is none within a call: a new path, or a page that comes back', () => {
    offer(naomi, 'ruth');
    answer(ruth, 'naomi');
    offer(naomi, 'ruth');
    hangUp(naomi, 'ruth', 'cancelled');
    offer(naomi, 'miriam', 'c2', 2);
    assert.deepEqual(missed, []);
  });

  void it('is none for an end of another call', () => {
    offer(naomi, 'ruth', 'c2');
    hangUp(naomi, 'ruth', 'cancelled', 'c1');
    assert.deepEqual(missed, []);
  });

  void it('is none to somebody who is here, and out of reach of the caller', () => {
    const visitors = new FakeRoom({ presence: 'agents', onMissedCall: (one) => missed.push(one) });
    const visitor = visitors.modern('naomi');
    visitors.modern('ruth');
    offer(visitor, 'ruth');
    assert.deepEqual(missed, []);
    offer(visitor, 'miriam');
    assert.deepEqual(reasons(), ['peer-unavailable']);
  });

  void it('is told of one caller so often, and then as often as time goes by', () => {
    for (let count = 0; count < 30; count++) offer(naomi, `nobody${count}`, `c${count}`);
    assert.equal(missed.length, 20);
    room.nowMs += 6_000;
    offer(naomi, 'nobody', 'c30');
    offer(naomi, 'nobody', 'c31');
    assert.equal(missed.length, 21);
  });

  void it('leaves nothing behind', () => {
    offer(naomi, 'ruth');
    offer(ruth, 'nobody');
    assert.equal(room.hub.sizes.callers, 2);
    naomi.leave();
    ruth.leave();
    assert.equal(room.hub.sizes.callers, 0);
  });
});

void describe('a missed call of a person with several devices', () => {
  const at = (missed: MissedCall[]): { naomi: FakeClient; devices: readonly [FakeClient, FakeClient] } => {
    const room = new FakeRoom({
      onMissedCall: (one) => missed.push(one),
      authenticate: ({ name }) => ({ subject: name, name }),
    });
    const naomi = room.modern('naomi');
    const devices = [room.modern('ruth'), room.modern('ruth')] as const;
    naomi.say({ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: { id: 'c1', n: 1, pc: 1 } });
    return { naomi, devices };
  };
  const endOf = (device: FakeClient, reason: string): void =>
    device.say({ type: 'hang-up', target: 'naomi', reason, call: { id: 'c1' } });

  void it('is one when all of them have fallen away', () => {
    const missed: MissedCall[] = [];
    const { devices } = at(missed);
    endOf(devices[0], 'no-answer');
    assert.deepEqual(missed, []);
    endOf(devices[1], 'no-answer');
    assert.equal(missed.length, 1);
  });

  void it('is none when one was answered', () => {
    const missed: MissedCall[] = [];
    const { naomi, devices } = at(missed);
    endOf(devices[0], 'no-answer');
    devices[1].say({
      type: 'video-answer',
      target: 'naomi',
      sdp: ANSWER_SDP,
      call: { id: 'c1', n: 1, pc: 1 },
    });
    naomi.leave();
    for (const device of devices) device.leave();
    assert.deepEqual(missed, []);
  });
});
