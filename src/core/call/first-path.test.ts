/** The way to the first path: who tries again, when, and with what. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_TIMINGS, type CallEffect, type CallEnv } from './call-events.js';
import type { Call, CallState } from './call-state.js';
import { callTransition } from './call-machine.js';
import { newLeg } from './call-steps.js';
import { type Cause, tryFirstPath } from './first-path.js';

type Connecting = Extract<CallState, { phase: 'connecting' }>;

const envAt = (nowMs: number): CallEnv => ({
  nowMs,
  random: 0.5,
  timings: CALL_TIMINGS,
  whereIs: () => 'listed',
});

const connecting = (direction: Call['direction'] = 'outgoing', v1 = true): Connecting => {
  const media = { audio: true, video: true };
  const call: Call = { id: 'm', direction, peer: { name: 'priya', v1 }, media };
  return { phase: 'connecting', slow: false, ...newLeg(call, { pc: 1, received: 0 }) };
};

/** What is tried for, one cause every two seconds. */
function tries(state: Connecting, ...causes: readonly Cause[]): { state: CallState; peer: string[] } {
  let now: CallState = state;
  const peer: string[] = [];
  const keep = (effects: readonly CallEffect[]): void => {
    peer.push(...effects.map(({ type }) => type).filter((type) => type.includes('peer')));
  };
  for (const [at, cause] of causes.entries()) {
    if (now.phase !== 'connecting') break;
    const [next, effects] = tryFirstPath(now, cause, envAt(at * 2_000));
    now = next;
    keep(effects);
  }
  return { state: now, peer };
}

const FRESH = ['close-peer', 'open-peer', 'peer-offer'];

void describe('a first path that does not come', () => {
  void it('is restarted when the browser gives up, and what it gives up again is replaced', () => {
    const { state, peer } = tries(connecting(), 'failed', 'failed');
    assert.deepEqual(peer, ['peer-restart-ice', ...FRESH]);
    assert.ok(state.phase === 'connecting' && state.slow && state.negotiation.pc === 2);
  });

  void it('is restarted once because it takes long', () => {
    assert.deepEqual(tries(connecting(), 'slow').peer, ['peer-restart-ice']);
    assert.deepEqual(tries(connecting(), 'failed', 'slow').peer, ['peer-restart-ice']);
  });

  void it('is tried again when there may be another network, and not while all is well', () => {
    assert.deepEqual(tries(connecting(), 'wake').peer, []);
    assert.deepEqual(tries(connecting(), 'failed', 'wake').peer, ['peer-restart-ice', 'peer-restart-ice']);
  });

  void it('is left to the caller while the browser of the callee has not given up', () => {
    const { state, peer } = tries(connecting('incoming'), 'slow', 'wake');
    assert.deepEqual(peer, []);
    assert.ok(state.phase === 'connecting' && state.slow);
  });

  void it('is tried for by the callee whose browser has given up, when it is its turn', () => {
    const [waiting, effects] = tryFirstPath(connecting('incoming'), 'failed', envAt(0));
    assert.deepEqual(effects, [
      { type: 'stop-timer', timer: 'slow' },
      { type: 'start-timer', timer: 'retry', ms: CALL_TIMINGS.yieldMs, callId: 'm' },
    ]);
    assert.ok(waiting.phase === 'connecting' && waiting.slow && waiting.triedMs === undefined);
    assert.deepEqual(tries(waiting, 'turn', 'failed', 'turn').peer, ['peer-restart-ice', ...FRESH]);
  });

  void it('is not tried for by a callee that has heard a try of the caller meanwhile', () => {
    const heard: Connecting = { ...connecting('incoming'), slow: true, triedMs: 100 };
    assert.deepEqual(tryFirstPath(heard, 'turn', envAt(CALL_TIMINGS.yieldMs)), [heard, []]);
  });

  void it('is not tried for when the other side has just offered, a restart or a fresh connection', () => {
    for (const direction of ['outgoing', 'incoming'] as const)
      for (const pc of [1, 2]) {
        const { call, ...leg } = connecting(direction);
        const negotiation = { pc: 1, sent: 1, received: 0, answered: true };
        const offer = {
          type: 'remote-offer',
          call,
          pc,
          n: 1,
          description: { type: 'offer', sdp: 'v=0' },
        } as const;
        const [heard] = callTransition({ ...leg, call, negotiation }, offer, envAt(1_000));
        const failed = { type: 'connection', callId: 'm', state: 'failed' } as const;
        const [next, effects] = callTransition(heard, failed, envAt(1_900));
        assert.deepEqual(effects, [{ type: 'stop-timer', timer: 'slow' }]);
        const turn = { type: 'timer', callId: 'm', timer: 'retry' } as const;
        assert.deepEqual(callTransition(next, turn, envAt(1_999)), [next, []]);
      }
  });

  void it('is not tried for twice in a second', () => {
    const [first] = tryFirstPath(connecting(), 'failed', envAt(0));
    assert.ok(first.phase === 'connecting');
    assert.deepEqual(tryFirstPath(first, 'failed', envAt(900)), [first, []]);
  });

  void it('ends with a legacy peer, which takes one offer', () => {
    const { state } = tries(connecting('outgoing', false), 'failed');
    assert.ok(state.phase === 'ended' && state.reason === 'ice-failed');
  });
});
