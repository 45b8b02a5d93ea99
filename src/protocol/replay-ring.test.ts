import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  REPLAY_LENGTH,
  REPLAY_MESSAGES,
  ReplayRing,
  countsFromClient,
  countsFromServer,
} from './replay-ring.js';

const filled = (count: number, length = 1): ReplayRing<number> => {
  const ring = new ReplayRing<number>();
  for (let n = 1; n <= count; n += 1) ring.push(n, length);
  return ring;
};

void describe('a replay ring', () => {
  void it('knows what an end lacks, and lets go of what it has', () => {
    const ring = filled(5);
    assert.deepEqual(ring.after(3), [4, 5]);
    assert.equal(ring.size, 2);
    ring.trim(4);
    assert.deepEqual([ring.size, ring.sent], [1, 5]);
    assert.deepEqual(ring.after(5), []);
  });

  void it('keeps so many messages, and so much text, and no more', () => {
    const many = filled(REPLAY_MESSAGES + 6);
    assert.equal(many.size, REPLAY_MESSAGES);
    assert.equal(many.after(6)?.length, REPLAY_MESSAGES);
    assert.equal(filled(3, REPLAY_LENGTH / 2).size, 2);
    assert.equal(filled(1, REPLAY_LENGTH + 1).size, 0);
  });

  void it('says all or nothing: after a gap counting goes on from what the other end has', () => {
    const ring = filled(REPLAY_MESSAGES + 2);
    assert.equal(ring.after(1), undefined);
    assert.deepEqual([ring.size, ring.sent], [0, 1]);
    ring.push(100, 1);
    assert.deepEqual(ring.after(1), [100]);
  });

  void it('takes an end that has more than was ever sent for one with a gap, and does not trim by it', () => {
    const ring = filled(2);
    ring.trim(9);
    assert.equal(ring.size, 2);
    assert.equal(ring.after(9), undefined);
    assert.equal(ring.sent, 9);
  });

  void it('whatever happens, answers exactly what was pushed since', () => {
    const step = fc.oneof(
      fc.record({ push: fc.nat(REPLAY_LENGTH / 8) }),
      fc.record({ trim: fc.nat(40) }),
      fc.record({ after: fc.nat(90) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const ring = new ReplayRing<number>();
        let pushed: number[] = [];
        for (const one of steps) {
          if ('push' in one) {
            pushed.push(pushed.length + 1);
            ring.push(pushed.length, one.push);
          } else if ('trim' in one) ring.trim(one.trim);
          else {
            const missing = ring.after(one.after);
            if (missing) assert.deepEqual(missing, pushed.slice(one.after));
            else pushed = Array.from({ length: one.after }, (_, n) => n + 1);
          }
          assert.ok(ring.size <= REPLAY_MESSAGES);
          assert.equal(ring.sent, pushed.length);
        }
      }),
    );
  });
});

void describe('what counts', () => {
  void it('is everything but what belongs to one connection, or has acknowledgements of its own', () => {
    const [from, by] = [countsFromServer, countsFromClient];
    assert.deepEqual(
      [from('video-offer'), from('message'), from('error'), from('whiteboard')],
      Array(4).fill(true),
    );
    assert.deepEqual(
      [from('ping'), from('presence'), from('session'), from('goodbye')],
      Array(4).fill(false),
    );
    assert.deepEqual([by('hang-up'), by('state'), by('ack'), by(undefined)], Array(4).fill(true));
    assert.deepEqual([by('username'), by('message'), by('sync'), by('pong')], Array(4).fill(false));
  });
});
