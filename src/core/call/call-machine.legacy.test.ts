/** The call machine towards a peer that only knows the base profile: one offer per connection, ever, and nobody stuck. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  CALL_TIMINGS,
  type CallEffect,
  type CallEnv,
  type CallEvent,
  type CallTimer,
} from './call-events.js';
import { callTransition } from './call-machine.js';
import { type Call, type CallPhase, type CallState, IDLE, isLive } from './call-state.js';
import { type OfferEvent, newLeg } from './call-steps.js';

const BOTH = { audio: true, video: true };
const AUDIO = { audio: true, video: false };
const SDP = { offer: { type: 'offer', sdp: 'v=0' }, answer: { type: 'answer', sdp: 'v=0' } } as const;

const makeCall = (direction: Call['direction'], id = 'm', name = 'marcel'): Call => ({
  id,
  direction,
  peer: { name, v1: false },
  media: AUDIO,
});

const fresh = newLeg(makeCall('outgoing'), { pc: 1, received: 0 });
const leg = { ...fresh, negotiation: { ...fresh.negotiation, sent: 1 } };

/** Dialed, and the offer is not made yet. */
const DIALED: CallState = { phase: 'outgoing', ringing: false, ...fresh };
const STATES = {
  outgoing: { phase: 'outgoing', ringing: false, ...leg },
  incoming: { phase: 'incoming', ...newLeg(makeCall('incoming'), { pc: 1, received: 1 }) },
  connecting: { phase: 'connecting', slow: false, ...leg },
  active: { phase: 'active', sinceMs: 0, ...leg },
  reconnecting: { phase: 'reconnecting', sinceMs: 0, why: 'network', restarts: 1, ...leg },
} as const satisfies Partial<Record<CallPhase, CallState>>;

/** As the desk reads one without an id: it is about the call there is. */
const offer = (call = makeCall('incoming')): OfferEvent => ({
  type: 'remote-offer',
  call: { ...call, media: BOTH },
  description: SDP.offer,
  pc: 1,
  n: 1,
});

const about = { callId: 'm' } as const;
const ANSWER: CallEvent = { type: 'remote-answer', description: SDP.answer, v1: false, ...about };
const LOCAL_OFFER: CallEvent = { type: 'local-description', description: SDP.offer, ...about };
const GONE: CallEvent = { type: 'remote-gone', ...about };
const HANG_UP: CallEvent = { type: 'hang-up' };
const connection = (state: 'connected' | 'disconnected' | 'failed'): CallEvent => ({
  ...{ type: 'connection', state, ...about },
});
const timer = (name: CallTimer): CallEvent => ({ type: 'timer', timer: name, ...about });

const ENV: CallEnv = { nowMs: 1_000, random: 0.5, timings: CALL_TIMINGS, whereIs: () => 'listed' };

type Step = readonly [CallState, readonly CallEffect[]];
const step = (state: CallState, event: CallEvent, env: Partial<CallEnv> = {}): Step =>
  callTransition(state, event, { ...ENV, ...env });

/** The last step of several. */
const walk = (state: CallState, ...events: readonly CallEvent[]): Step =>
  events.reduce<Step>(([now], event) => step(now, event), [state, []]);

const nameOf = (state: CallState): string =>
  state.phase === 'ended' ? `ended:${state.reason} by ${state.by}` : state.phase;

const brief = (effect: CallEffect): string => {
  if (effect.type === 'start-timer') return `${effect.timer} in ${String(effect.ms)}`;
  if (effect.type !== 'send') return effect.type;
  const { message } = effect;
  return message.type === 'hang-up' ? `hang-up ${message.reason ?? ''}` : message.type;
};
const briefly = ([, effects]: Step): readonly string[] => effects.map(brief);

void describe('both call at once, and the peer is legacy', () => {
  void it('makes it hang up and goes on calling, with a new connection that offers after a random wait', () => {
    const collided = step(STATES.outgoing, offer());
    assert.equal(nameOf(collided[0]), 'outgoing');
    assert.deepEqual(briefly(collided), ['hang-up glare', 'close-peer', 'open-peer', 'redial in 750']);
    const due = step(collided[0], timer('redial'));
    assert.deepEqual(briefly(due), ['peer-offer']);
    const [, [sent]] = step(due[0], LOCAL_OFFER);
    assert.ok(sent?.type === 'send' && sent.message.type === 'video-offer');
    assert.deepEqual([sent.message.call?.id, sent.message.call?.pc, sent.message.call?.n], ['m', 2, 1]);
  });

  void it('waits between the least and the greatest time, below three seconds', () => {
    const waits = [0, 0.999].map((random) => briefly(step(STATES.outgoing, offer(), { random })).at(-1));
    assert.deepEqual(waits, ['redial in 250', 'redial in 1249']);
  });

  void it('takes the answer to the second offer for the call', () => {
    const [state, effects] = walk(STATES.outgoing, offer(), timer('redial'), LOCAL_OFFER, ANSWER);
    assert.equal(nameOf(state), 'connecting');
    assert.equal(effects[0]?.type, 'peer-receive');
  });

  void it('drops an answer to the connection that is no more', () => {
    const [collided] = step(STATES.outgoing, offer());
    assert.deepEqual(step(collided, ANSWER), [collided, []]);
  });

  void it('takes its offer up where our own is not out, with the devices this person called with', () => {
    const taken = step(DIALED, offer());
    assert.equal(nameOf(taken[0]), 'connecting');
    assert.deepEqual(
      taken[1].find(({ type }) => type === 'want-media'),
      { type: 'want-media', media: AUDIO },
    );
    assert.deepEqual(
      briefly(taken).filter((name) => name.includes('peer')),
      ['close-peer', 'open-peer', 'peer-receive', 'peer-admit'],
    );
    assert.ok(!briefly(taken).some((name) => name.startsWith('hang-up')), 'it would drop the call it makes');
  });

  void it('takes a fresh offer up while it waits, so that the person need not answer it', () => {
    const [state] = walk(STATES.outgoing, offer(), offer());
    assert.ok(state.phase === 'connecting' && state.call.direction === 'incoming');
  });

  void it('gives up when the second try collides too', () => {
    const [state] = walk(STATES.outgoing, offer(), timer('redial'), LOCAL_OFFER, offer());
    assert.equal(nameOf(state), 'ended:glare by system');
  });

  void it('ends for good when the person cancels meanwhile, and the peer hears nothing more', () => {
    const cancelled = walk(STATES.outgoing, offer(), HANG_UP);
    assert.equal(nameOf(cancelled[0]), 'ended:cancelled by me');
    assert.deepEqual(briefly(cancelled), ['close-peer', 'release-media', 'stop-timers']);
    assert.deepEqual(step(cancelled[0], timer('redial')), [cancelled[0], []]);
  });

  void it('ends when the peer hangs up or goes meanwhile', () => {
    const hangUp: CallEvent = { type: 'remote-hang-up', ...about };
    assert.equal(nameOf(walk(STATES.outgoing, offer(), hangUp)[0]), 'ended:declined by peer');
    assert.equal(nameOf(walk(STATES.outgoing, offer(), GONE)[0]), 'ended:peer-left by peer');
  });

  void it('waits on while the server is away, and offers to nobody who is not there', () => {
    const [collided] = step(STATES.outgoing, offer());
    const away = step(collided, timer('redial'), { whereIs: () => 'unknown' });
    assert.deepEqual([away[0], briefly(away)], [collided, ['redial in 750']]);
    const missing = step(collided, timer('redial'), { whereIs: () => 'missing' });
    assert.equal(nameOf(missing[0]), 'ended:peer-left by peer');
    assert.deepEqual(briefly(missing), ['close-peer', 'release-media', 'stop-timers']);
  });

  void it('still ends by the ring timer of the first try', () => {
    assert.ok(!briefly(step(STATES.outgoing, offer())).some((name) => /stop-timers|ring/.test(name)));
    assert.equal(nameOf(walk(STATES.outgoing, offer(), timer('ring'))[0]), 'ended:no-answer by system');
  });
});

void describe('the path to a legacy peer is lost', () => {
  const LOST = [connection('disconnected'), timer('suspect')] as const;

  void it('waits whether it comes back, and restarts nothing', () => {
    const lost = walk(STATES.active, ...LOST);
    assert.equal(nameOf(lost[0]), 'reconnecting');
    assert.deepEqual(briefly(lost), ['stop-timer', 'stop-timer', 'give-up in 45000', 'retry in 4000']);
    assert.equal(nameOf(step(lost[0], connection('connected'))[0]), 'active');
  });

  void it('makes it hang up and calls it anew, once, in the same call', () => {
    const redialed = walk(STATES.active, ...LOST, timer('retry'));
    assert.deepEqual(briefly(redialed), ['hang-up ice-timeout', 'close-peer', 'open-peer', 'redial in 750']);
    const again = walk(redialed[0], timer('redial'), LOCAL_OFFER, connection('failed'));
    assert.deepEqual([nameOf(again[0]), briefly(again)], ['reconnecting', []]);
    assert.equal(nameOf(step(again[0], timer('give-up'))[0]), 'ended:ice-timeout by system');
  });

  void it('calls it anew at once when the browser says that the connection has failed', () => {
    assert.ok(briefly(walk(STATES.active, ...LOST, connection('failed'))).includes('hang-up ice-timeout'));
  });

  void it('is the same call when it answers, and the next loss is met in the same way', () => {
    const back = [timer('retry'), timer('redial'), LOCAL_OFFER, ANSWER, connection('connected')] as const;
    const [active] = walk(STATES.active, ...LOST, ...back);
    assert.ok(active.phase === 'active' && active.sinceMs === 0 && active.call.id === 'm');
    const [second] = walk(active, ...LOST, timer('retry'));
    assert.ok(second.phase === 'reconnecting' && second.negotiation.pc === 3);
  });

  void it('drops an answer that comes before the new offer', () => {
    const [waiting] = walk(STATES.active, ...LOST, timer('retry'));
    assert.deepEqual(step(waiting, ANSWER), [waiting, []]);
  });

  void it('ends when the peer is no longer listed, which while pictures move means nothing', () => {
    assert.equal(step(STATES.active, GONE)[0], STATES.active);
    assert.equal(nameOf(step(STATES.reconnecting, GONE)[0]), 'ended:peer-left by peer');
  });

  void it('ends at once where there never was one', () => {
    assert.equal(nameOf(step(STATES.connecting, connection('failed'))[0]), 'ended:ice-failed by system');
  });
});

void describe('an offer of a legacy peer', () => {
  void it('is always applied within the call, numbers or not, and we yield', () => {
    for (const state of [STATES.connecting, STATES.active]) {
      const [next, effects] = step(state, offer());
      assert.equal(next.phase, state.phase);
      assert.deepEqual(effects, [{ type: 'peer-receive', description: SDP.offer, polite: true, n: 1 }]);
    }
  });

  void it('of a new call with the same person ends the old one, and rings', () => {
    const [state, effects] = step(STATES.active, offer(makeCall('incoming', 'another')));
    assert.equal(nameOf(state), 'ended:peer-left by peer');
    assert.deepEqual(effects.at(-1)?.type, 'then');
  });
});

void describe('a random walk with a legacy peer', () => {
  const events: Readonly<Record<string, CallEvent>> = {
    ...{
      offer: offer(),
      another: offer(makeCall('incoming', 'z')),
      stranger: offer(makeCall('incoming', 's', 'oleg')),
    },
    ...{ dial: { type: 'dial', call: makeCall('outgoing') }, accept: { type: 'accept', media: BOTH } },
    ...{
      answer: ANSWER,
      localOffer: LOCAL_OFFER,
      gone: GONE,
      hangUp: HANG_UP,
      leave: { type: 'leave-page', returns: true },
    },
    ...{ connected: connection('connected'), lost: connection('disconnected'), failed: connection('failed') },
    ...{ remoteHangUp: { type: 'remote-hang-up', ...about }, dismiss: { type: 'dismiss' } },
  };
  const timers = ['ring', 'slow', 'connect', 'suspect', 'retry', 'give-up', 'redial'] as const;

  void it('never offers twice on one connection, restarts nothing, and says base messages only', () => {
    const anyEvent = fc.constantFrom(...Object.keys(events), ...timers);
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (names) => {
        const running = new Set<CallTimer>();
        let state: CallState = IDLE;
        let offers = 0;
        for (const name of names) {
          const event = events[name] ?? timer(name as CallTimer);
          if (event.type === 'timer' && !running.delete(event.timer)) continue;
          const [next, effects] = step(state, event);
          for (const effect of effects) {
            if (effect.type === 'open-peer') offers = 0;
            if (effect.type === 'peer-offer') offers += 1;
            if (effect.type === 'start-timer') running.add(effect.timer);
            if (effect.type === 'stop-timer') running.delete(effect.timer);
            if (effect.type === 'stop-timers') running.clear();
            assert.notEqual(effect.type, 'peer-restart-ice');
            if (effect.type === 'send') assert.doesNotMatch(effect.message.type, /^call-/);
          }
          assert.ok(offers <= 1, `${name} offered again`);
          state = next;
          if (!isLive(state)) assert.equal(running.size, 0, `${name} left a timer`);
        }
      }),
      { numRuns: 2_000, seed: 21 },
    );
  });
});

void describe('a legacy peer that offers again, without a number', () => {
  void it('is answered: nothing tells it from one that offered before', () => {
    const state: CallState = { ...STATES.active, ...newLeg(makeCall('outgoing'), { pc: 1, received: 1 }) };
    assert.deepEqual(step(state, offer())[1], [
      { type: 'peer-receive', description: SDP.offer, polite: true, n: 1 },
    ]);
  });
});
