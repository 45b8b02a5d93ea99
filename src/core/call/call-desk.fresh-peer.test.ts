/** The desk again: messages of a peer connection that was replaced or is still to come, and calls that are ahead. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PeerMessage } from '../../protocol/index.js';
import { CallDesk } from './call-desk.js';
import type { CallEvent } from './call-events.js';
import { type Call, type CallState, IDLE } from './call-state.js';
import { newLeg } from './call-steps.js';

const SDP = { offer: { type: 'offer', sdp: 'v=0' }, answer: { type: 'answer', sdp: 'v=0' } } as const;

const call: Call = {
  id: 'a',
  direction: 'outgoing',
  peer: { name: 'priya', v1: true },
  media: { audio: true, video: true },
};

class Desk {
  nowMs = 1_000;
  readonly desk = new CallDesk({
    now: () => this.nowMs,
    newId: () => 'new',
    lookUp: () => undefined,
    heldCandidates: 4,
  });

  read(message: PeerMessage, state: CallState = IDLE): readonly CallEvent[] {
    return this.desk.read(message, state, 'me');
  }

  typesOf(message: PeerMessage, state: CallState = IDLE): readonly string[] {
    return this.read(message, state).map((event) => event.type);
  }
}

void describe('a message about a peer connection', () => {
  const about = (pc: number): { name: string; call: { id: string; pc: number } } => ({
    name: 'priya',
    call: { id: 'a', pc },
  });
  const fresh = (pc: number, id = 'a'): PeerMessage => ({
    type: 'video-offer',
    name: 'priya',
    sdp: SDP.offer,
    call: { id, pc, n: 1 },
  });
  const late = (pc: number): PeerMessage => ({
    type: 'new-ice-candidate',
    candidate: { candidate: `of ${String(pc)}` },
    ...about(pc),
  });
  const second: CallState = { phase: 'active', sinceMs: 0, ...newLeg(call, { pc: 2, received: 0 }) };

  void it('that was replaced means nothing any more', () => {
    const desk = new Desk();
    const answer = { type: 'video-answer', sdp: SDP.answer } as const;
    for (const message of [
      late(1),
      { ...answer, ...about(1) },
      { ...answer, ...about(3) },
      { type: 'call-leaving', ...about(1) } as const,
    ]) {
      assert.deepEqual(desk.read(message, second), []);
    }
    assert.deepEqual(desk.typesOf({ ...answer, ...about(2) }, second), ['remote-answer']);
    assert.deepEqual(desk.typesOf({ type: 'call-leaving', ...about(3) }, second), ['remote-leaving']);
  });

  void it('that is still to come waits for its offer, if it is a candidate', () => {
    const desk = new Desk();
    for (const pc of [3, 2, 3, 4]) desk.read(late(pc), second);
    assert.deepEqual(
      desk
        .read(fresh(3), second)
        .map((event) => event.type === 'remote-candidate' && event.candidate?.candidate),
      [false, 'of 3', 'of 3'],
    );
    assert.deepEqual(desk.typesOf(fresh(3), second), ['remote-offer'], 'once');
  });

  void it('of a call that is over or unknown here is read once in a while, to be refused', () => {
    const desk = new Desk();
    desk.desk.close(call);
    assert.deepEqual(desk.typesOf(fresh(2)), ['remote-offer']);
    assert.deepEqual(desk.typesOf(fresh(2)), []);
    assert.deepEqual(desk.typesOf(fresh(2, 'unknown')), []);
    desk.nowMs += 5_000;
    assert.deepEqual(desk.typesOf(fresh(2, 'unknown')), ['remote-offer']);
  });

  void it('of a call that goes on after all counts again', () => {
    const desk = new Desk();
    desk.desk.close(call);
    desk.desk.open(call);
    assert.deepEqual(desk.typesOf({ type: 'call-accept', ...about(2) }, second), ['remote-accept']);
  });
});

void describe('a new call of the same page', () => {
  const withSid: Call = { ...call, direction: 'incoming', peer: { ...call.peer, sid: 'p1' } };
  const active: CallState = { phase: 'active', sinceMs: 0, ...newLeg(withSid, { pc: 1, received: 1 }) };
  const next = (sid = 'p1', id = 'b'): PeerMessage => ({
    type: 'video-offer',
    name: 'priya',
    sdp: SDP.offer,
    sid,
    call: { id, n: 1, pc: 1 },
  });
  const over: PeerMessage = { type: 'hang-up', name: 'priya', call: { id: 'b' } };

  void it('waits for the end of the one there is, which it has overtaken', () => {
    for (const phase of ['active', 'incoming', 'connecting'] as const) {
      const { desk } = new Desk();
      assert.deepEqual(desk.read(next(), { ...active, phase, slow: false }, 'me'), []);
      desk.close(withSid);
      const ahead = desk.takeAhead();
      assert.deepEqual(ahead, next());
      assert.equal(desk.takeAhead(), undefined);
    }
  });

  void it('does not wait when it is over itself, nor for long', () => {
    const gone = new Desk();
    gone.read(next(), active);
    gone.read(over, active);
    assert.equal(gone.desk.takeAhead(), undefined);
    const late = new Desk();
    late.read(next(), active);
    late.nowMs += 10_000;
    assert.equal(late.desk.takeAhead(), undefined);
  });

  void it('is none of the same page where the session is another, or that page went away', () => {
    const away = { ...active, phase: 'reconnecting', why: 'peer-leaving', restarts: 0 } as CallState;
    assert.deepEqual(new Desk().typesOf(next('p2'), active), ['remote-offer']);
    assert.deepEqual(new Desk().typesOf(next('p1'), away), ['remote-offer']);
  });
});
