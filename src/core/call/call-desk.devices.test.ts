/** The desk, where the other person has several devices: who of them is in the call, and who is not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PeerMessage } from '../../protocol/index.js';
import { CallDesk } from './call-desk.js';
import type { Call, CallState } from './call-state.js';
import { newLeg } from './call-steps.js';

const SDP = { offer: { type: 'offer', sdp: 'v=0' }, answer: { type: 'answer', sdp: 'v=0' } } as const;

const call = (id: string): Omit<Call, 'peer'> => ({
  id,
  direction: 'outgoing',
  media: { audio: true, video: true },
});
const offer = (id: string): PeerMessage => ({
  type: 'video-offer',
  name: 'priya',
  sdp: SDP.offer,
  call: { id, n: 2 },
});
const deskWith = (...sids: readonly string[]): CallDesk =>
  new CallDesk({
    now: () => 1_000,
    newId: () => 'new',
    lookUp: () => undefined,
    devicesOf: () => (sids.length > 1 ? sids : []),
    heldCandidates: 4,
  });

void describe('of somebody with several devices', () => {
  const peer = { name: 'priya', v1: true, sid: 's1' };
  const state: CallState = {
    phase: 'active',
    sinceMs: 0,
    ...newLeg({ ...call('a'), peer }, { pc: 1, received: 0 }),
  };
  const said = (sid: string): readonly PeerMessage[] => [
    { type: 'hang-up', name: 'priya', call: { id: 'a' }, sid },
    { type: 'new-ice-candidate', name: 'priya', call: { id: 'a' }, candidate: { candidate: 'c' }, sid },
    { type: 'call-media', name: 'priya', call: { id: 'a' }, audio: false, video: false, sid },
    { type: 'video-answer', name: 'priya', sdp: SDP.answer, call: { id: 'a' }, sid },
    { ...offer('a'), sid },
  ];

  void it('only the one in the call is heard in it', () => {
    const desk = deskWith('s1', 's2');
    for (const message of said('s1')) assert.equal(desk.read(message, state, 'me').length, 1, message.type);
    for (const message of said('s2')) assert.deepEqual(desk.read(message, state, 'me'), [], message.type);
  });

  void it('a session that came back under another id is heard, since the list has it alone', () => {
    const desk = deskWith('s3');
    for (const message of said('s3')) assert.equal(desk.read(message, state, 'me').length, 1, message.type);
  });

  void it('another one calls beside the call', () => {
    const desk = deskWith('s1', 's2');
    const [event] = desk.read({ ...offer('b'), sid: 's2' }, state, 'me');
    assert.ok(event?.type === 'remote-offer' && event.isBeside);
  });

  void it('the one that answers or declines is known', () => {
    const desk = deskWith('s1', 's2');
    for (const message of [
      { type: 'hang-up', name: 'priya', call: { id: 'a' }, sid: 's2' },
      { type: 'call-accept', name: 'priya', call: { id: 'a' }, sid: 's2' },
    ] as const) {
      const [event] = desk.read(
        message,
        {
          phase: 'outgoing',
          ringing: true,
          ...newLeg({ ...call('a'), peer }, { pc: 1, received: 0 }),
        },
        'me',
      );
      assert.ok(event && 'device' in event && event.device === 's2');
    }
  });
});
