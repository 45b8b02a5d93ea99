/** A fresh peer connection within a call: who offers it, who takes it up, and which one stands when two cross. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CALL_TIMINGS, type CallEffect, type CallEnv, type CallEvent } from './call-events.js';
import { callTransition } from './call-machine.js';
import { type Call, type CallState, IDLE, type TalkingState } from './call-state.js';
import { type OfferEvent, newLeg } from './call-steps.js';

const BOTH = { audio: true, video: true };
const SDP = { offer: { type: 'offer', sdp: 'v=0' }, answer: { type: 'answer', sdp: 'v=0' } } as const;

const makeCall = (direction: Call['direction'], id = 'm', v1 = true): Call => ({
  id,
  direction,
  peer: { name: 'priya', sid: 'p1', v1 },
  media: BOTH,
});

type Negotiation = TalkingState['negotiation'];
const connected: Negotiation = { pc: 1, sent: 1, received: 0, answered: true };

/** A state of a call that both were connected in. */
const talking = (
  why: 'active' | Extract<CallState, { phase: 'reconnecting' }>['why'],
  negotiation: Negotiation = connected,
  direction: Call['direction'] = 'outgoing',
  restarts = 0,
): TalkingState => {
  const leg = { ...newLeg(makeCall(direction), { pc: 1, received: 0 }), negotiation, sinceMs: 0 };
  return why === 'active' ? { phase: 'active', ...leg } : { phase: 'reconnecting', why, restarts, ...leg };
};

const offer = (pc: number, n = 1, id = 'm', sid = 'p1'): OfferEvent => {
  const call = makeCall('incoming', id);
  return {
    type: 'remote-offer',
    call: { ...call, peer: { ...call.peer, sid } },
    description: SDP.offer,
    pc,
    n,
  };
};

const ENV: CallEnv = { nowMs: 1_000, random: 0.5, timings: CALL_TIMINGS, whereIs: () => 'listed' };
const about = { callId: 'm' };

/** Takes events one after the other. */
function after(
  state: CallState,
  ...events: readonly CallEvent[]
): { state: CallState; effects: readonly CallEffect[] } {
  let now: readonly [CallState, readonly CallEffect[]] = [state, []];
  for (const event of events) now = callTransition(now[0], event, ENV);
  return { state: now[0], effects: now[1] };
}

const negotiationOf = (state: CallState): Negotiation => {
  assert.ok('negotiation' in state);
  return state.negotiation;
};

const toPeer = (effects: readonly CallEffect[]): readonly string[] =>
  effects.map(({ type }) => type).filter((type) => type.includes('peer'));

const sent = (effects: readonly CallEffect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.message.type] : []));

const timers = (effects: readonly CallEffect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'start-timer' ? [effect.timer] : []));

const REPLACED = ['close-peer', 'open-peer', 'peer-receive', 'peer-admit'];

void describe('an offer of a fresh connection', () => {
  void it('takes the place of the one there is, whether the peer said that it leaves or not', () => {
    for (const why of ['active', 'network', 'peer-leaving'] as const) {
      const { state, effects } = after(talking(why), offer(2, 1, 'm', 'p2'));
      assert.ok(state.phase === 'reconnecting' && state.why === 'network' && state.sinceMs === 0);
      assert.deepEqual(state.negotiation, { pc: 2, sent: 0, received: 1, answered: false });
      assert.equal(state.call.peer.sid, 'p2');
      assert.deepEqual(toPeer(effects), REPLACED);
      // A loss that is known is given up when it would have been.
      assert.deepEqual(timers(effects), why === 'network' ? ['retry'] : ['give-up', 'retry']);
      assert.deepEqual(sent(effects), []);
    }
  });

  void it('leaves a call that is not connected yet what it is', () => {
    const leg = newLeg(makeCall('incoming'), { pc: 1, received: 1 });
    const connecting = after({ phase: 'connecting', slow: false, ...leg }, offer(2));
    assert.equal(connecting.state.phase, 'connecting');
    assert.deepEqual(toPeer(connecting.effects), REPLACED);
    const ringing = after({ phase: 'incoming', ...leg }, offer(2));
    assert.equal(ringing.state.phase, 'incoming');
    assert.deepEqual(toPeer(ringing.effects), REPLACED.slice(0, -1), 'nothing is answered before the yes');
  });

  void it('is taken once, and none of an older connection after it', () => {
    const { state } = after(talking('active'), offer(3));
    for (const late of [offer(3), offer(2), offer(2, 7), offer(1, 9)])
      assert.deepEqual(after(state, late), { state, effects: [] });
    assert.deepEqual(toPeer(after(state, offer(3, 2)).effects), ['peer-receive']);
  });

  void it('of a call that is not known here is refused, and never rings', () => {
    const states = [
      IDLE,
      talking('active'),
      talking('rejoining'),
      { phase: 'outgoing', ringing: false, ...newLeg(makeCall('outgoing'), { pc: 1, received: 0 }) },
      { phase: 'ended', call: makeCall('outgoing'), reason: 'ended', by: 'me', durationMs: 0 },
    ] as const satisfies readonly CallState[];
    for (const state of states) {
      const next = after(state, offer(2, 1, 'unknown'));
      assert.equal(next.state, state);
      const [effect] = next.effects;
      assert.ok(effect?.type === 'send' && effect.message.type === 'hang-up');
      assert.deepEqual([effect.message.call, effect.message.reason], [{ id: 'unknown' }, 'peer-left']);
    }
  });
});

void describe('two offers of a fresh connection that cross', () => {
  const offered: Negotiation = { pc: 2, sent: 1, received: 0, answered: false };

  void it('leave one: the callee’s gives way, and the caller’s stands', () => {
    const callee = after(talking('rejoining', offered, 'incoming', 1), offer(2));
    assert.deepEqual(toPeer(callee.effects), REPLACED);
    const before = talking('rejoining', offered, 'outgoing', 1);
    assert.deepEqual(after(before, offer(2)), { state: before, effects: [] });
  });

  void it('are told from what comes after the answer on the same connection', () => {
    const answered = talking('network', { ...offered, answered: true, joined: true });
    assert.deepEqual(toPeer(after(answered, offer(2)).effects), ['peer-receive']);
    const restarting = talking('network', { ...offered, sent: 2, joined: true }, 'incoming');
    assert.deepEqual(toPeer(after(restarting, offer(2)).effects), ['peer-receive']);
    const unheard = talking('network', { ...offered, sent: 2 }, 'incoming');
    assert.deepEqual(toPeer(after(unheard, offer(2)).effects), REPLACED);
    const first = talking('active', { ...connected, answered: false }, 'incoming');
    assert.deepEqual(toPeer(after(first, offer(1)).effects), ['peer-receive']);
  });

  void it('do not cross when ours has reached nobody', () => {
    for (const state of [talking('rejoining', { ...offered, sent: 0 }), talking('peer-leaving', offered)])
      assert.deepEqual(toPeer(after(state, offer(2)).effects), REPLACED);
  });
});

void describe('a page whose peer went away', () => {
  const away = talking('peer-leaving');

  void it('tells whoever may have the name nothing, but goodbye', () => {
    const quiet: readonly CallEvent[] = [
      { type: 'local-media', media: BOTH },
      { type: 'local-description', ...about, description: SDP.offer },
      { type: 'local-candidate', ...about, candidate: null },
      { type: 'connection', ...about, state: 'failed' },
      { type: 'connection', ...about, state: 'connected' },
      { type: 'peer-error', ...about, message: 'broken' },
    ];
    for (const event of quiet) {
      const { state, effects } = after(away, event);
      assert.equal(state, away);
      assert.deepEqual(
        effects.filter(({ type }) => type !== 'peer-sync-media'),
        [],
      );
    }
    assert.deepEqual(sent(after(away, { type: 'hang-up' }).effects), ['hang-up']);
  });

  void it('is told again what is muted when it is back', () => {
    const { effects } = after(away, offer(2), { type: 'connection', ...about, state: 'connected' });
    assert.ok(effects.some(({ type }) => type === 'announce-media'));
  });
});

void describe('a page that is back', () => {
  const rejoin: CallEvent = {
    type: 'rejoin',
    call: makeCall('incoming'),
    pc: 2,
    sinceMs: 400,
    withinMs: 5_000,
  };
  const here: CallEvent = { type: 'remote-here', ...about };
  const description: CallEvent = { type: 'local-description', ...about, description: SDP.offer };
  const answer: CallEvent = { type: 'remote-answer', ...about, description: SDP.answer, v1: true, n: 1 };

  void it('opens neither a connection nor a camera before it knows that the peer is there', () => {
    const back = after(IDLE, rejoin);
    assert.deepEqual(
      back.effects.map(({ type }) => type),
      ['start-timer'],
    );
    assert.ok(back.state.phase === 'reconnecting' && back.state.why === 'rejoining');
    const { state, effects } = after(back.state, here);
    assert.deepEqual(
      effects.map(({ type }) => type),
      ['close-peer', 'open-peer', 'peer-offer', 'want-media'],
    );
    assert.deepEqual(after(state, here), { state, effects: [] });
  });

  void it('offers the next connection with its first number, in the same call', () => {
    const [effect] = after(IDLE, rejoin, here, description).effects;
    assert.ok(effect?.type === 'send' && effect.message.type === 'video-offer');
    const { id, pc, n } = effect.message.call ?? {};
    assert.deepEqual([id, pc, n], ['m', 2, 1]);
  });

  void it('is heard with the answer: from then on it is about the connection', () => {
    const { state, effects } = after(IDLE, rejoin, here, description, answer);
    assert.ok(state.phase === 'reconnecting' && state.why === 'network');
    assert.deepEqual(timers(effects), ['give-up', 'retry']);
    assert.ok(effects.some((effect) => effect.type === 'stop-timer' && effect.timer === 'rejoin'));
    const done = after(state, { type: 'connection', ...about, state: 'connected' }).state;
    assert.ok(done.phase === 'active' && done.sinceMs === 400);
  });

  void it('is not answered before it has offered', () => {
    const { state } = after(IDLE, rejoin, here);
    assert.deepEqual(after(state, answer), { state, effects: [] });
  });

  void it('offers anew when what it offered has reached nobody, once the peer is there again', () => {
    for (const type of ['remote-unavailable', 'remote-gone', 'remote-leaving'] as const) {
      const lost = after(IDLE, rejoin, here, description, { type, ...about });
      assert.deepEqual(toPeer(lost.effects), ['close-peer']);
      assert.equal(negotiationOf(lost.state).sent, 0);
      const again = after(lost.state, here, description);
      assert.deepEqual(sent(again.effects), ['video-offer']);
      assert.equal(negotiationOf(again.state).sent, 1);
    }
  });

  void it('takes the peer’s offer where both came back', () => {
    const { state, effects } = after(IDLE, rejoin, offer(2));
    assert.deepEqual(toPeer(effects), REPLACED);
    assert.ok(effects.some(({ type }) => type === 'want-media'));
    assert.equal(negotiationOf(state).received, 1);
  });
});

void describe('another session of the peer', () => {
  void it('is taken for the peer while both are connected, and only then', () => {
    const session: CallEvent = { type: 'remote-session', ...about, sid: 'p2' };
    const sidOf = (state: CallState): string | undefined =>
      'call' in state ? state.call.peer.sid : undefined;
    assert.equal(sidOf(after(talking('active'), session).state), 'p2');
    for (const why of ['network', 'peer-leaving', 'rejoining'] as const)
      assert.equal(sidOf(after(talking(why), session).state), 'p1');
  });
});
