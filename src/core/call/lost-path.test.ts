/** How a lost path is tried again: at once, with growing waits, on every sign, never in a storm, and until it is over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_TIMINGS, type CallEffect, type CallEnv, type CallEvent } from './call-events.js';
import { callTransition } from './call-machine.js';
import type { Call, CallState, TalkingState } from './call-state.js';
import type { StreamHandle } from '../stream-handle.js';
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
const BARREN: CallEvent = { type: 'barren', callId: 'm' };
const BACK_AT_SERVER: CallEvent = { type: 'remote-signal', callId: 'm', signal: 'online' };
/** What comes of a restart of our own, and of one of theirs. */
const OFFERED: CallEvent = {
  type: 'local-description',
  callId: 'm',
  description: { type: 'offer', sdp: 'v=0' },
};
const THEIR_ANSWER: CallEvent = {
  type: 'remote-answer',
  callId: 'm',
  description: { type: 'answer', sdp: 'v=0' },
  v1: true,
};
const answered = (n: number): CallEvent => ({
  type: 'local-description',
  callId: 'm',
  description: { type: 'answer', sdp: 'v=0' },
  n,
});
const muted = (audio: boolean, video: boolean): CallEvent => ({
  type: 'remote-media',
  callId: 'm',
  media: { audio, video },
});
const theirOffer = (n: number, pc = 1): CallEvent => ({
  type: 'remote-offer',
  call: callOf('incoming'),
  description: { type: 'offer', sdp: 'v=0' },
  pc,
  n,
});

/** Carries the machine through time: its own timers fire, whatever else happens comes from the test. */
class Walk {
  nowMs = 0;
  path: Pick<CallEnv, 'roundTripMs' | 'isGivenUp'> = {};
  state: CallState;
  whereIs: CallEnv['whereIs'] = () => 'listed';
  readonly tries: string[] = [];
  readonly #timers = new Map<string, number>();

  constructor(state: CallState) {
    this.state = state;
  }

  take(event: CallEvent): this {
    const { nowMs, path, whereIs } = this;
    const env = { ...path, nowMs, random: 0.5, timings: CALL_TIMINGS, whereIs };
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
    if (effect.type === 'peer-receive' && effect.description.type === 'offer')
      this.tries.push(`theirs at ${at}`);
    if (effect.type === 'start-timer') this.#timers.set(effect.timer, this.nowMs + effect.ms);
    if (effect.type === 'stop-timer') this.#timers.delete(effect.timer);
    if (effect.type === 'stop-timers') this.#timers.clear();
  }
}

const endOf = ({ state }: Walk): string =>
  state.phase === 'ended' ? `${state.reason} by ${state.by}` : state.phase;

void describe('a path that is lost', () => {
  void it('is tried at once and again, with fresh connections between, and given up after 45 s', () => {
    const walk = new Walk(active('outgoing')).take(SILENT);
    assert.equal(walk.state.phase, 'reconnecting');
    assert.deepEqual(walk.tries, ['restart at 0 s']);
    walk.pass(44_999);
    assert.deepEqual(walk.tries, [
      'restart at 0 s',
      'restart at 2 s',
      'fresh at 6 s',
      'fresh at 14 s',
      'fresh at 22 s',
      'fresh at 30 s',
      'fresh at 38 s',
    ]);
    const { state } = walk;
    assert.ok('negotiation' in state && state.negotiation.pc === 6);
    walk.pass(1);
    assert.equal(endOf(walk), 'ice-timeout by system');
  });

  void it('is tried by the callee a second later than by the caller, so that two offers seldom cross', () => {
    const walk = new Walk(active('incoming')).take(SILENT).pass(8_000);
    assert.deepEqual(walk.tries, ['restart at 1 s', 'restart at 3 s', 'fresh at 7 s']);
    const heard = new Walk(active('incoming')).take(SILENT).pass(900).take(theirOffer(2)).pass(1_900);
    assert.deepEqual(heard.tries, ['theirs at 0.9 s']);
    const woken = new Walk(active('incoming')).take(SILENT).pass(1_500).take(WAKE);
    for (let i = 0; i < 40; i += 1) woken.pass(100).take(WAKE);
    assert.deepEqual(woken.tries, ['restart at 1 s', 'restart at 3 s', 'fresh at 5 s']);
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
    const walk = new Walk(active('incoming')).take(SILENT).pass(2_900).take(theirOffer(2)).pass(1_900);
    assert.deepEqual(walk.tries, ['restart at 1 s', 'theirs at 2.9 s']);
    walk.pass(100);
    assert.equal(walk.tries.at(-1), 'restart at 4.9 s');
  });

  void it('is not tried on top of what the other side, which was quicker to notice, has just tried', () => {
    const quick = new Walk(active()).take(theirOffer(2)).take(answered(2)).pass(900).take(SILENT);
    assert.equal(quick.state.phase, 'reconnecting');
    assert.deepEqual(quick.pass(1_400).tries, ['theirs at 0 s']);
    assert.deepEqual(quick.pass(100).tries, ['theirs at 0 s', 'fresh at 2.4 s']);
    quick.pass(50_000);
    assert.equal(endOf(quick), 'ice-timeout by system');
    const slow = new Walk(active()).take(theirOffer(2)).take(answered(2)).pass(1_000).take(SILENT);
    assert.deepEqual(slow.tries, ['theirs at 0 s', 'restart at 1 s']);
    const broken = new Walk(active()).take(theirOffer(2)).take(answered(2)).take(BARREN);
    assert.deepEqual(broken.tries, ['theirs at 0 s', 'fresh at 0 s'], 'what it brought is good for nothing');
  });

  void it('is not tried while the other side is away from the server, and at once when it is back', () => {
    for (const direction of ['outgoing', 'incoming'] as const) {
      const walk = new Walk(active(direction));
      walk.whereIs = () => 'away';
      walk.take(SILENT).pass(20_000);
      assert.deepEqual(walk.tries, []);
      assert.deepEqual(walk.take(BACK_AT_SERVER).tries, ['restart at 20 s'], direction);
    }
  });

  void it('is tried last by the side that was away from the server: its network is another one', () => {
    for (const [direction, first] of [
      ['outgoing', 'restart at 21 s'],
      ['incoming', 'restart at 22 s'],
    ] as const) {
      const walk = new Walk(active(direction));
      walk.whereIs = () => 'unknown';
      walk.take(SILENT).pass(20_000);
      walk.whereIs = () => 'listed';
      assert.equal(walk.take({ type: 'wake', wasAway: true }).pass(2_000).tries[0], first);
    }
  });

  void it('is offered again by the caller whose offer has no answer, when one comes that does not yield to it', () => {
    const walk = new Walk(active()).take(SILENT).take(OFFERED).pass(900).take(theirOffer(2));
    assert.deepEqual(walk.tries, ['restart at 0 s'], 'it may still be on the way');
    walk.pass(200).take(theirOffer(3));
    assert.deepEqual(walk.tries, ['restart at 0 s', 'restart at 1.1 s']);
    walk.take(OFFERED).take(THEIR_ANSWER).pass(500).take(theirOffer(4));
    assert.equal(walk.tries.at(-1), 'theirs at 1.6 s');
    const callee = new Walk(active('incoming')).take(SILENT).pass(1_000).take(OFFERED).take(theirOffer(2));
    assert.equal(callee.tries.at(-1), 'theirs at 1 s', 'and the callee gives way');
  });

  void it('is given up when it would have been, however often the other side offers a fresh connection', () => {
    const walk = new Walk(active('incoming')).take(SILENT);
    for (let pc = 2; pc < 10; pc += 1) walk.pass(5_000).take(theirOffer(1, pc * 10));
    walk.pass(4_999);
    assert.equal(walk.state.phase, 'reconnecting');
    walk.pass(1);
    assert.equal(endOf(walk), 'ice-timeout by system');
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

void describe('a connection of which both have said how it is restarted', () => {
  const restarted = (direction: Call['direction']): Walk =>
    new Walk(active(direction)).take(FAILED).take(OFFERED).take(THEIR_ANSWER);

  void it('is replaced where that brings nothing back, by the caller first', () => {
    assert.deepEqual(restarted('outgoing').pass(1_500).tries, ['restart at 0 s', 'fresh at 1.5 s']);
    assert.deepEqual(restarted('incoming').pass(2_500).tries, ['fresh at 2.5 s']);
    const answering = new Walk(active('incoming')).take(FAILED).take(theirOffer(2)).take(answered(2));
    assert.deepEqual(answering.pass(2_500).tries, ['theirs at 0 s', 'fresh at 2.5 s']);
  });

  void it('has as long as a new path takes where the one that is lost was slow, and so has the one in its place', () => {
    const far = (roundTripMs: number, isGivenUp = false): Walk => {
      const walk = Object.assign(new Walk(active()), { path: { roundTripMs, isGivenUp } });
      return walk.take(FAILED).take(OFFERED).take(THEIR_ANSWER);
    };
    assert.deepEqual(far(180).pass(6_000).tries.slice(1), ['fresh at 1.5 s', 'fresh at 5.5 s']);
    assert.deepEqual(far(750).pass(13_000).tries.slice(1), ['fresh at 6 s', 'fresh at 12 s']);
    assert.deepEqual(far(750, true).pass(8_000).tries.slice(1), ['fresh at 1.5 s', 'fresh at 7.5 s']);
    assert.deepEqual(far(60_000).pass(20_000).tries.slice(1), ['fresh at 8 s', 'fresh at 16 s']);
  });

  void it('has that time as well where the browser had given it up, and looks for a path once more', () => {
    const checked = (roundTripMs: number, direction: Call['direction'] = 'outgoing'): Walk => {
      const walk = restarted(direction).pass(1_000);
      walk.path = { roundTripMs };
      return walk.take({ type: 'connection', callId: 'm', state: 'connecting' });
    };
    assert.deepEqual(checked(750).pass(6_000).tries.slice(1), ['fresh at 7 s']);
    assert.deepEqual(checked(750, 'incoming').pass(7_000).tries, ['fresh at 8 s']);
    assert.deepEqual(checked(180).pass(500).tries.slice(1), ['fresh at 1.5 s'], 'a fast one is no slower');
  });

  void it('has in its place one that is given more time each time, whatever the browser says of it', () => {
    const walk = restarted('outgoing').pass(1_500);
    walk.path = { roundTripMs: 300 };
    for (const ms of [4_000, 8_000]) {
      walk.take(OFFERED).take(THEIR_ANSWER).take({ type: 'connection', callId: 'm', state: 'connecting' });
      walk.pass(ms);
    }
    assert.deepEqual(walk.tries.slice(1), ['fresh at 1.5 s', 'fresh at 5.5 s', 'fresh at 13.5 s']);
  });

  void it('is kept where it does', () => {
    assert.deepEqual(restarted('outgoing').pass(1_400).take(CONNECTED).pass(20_000).tries, [
      'restart at 0 s',
    ]);
  });

  void it('is replaced anew where the one in its place does not come up either', () => {
    const walk = restarted('outgoing').pass(1_500).take(OFFERED).take(THEIR_ANSWER).pass(3_000);
    assert.deepEqual(walk.tries.slice(2), [], 'it has as long as a restart');
    walk.pass(1_000);
    assert.deepEqual(walk.tries.slice(2), ['fresh at 5.5 s']);
    const taken = new Walk(active('incoming')).take(FAILED).take(theirOffer(1, 2)).take(answered(1));
    assert.deepEqual(
      taken.pass(2_000).tries,
      ['theirs at 0 s', 'fresh at 2 s'],
      'what was not up is not restarted',
    );
  });

  void it('is replaced where the browser refuses a step of it', () => {
    const walk = new Walk(active()).take(SILENT).take({ type: 'peer-error', callId: 'm', message: 'broken' });
    assert.deepEqual(walk.pass(1_000).tries, ['restart at 0 s', 'fresh at 1 s']);
    walk.take({ type: 'peer-error', callId: 'm', message: 'broken' }).pass(50_000);
    assert.equal(endOf(walk), 'ice-timeout by system');
  });

  void it('is tried by this side where it is lost again, and an offer of the other one gave way to ours', () => {
    const walk = new Walk(active()).take(FAILED).take(OFFERED).take(CONNECTED).pass(2_000);
    walk.take(theirOffer(2)).take(FAILED);
    assert.deepEqual(walk.tries, ['restart at 0 s', 'theirs at 2 s', 'restart at 2 s']);
  });
});

void describe('a path that is back without what the other side sends', () => {
  const back = (events: readonly CallEvent[] = []): Walk => {
    const walk = new Walk(active()).take(SILENT);
    for (const event of [...events, CONNECTED]) walk.take(event);
    return walk;
  };

  void it('is lost: a fresh connection takes its place, offered by whoever sees that', () => {
    assert.deepEqual(back([OFFERED, THEIR_ANSWER]).take(BARREN).tries, ['restart at 0 s', 'fresh at 0 s']);
    const callee = new Walk(active('incoming')).take(SILENT).take(theirOffer(2)).take(answered(2));
    callee.take(CONNECTED).take(BARREN).pass(1_000);
    assert.deepEqual(callee.tries, ['theirs at 0 s', 'fresh at 1 s']);
  });

  void it('is not doubted again once it is a fresh one, nor while nothing is to be expected', () => {
    const fresh = back([OFFERED, THEIR_ANSWER]).take(BARREN).take(OFFERED).take(THEIR_ANSWER).take(CONNECTED);
    assert.equal(fresh.take(BARREN).state.phase, 'active');
    assert.equal(back([OFFERED, THEIR_ANSWER, muted(false, false)]).take(BARREN).state.phase, 'active');
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
    const { state } = new Walk(active()).take(FAILED);
    assert.equal(new Walk(state).take(SILENT).state, state);
  });
});

const BROKEN: CallEvent = { type: 'peer-error', callId: 'm', message: 'no such step' };
const CLOSED: CallEvent = { type: 'closed', callId: 'm', by: 'peer' };
const picture = (stream: StreamHandle): CallEvent => ({ type: 'remote-stream', callId: 'm', stream });

void describe('a connection that breaks in a call', () => {
  void it('is replaced at once by the caller, and a little later by the callee', () => {
    assert.deepEqual(new Walk(active()).take(BROKEN).tries, ['fresh at 0 s']);
    assert.deepEqual(new Walk(active('incoming')).take(BROKEN).pass(1_000).tries, ['fresh at 1 s']);
  });

  void it('is replaced again, a second later, where the one in its place breaks too, until the time is over', () => {
    const walk = new Walk(active()).take(BROKEN).take(BROKEN).pass(1_000);
    assert.deepEqual(walk.tries, ['fresh at 0 s', 'fresh at 1 s']);
    const { state } = walk.pass(60_000);
    assert.ok(state.phase === 'ended' && state.reason === 'ice-timeout');
  });
});

void describe('a connection that was closed at its other end', () => {
  void it('is tried again rather than given up where nothing came of it before its time was over', () => {
    const walk = new Walk(active()).take(CLOSED).pass(1_000).take(SILENT).pass(5_000);
    assert.equal(walk.state.phase, 'reconnecting');
  });

  void it('is waited for as a page that goes away, while the other one is away from the server', () => {
    const walk = new Walk(active());
    walk.whereIs = () => 'away';
    assert.equal(endOf(walk.take(CLOSED).take(SILENT).pass(7_999)), 'reconnecting');
    assert.deepEqual([endOf(walk.pass(1)), walk.tries], ['peer-left by system', []]);
  });
});

void describe('the picture of a path that is lost', () => {
  void it('stays until there is a path for the one in its place', () => {
    const [former, next] = [{ id: 'former' }, { id: 'next' }];
    const walk = new Walk(active()).take(picture(former)).take(BROKEN).take(picture(next));
    const shown = (): unknown => 'remote' in walk.state && walk.state.remote.stream;
    assert.equal(shown(), former);
    walk.take(CONNECTED);
    assert.equal(shown(), next);
  });
});
