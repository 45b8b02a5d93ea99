import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CallPairs } from './call-pairs.js';

const answered = (call?: string): CallPairs => {
  const pairs = new CallPairs();
  pairs.offer('a', ['b'], call);
  pairs.answer('b', 'a', call);
  return pairs;
};

describe('call pairs', () => {
  it('puts both ends in a call at the answer, not at the offer', () => {
    const pairs = new CallPairs();
    pairs.offer('a', ['b']);
    assert.equal(pairs.isInCall('a') || pairs.isInCall('b'), false);
    assert.deepEqual(new Set(pairs.answer('b', 'a')), new Set(['a', 'b']));
    assert.ok(pairs.isInCall('a') && pairs.isInCall('b'));
  });

  it('knows each end’s peer from the offer on', () => {
    const pairs = new CallPairs();
    pairs.offer('a', ['b']);
    assert.deepEqual([pairs.peerOf('a'), pairs.peerOf('b')], ['b', 'a']);
  });

  it('takes an answer nobody asked for as nothing', () => {
    const pairs = new CallPairs();
    assert.deepEqual(pairs.answer('x', 'a'), []);
    pairs.offer('x', ['a']);
    assert.deepEqual(pairs.answer('x', 'a'), [], 'the caller cannot answer for the callee');
    assert.equal(pairs.isInCall('a'), false);
  });

  it('frees both ends at a hang-up from either', () => {
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const pairs = answered();
      assert.deepEqual(new Set(pairs.hangUp(from, to)), new Set(['a', 'b']));
      assert.equal(pairs.size, 0);
    }
  });

  it('is not moved by a third party’s hang-up, offer or answer', () => {
    const pairs = answered();
    pairs.hangUp('x', 'a');
    pairs.offer('x', ['a']);
    pairs.answer('x', 'a');
    assert.deepEqual([pairs.peerOf('a'), pairs.peerOf('b')], ['b', 'a']);
    assert.ok(pairs.isInCall('a') && pairs.isInCall('b'));
  });

  it('does not end this call at a hang-up that belongs to an older one', () => {
    const pairs = answered('new');
    assert.deepEqual(pairs.hangUp('a', 'b', 'old'), []);
    assert.ok(pairs.isInCall('a'));
    pairs.hangUp('a', 'b', 'new');
    assert.equal(pairs.isInCall('a'), false);
  });

  it('stands through renegotiation from either end', () => {
    const pairs = answered('c');
    pairs.offer('b', ['a'], 'c');
    assert.deepEqual(pairs.answer('a', 'b', 'c'), []);
    assert.ok(pairs.isInCall('a') && pairs.isInCall('b'));
  });

  it('survives glare: both call, one answers, the loser is hung up', () => {
    const pairs = new CallPairs();
    pairs.offer('a', ['b'], '1');
    pairs.offer('b', ['a'], '2');
    pairs.hangUp('b', 'a', '2');
    pairs.answer('b', 'a', '1');
    assert.ok(pairs.isInCall('a') && pairs.isInCall('b'));
  });

  it('frees the other end when one is gone', () => {
    const pairs = answered();
    assert.deepEqual(pairs.leave('a'), ['b']);
    assert.equal(pairs.size, 0);
  });

  it('knows which devices of a person still ring, until one answers or declines', () => {
    for (const end of ['answer', 'hangUp'] as const) {
      const pairs = new CallPairs();
      pairs.offer('a', ['b1', 'b2', 'b3'], '1');
      assert.deepEqual(pairs.ringingBeside('b1', 'a'), ['b2', 'b3']);
      pairs.leave('b3');
      assert.deepEqual(pairs.ringingBeside('b1', 'a'), ['b2']);
      pairs[end]('b1', 'a', '1');
      assert.deepEqual([pairs.ringingBeside('b2', 'a'), pairs.peersOf('b2')], [[], []]);
      assert.equal(pairs.isInCall('a'), end === 'answer');
    }
  });

  it('rings beside a device for its own caller and call only', () => {
    const pairs = new CallPairs();
    pairs.offer('a', ['b1', 'b2'], '1');
    assert.deepEqual(pairs.ringingBeside('b1', 'a', '1'), ['b2']);
    assert.deepEqual([pairs.ringingBeside('b1', 'c', '1'), pairs.ringingBeside('b1', 'a', '0')], [[], []]);
  });

  it('goes on ringing where one device of several falls away, and ends with the last', () => {
    const pairs = new CallPairs();
    pairs.offer('a', ['b1', 'b2'], '1');
    pairs.fallAway('b1');
    assert.deepEqual(pairs.peersOf('a'), ['b2']);
    pairs.answer('b2', 'a', '1');
    assert.ok(pairs.isInCall('a') && pairs.isInCall('b2'));
  });

  it('frees who waits for somebody that talks to another, when that one goes, and not before', () => {
    const pairs = answered();
    pairs.offer('c', ['b'], '2');
    assert.deepEqual(pairs.followersOf('b'), ['a', 'c']);
    pairs.fallAway('b');
    assert.deepEqual([pairs.followersOf('b'), pairs.calls], [['c'], 0]);
    assert.deepEqual(pairs.leave('b'), []);
    assert.deepEqual([pairs.size, pairs.peersOf('c')], [0, []]);
  });

  it('counts a call from its answer to its end, whoever else rings', () => {
    const pairs = new CallPairs();
    pairs.offer('a', ['b']);
    assert.equal(pairs.calls, 0);
    pairs.answer('b', 'a');
    pairs.offer('c', ['b']);
    assert.equal(pairs.calls, 1);
    pairs.leave('b');
    assert.equal(pairs.calls, 0);
  });

  it('never leaves anybody in a call alone, and keeps nothing of those who left', () => {
    const who = fc.constantFrom('a', 'b', 'c', 'd');
    const call = fc.constantFrom(undefined, '1', '2');
    const kind = fc.constantFrom('offer', 'answer', 'hangUp', 'leave');
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, who, who, call, who), { maxLength: 60, size: 'max' }), (steps) => {
        const pairs = new CallPairs();
        for (const [step, from, to, id, also] of steps) {
          if (step === 'offer') pairs.offer(from, also === to ? [to] : [to, also], id);
          if (step === 'answer') pairs.answer(from, to, id);
          if (step === 'hangUp') pairs.hangUp(from, to, id);
          if (step === 'leave') pairs.leave(from);
          const inCall = ['a', 'b', 'c', 'd'].filter((one) => pairs.isInCall(one));
          assert.equal(pairs.calls, inCall.length / 2);
          for (const sid of inCall) {
            const peer = pairs.peerOf(sid) ?? '';
            assert.equal(pairs.peerOf(peer), sid);
            assert.ok(pairs.isInCall(peer));
          }
        }
        for (const sid of ['a', 'b', 'c', 'd']) {
          pairs.leave(sid);
          assert.deepEqual([pairs.followersOf(sid), pairs.peersOf(sid)], [[], []]);
        }
        assert.deepEqual([pairs.size, pairs.calls], [0, 0]);
      }),
      { numRuns: 2_000 },
    );
  });
});
