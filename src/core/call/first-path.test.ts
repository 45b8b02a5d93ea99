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
    // Who has tried for another reason asks no more whether it takes long.
    assert.deepEqual(tryFirstPath(connecting(), 'failed', envAt(0))[1][0], {
      type: 'stop-timer',
      timer: 'slow',
    });
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

  void it('is tried for by the callee whose browser has given up, when it is its turn, and never thrown away', () => {
    const [waiting, effects] = tryFirstPath(connecting('incoming'), 'failed', envAt(0));
    const turn = { type: 'start-timer', timer: 'retry', ms: CALL_TIMINGS.yieldMs, callId: 'm' };
    assert.deepEqual([waiting, effects], [connecting('incoming'), [turn]]);
    const { state, peer } = tries(connecting('incoming'), 'turn', 'failed', 'turn');
    assert.deepEqual(peer, ['peer-restart-ice', 'peer-restart-ice']);
    assert.ok(state.phase === 'connecting' && !state.slow);
  });

  for (const [what, pc] of [
    ['a restart', 1],
    ['a fresh connection', 2],
  ] as const) {
    const heardAt = (state: Connecting, nowMs: number): readonly [CallState, readonly CallEffect[]] => {
      const { call, ...leg } = state;
      const negotiation = { pc: 1, sent: 1, received: 0, answered: true };
      const description = { type: 'offer', sdp: 'v=0' } as const;
      const offer = { type: 'remote-offer', call, pc, n: 1, description } as const;
      return callTransition({ ...leg, call, negotiation }, offer, envAt(nowMs));
    };

    void it(`is not tried for by a callee that waits for its turn and hears ${what} of the caller`, () => {
      const [, effects] = heardAt(connecting('incoming'), 500);
      assert.deepEqual(effects.at(-1), { type: 'stop-timer', timer: 'retry' });
    });

    void it(`is not tried for when ${what} of the other side was just heard`, () => {
      for (const direction of ['outgoing', 'incoming'] as const) {
        const [heard] = heardAt(connecting(direction), 1_000);
        const failed = { type: 'connection', callId: 'm', state: 'failed' } as const;
        const [, effects] = callTransition(heard, failed, envAt(1_900));
        assert.deepEqual(
          effects.filter(({ type }) => type !== 'stop-timer'),
          [],
        );
      }
    });
  }

  void it('is not tried for because it takes long when a try was just made with other credentials', () => {
    const negotiation = { pc: 1, sent: 1, received: 0, answered: true };
    const renewed = callTransition(
      { ...connecting(), negotiation },
      { type: 'ice-renewed', callId: 'm' },
      envAt(14_500),
    );
    const slow = { type: 'timer', callId: 'm', timer: 'slow' } as const;
    assert.deepEqual(renewed[1], [{ type: 'peer-restart-ice' }]);
    const [state, effects] = callTransition(renewed[0], slow, envAt(15_000));
    assert.deepEqual(effects, [{ type: 'stop-timer', timer: 'slow' }]);
    assert.ok(state.phase === 'connecting' && state.slow);
  });

  void it('is restarted because it takes long, though the other side has tried long before', () => {
    const state: Connecting = { ...connecting(), triedMs: 1_000 };
    const [, effects] = tryFirstPath(state, 'slow', envAt(15_000));
    assert.deepEqual(effects, [{ type: 'stop-timer', timer: 'slow' }, { type: 'peer-restart-ice' }]);
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
