/** The way to the first path: who tries again, when, and with what. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_TIMINGS, type CallEffect, type CallEnv } from './call-events.js';
import type { Call, CallState } from './call-state.js';
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

  void it('is left to the caller', () => {
    const { state, peer } = tries(connecting('incoming'), 'failed', 'failed', 'wake');
    assert.deepEqual(peer, []);
    assert.ok(state.phase === 'connecting' && state.slow);
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
