/** The desk again: messages of a peer connection that was replaced, or that is still to come. */
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
