/** How a lost path is tried again: at once, with growing waits, on every sign, never in a storm, and until it is over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_TIMINGS, type CallEffect, type CallEnv, type CallEvent } from './call-events.js';
import { callTransition } from './call-machine.js';
import type { Call, CallState, TalkingState } from './call-state.js';
import { newLeg } from './call-steps.js';

const callOf = (direction: Call['direction'], v1 = true): Call => ({
  id: 'm',
  direction,
  peer: { name: 'priya', sid: 'p1', v1 },
  media: { audio: true, video: true },
});

const active = (direction: Call['direction'] = 'outgoing', v1 = true): TalkingState => ({
  phase: 'active',
  sinceMs: 0,
  ...newLeg(callOf(direction, v1), { pc: 1, received: direction === 'incoming' ? 1 : 0 }),
  negotiation: { pc: 1, sent: 1, received: 0, answered: true },
});

const SILENT: CallEvent = { type: 'silent', callId: 'm' };
const FAILED: CallEvent = { type: 'connection', callId: 'm', state: 'failed' };
const CONNECTED: CallEvent = { type: 'connection', callId: 'm', state: 'connected' };
const WAKE: CallEvent = { type: 'wake' };
const muted = (audio: boolean, video: boolean): CallEvent => ({
  type: 'remote-media',
  callId: 'm',
  media: { audio, video },
});
const theirOffer = (n: number): CallEvent => ({
  type: 'remote-offer',
  call: callOf('incoming'),
  description: { type: 'offer', sdp: 'v=0' },
  pc: 1,
  n,
});

/** Carries the machine through time: its own timers fire, whatever else happens comes from the test. */
class Walk {
  nowMs = 0;
  state: CallState;
  whereIs: CallEnv['whereIs'] = () => 'listed';
  readonly tries: string[] = [];
  readonly #timers = new Map<string, number>();

  constructor(state: CallState) {
    this.state = state;
  }

  take(event: CallEvent): this {
    const env = { nowMs: this.nowMs, random: 0.5, timings: CALL_TIMINGS, whereIs: this.whereIs };
    const [state, effects] = callTransition(this.state, event, env);
    this.state = state;
    for (const effect of effects) this.#run(effect);
    return this;
  }

  pass(ms: number): this {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const [due] = [...this.#timers].filter(([, at]) => at <= untilMs).sort(([, a], [, b]) => a - b);
      if (!due) break;
      const [timer, at] = due;
      this.nowMs = at;
      this.#timers.delete(timer);
      this.take({ type: 'timer', callId: 'm', timer: timer as 'retry' });
    }
    this.nowMs = untilMs;
    return this;
  }

  #run(effect: CallEffect): void {
    const at = `${String(this.nowMs / 1_000)} s`;
    if (effect.type === 'peer-restart-ice') this.tries.push(`restart at ${at}`);
    if (effect.type === 'peer-offer') this.tries.push(`fresh at ${at}`);
    if (effect.type === 'start-timer') this.#timers.set(effect.timer, this.nowMs + effect.ms);
    if (effect.type === 'stop-timer') this.#timers.delete(effect.timer);
    if (effect.type === 'stop-timers') this.#timers.clear();
  }
}

const endOf = ({ state }: Walk): string =>
  state.phase === 'ended' ? `${state.reason} by ${state.by}` : state.phase;

void describe('a path that is lost', () => {
  void it('is tried at once and again, the caller with fresh connections between, and given up after 45 s', () => {
    const walk = new Walk(active('outgoing')).take(SILENT);
    assert.equal(walk.state.phase, 'reconnecting');
    assert.deepEqual(walk.tries, ['restart at 0 s']);
    walk.pass(44_999);
    assert.deepEqual(walk.tries, [
      'restart at 0 s',
      'restart at 2 s',
      'fresh at 6 s',
      'restart at 14 s',
      'fresh at 22 s',
      'restart at 30 s',
      'fresh at 38 s',
    ]);
    const { state } = walk;
    assert.ok('negotiation' in state && state.negotiation.pc === 4);
    walk.pass(1);
    assert.equal(endOf(walk), 'ice-timeout by system');
  });

  void it('is only restarted by the callee, so that two fresh connections never cross', () => {
    const walk = new Walk(active('incoming')).take(FAILED).pass(44_999);
    assert.ok(walk.tries.every((one) => one.startsWith('restart')) && walk.tries.length === 7);
  });

  void it('is tried on every sign that there may be one, once a second at most', () => {
    const walk = new Walk(active()).take(SILENT).pass(500).take(WAKE).take(FAILED);
    assert.deepEqual(walk.tries, ['restart at 0 s'], 'that was just done');
    walk.pass(600).take(WAKE).take(WAKE);
    assert.deepEqual(walk.tries, ['restart at 0 s', 'restart at 1.1 s']);
    for (let i = 0; i < 1_000; i += 1) walk.pass(10).take(WAKE).take(FAILED);
    assert.ok(walk.tries.length <= 13, `${String(walk.tries.length)} tries in 11 s`);
  });

  void it('is not tried while nobody could hear of it, and at once when the server is back', () => {
    const walk = new Walk(active());
    walk.whereIs = () => 'unknown';
    walk.take(SILENT).pass(20_000);
    assert.deepEqual(walk.tries, []);
    walk.whereIs = () => 'listed';
    walk.take(WAKE);
    assert.deepEqual(walk.tries, ['restart at 20 s']);
    walk.whereIs = () => 'unknown';
    walk.pass(25_000);
    assert.equal(endOf(walk), 'ice-timeout by system', 'counted from the loss');
  });

  void it('is not tried on top of what the other side has just tried', () => {
    const walk = new Walk(active('incoming')).take(SILENT).pass(1_900).take(theirOffer(2)).pass(3_000);
    assert.deepEqual(walk.tries, ['restart at 0 s']);
    walk.pass(1_000);
    assert.deepEqual(walk.tries, ['restart at 0 s', 'restart at 5.9 s']);
  });

  void it('is the call as it was when it is back, and the next loss begins anew', () => {
    const walk = new Walk(active()).take(SILENT).pass(10_000).take(CONNECTED);
    assert.equal(walk.state.phase, 'active');
    walk.pass(60_000);
    assert.equal(walk.state.phase, 'active');
    assert.equal(walk.tries.length, 3);
    walk.take(SILENT);
    assert.equal(walk.tries.at(-1), 'restart at 70 s');
  });
});

void describe('silence', () => {
  void it('means nothing of somebody who sends neither sound nor pictures', () => {
    const walk = new Walk(active()).take(muted(false, false)).take(SILENT);
    assert.equal(walk.state.phase, 'active');
    for (const [audio, video] of [
      [true, false],
      [false, true],
    ] as const) {
      const other = new Walk(active()).take(muted(audio, video)).take(SILENT);
      assert.equal(other.state.phase, 'reconnecting');
    }
  });

  void it('means nothing of a legacy page: it takes no second offer', () => {
    assert.equal(new Walk(active('outgoing', false)).take(SILENT).state.phase, 'active');
  });

  void it('is no news while the path is known to be lost, or not there yet', () => {
    const lost = new Walk(active()).take(FAILED);
    const { state } = lost;
    assert.equal(lost.take(SILENT).state, state);
  });
});
