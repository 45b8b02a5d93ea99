/** What a call makes of a connection to the server that is lost, on the other side or on this one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_TIMINGS, type CallEvent } from './call-events.js';
import { callTransition } from './call-machine.js';
import { type Call, type CallState, IDLE } from './call-state.js';
import { newLeg } from './call-steps.js';

const makeCall = (direction: Call['direction'], v1 = true): Call => ({
  id: 'm',
  direction,
  peer: { name: 'priya', v1 },
  media: { audio: true, video: true },
});
const OURS = makeCall('outgoing');
const leg = newLeg(OURS, { pc: 1, received: 0 });
const STATES = {
  idle: IDLE,
  outgoing: { phase: 'outgoing', ringing: true, ...leg },
  incoming: { phase: 'incoming', ...newLeg(makeCall('incoming'), { pc: 1, received: 1 }) },
  connecting: { phase: 'connecting', slow: false, ...leg },
  active: { phase: 'active', sinceMs: 0, ...leg },
  reconnecting: { phase: 'reconnecting', sinceMs: 0, why: 'network', restarts: 1, ...leg },
  away: { phase: 'reconnecting', sinceMs: 0, why: 'peer-leaving', restarts: 0, ...leg },
  rejoining: { phase: 'reconnecting', sinceMs: 0, why: 'rejoining', restarts: 1, ...leg },
  ended: { phase: 'ended', call: OURS, reason: 'ended', by: 'me', durationMs: 0 },
} as const satisfies Readonly<Record<string, CallState>>;

const step = (state: CallState, event: CallEvent): ReturnType<typeof callTransition> =>
  callTransition(state, event, { nowMs: 0, random: 0.5, timings: CALL_TIMINGS, whereIs: () => 'listed' });

void describe('what the server says of the peer’s connection', () => {
  const effectsOf = (state: CallState, event: CallEvent): readonly string[] =>
    step(state, event)[1].map((effect) =>
      'timer' in effect ? `${effect.type} ${effect.timer}` : effect.type,
    );
  const signal = (is: 'reconnecting' | 'online'): CallEvent => ({
    type: 'remote-signal',
    callId: 'm',
    signal: is,
  });

  void it('makes its silence mean nothing while it is away, until it has said that it rings', () => {
    const silent = { ...STATES.outgoing, ringing: false };
    assert.deepEqual(effectsOf(silent, signal('reconnecting')), ['stop-timer reach']);
    assert.deepEqual(effectsOf(silent, signal('online')), ['start-timer reach']);
    for (const is of ['reconnecting', 'online'] as const)
      assert.deepEqual(effectsOf(STATES.outgoing, signal(is)), []);
  });

  void it('is what a caller waits for, until it is back', () => {
    const silent: CallState = { ...STATES.outgoing, ringing: false };
    const [away] = step(silent, signal('reconnecting'));
    const [back] = step(away, signal('online'));
    assert.deepEqual(
      [away, back],
      [
        { ...silent, away: true },
        { ...silent, away: false },
      ],
    );
  });

  void it('ends a call only where the media are lost as well, and nobody is known to be on the way back', () => {
    const left: CallEvent = { type: 'remote-signal', callId: 'm', signal: 'left' };
    for (const [name, state] of Object.entries(STATES)) {
      const [{ phase }] = step(state, left);
      assert.equal(phase, name === 'reconnecting' ? 'ended' : state.phase, name);
    }
  });

  void it('does not touch a call that talks', () => {
    for (const is of ['reconnecting', 'online'] as const)
      assert.deepEqual(effectsOf(STATES.active, signal(is)), []);
  });
});

void describe('words that may be lost', () => {
  const effectsAfter = (state: CallState): readonly string[] =>
    step(state, { type: 'resync' })[1].map(({ type }) => type);

  void it('are made good by an offer where the connection is not up, and else by what is muted', () => {
    assert.deepEqual(effectsAfter(STATES.connecting), ['peer-restart-ice']);
    assert.deepEqual(effectsAfter(STATES.reconnecting), [], 'a lost path has its own time for it');
    assert.deepEqual(effectsAfter(STATES.active), ['announce-media']);
    for (const state of ['idle', 'outgoing', 'incoming', 'away', 'rejoining', 'ended'] as const)
      assert.deepEqual(effectsAfter(STATES[state]), []);
    const legacy = { ...STATES.connecting, call: makeCall('outgoing', false) };
    assert.deepEqual(effectsAfter(legacy), [], 'a legacy peer takes one offer');
  });
});
