/** The call machine: every phase with every event, the rules it keeps, and a long random walk. */
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
import { type Call, type CallState, IDLE, isLive } from './call-state.js';
import { type OfferEvent, newLeg } from './call-steps.js';

const NOW = 1_000;
const BOTH = { audio: true, video: true };

const makeCall = (id: string, direction: Call['direction'], name = 'priya', v1 = true): Call => ({
  id,
  direction,
  peer: { name, v1 },
  media: BOTH,
});

const OURS = makeCall('m', 'outgoing');
const THEIRS = makeCall('m', 'incoming');
const fresh = newLeg(OURS, { pc: 1, received: 0 });
/** Our offer is out. */
const leg = { ...fresh, negotiation: { ...fresh.negotiation, sent: 1 } };
const backLeg = { ...leg, negotiation: { ...leg.negotiation, pc: 2 } };

const STATES = {
  idle: IDLE,
  outgoing: { phase: 'outgoing', ringing: true, ...leg },
  incoming: { phase: 'incoming', ...newLeg(THEIRS, { pc: 1, received: 1 }) },
  connecting: { phase: 'connecting', slow: false, ...leg },
  active: { phase: 'active', sinceMs: 0, ...leg },
  reconnecting: { phase: 'reconnecting', sinceMs: 0, why: 'network', restarts: 1, ...leg },
  /** The peer's page went away. */
  away: { phase: 'reconnecting', sinceMs: 0, why: 'peer-leaving', restarts: 0, ...leg },
  /** This page did, is back, and has offered a fresh connection. */
  rejoining: { phase: 'reconnecting', sinceMs: 0, why: 'rejoining', restarts: 1, ...backLeg },
  ended: { phase: 'ended', call: OURS, reason: 'ended', by: 'me', durationMs: 0 },
} as const satisfies Readonly<Record<string, CallState>>;

const offer = (call: Call, n = 1, pc = 1): OfferEvent => ({
  type: 'remote-offer',
  call,
  description: { type: 'offer', sdp: 'v=0' },
  pc,
  n,
});

const TIMERS: readonly CallTimer[] = [
  'reach',
  'ring',
  'slow',
  'connect',
  'suspect',
  'closed',
  'retry',
  'give-up',
  'rejoin',
  'redial',
];

/** One event of each kind, about the call with this id. */
const eventsAbout = (callId: string): Readonly<Record<string, CallEvent>> => ({
  dial: { type: 'dial', call: makeCall('z', 'outgoing', 'oleg') },
  accept: { type: 'accept', media: BOTH },
  'hang-up': { type: 'hang-up' },
  dismiss: { type: 'dismiss' },
  'leave-page': { type: 'leave-page', returns: true },
  rejoin: { type: 'rejoin', call: makeCall('z', 'outgoing'), pc: 2, sinceMs: 0, withinMs: 8_000 },
  forget: { type: 'forget' },
  'offer of this call': offer(makeCall(callId, 'incoming'), 2),
  'fresh connection of this call': offer(makeCall(callId, 'incoming'), 1, 3),
  'fresh connection of a call not known': offer(makeCall('u', 'incoming'), 1, 2),
  'offer of a stranger': offer(makeCall('s', 'incoming', 'oleg')),
  'lesser offer of the peer': offer(makeCall('a', 'incoming')),
  'greater offer of the peer': offer(makeCall('y', 'incoming')),
  answer: { type: 'remote-answer', callId, description: { type: 'answer', sdp: 'v=0' }, v1: true },
  candidate: { type: 'remote-candidate', callId, candidate: { candidate: 'c' } },
  ringing: { type: 'remote-ringing', callId },
  'remote accept': { type: 'remote-accept', callId },
  'remote hang-up': { type: 'remote-hang-up', callId },
  leaving: { type: 'remote-leaving', callId },
  'remote media': { type: 'remote-media', callId, media: { audio: false, video: false } },
  unavailable: { type: 'remote-unavailable', callId },
  gone: { type: 'remote-gone', callId },
  here: { type: 'remote-here', callId },
  'another session': { type: 'remote-session', callId, sid: 'p2' },
  renamed: { type: 'remote-renamed', callId, name: 'pri' },
  'local offer': { type: 'local-description', callId, description: { type: 'offer', sdp: 'v=0' } },
  'local candidate': { type: 'local-candidate', callId, candidate: { candidate: 'c' } },
  connected: { type: 'connection', callId, state: 'connected' },
  connecting: { type: 'connection', callId, state: 'connecting' },
  disconnected: { type: 'connection', callId, state: 'disconnected' },
  failed: { type: 'connection', callId, state: 'failed' },
  silent: { type: 'silent', callId },
  barren: { type: 'barren', callId },
  wake: { type: 'wake' },
  stream: { type: 'remote-stream', callId, stream: { id: 's' } },
  'peer error': { type: 'peer-error', callId, message: 'broken' },
  'closed by the page': { type: 'closed', callId, by: 'page' },
  'closed by the peer': { type: 'closed', callId, by: 'peer' },
  'ice renewed': { type: 'ice-renewed', callId },
  'local media': { type: 'local-media', media: BOTH },
  ...Object.fromEntries(TIMERS.map((timer) => [`timer ${timer}`, { type: 'timer', timer, callId } as const])),
});

const ENV: CallEnv = { nowMs: NOW, random: 0.5, timings: CALL_TIMINGS, whereIs: () => 'listed' };

const step = (state: CallState, event: CallEvent, nowMs = NOW): readonly [CallState, readonly CallEffect[]] =>
  callTransition(state, event, { ...ENV, nowMs });

/** Nobody is called, and nobody calls. */
const FREE = {
  dial: 'outgoing',
  rejoin: 'rejoining',
  'offer of this call': 'incoming',
  'offer of a stranger': 'incoming',
  'lesser offer of the peer': 'incoming',
  'greater offer of the peer': 'incoming',
};

/** What both have said yes to ends in the same ways, whatever has become of the path. */
const TALKING = { 'hang-up': 'ended:ended', 'leave-page': 'ended:ended', 'remote hang-up': 'ended:ended' };

/** There is a connection, and this page cannot go on with it. */
const BROKEN = { 'peer error': 'ended:error', 'closed by the page': 'ended:error' };

/** A fresh connection takes the place of one that broke. */
const REPAIRED = { 'peer error': 'reconnecting', 'closed by the page': 'ended:error' };

/** Once they were connected. */
const CONNECTED = {
  ...TALKING,
  'fresh connection of this call': 'reconnecting',
  'lesser offer of the peer': 'ended:peer-left',
  'greater offer of the peer': 'ended:peer-left',
  'timer give-up': 'ended:ice-timeout',
  'timer closed': 'ended:peer-left',
  'timer rejoin': 'ended:peer-left',
};

/** Where each event leads from each state: its name, or `ended:reason`; events not named leave it as it is. */
const TABLE: Readonly<Record<keyof typeof STATES, Readonly<Record<string, string>>>> = {
  idle: FREE,
  ended: { ...FREE, dismiss: 'idle' },
  outgoing: {
    'hang-up': 'ended:cancelled',
    'leave-page': 'ended:cancelled',
    'lesser offer of the peer': 'connecting',
    answer: 'connecting',
    'remote accept': 'connecting',
    'remote hang-up': 'ended:declined',
    leaving: 'ended:peer-left',
    unavailable: 'ended:peer-left',
    gone: 'ended:peer-left',
    ...BROKEN,
    'timer reach': 'ended:peer-left',
    'timer ring': 'ended:no-answer',
  },
  incoming: {
    accept: 'connecting',
    'hang-up': 'ended:declined',
    'leave-page': 'ended:peer-left',
    'remote hang-up': 'ended:cancelled',
    leaving: 'ended:peer-left',
    gone: 'ended:peer-left',
    ...BROKEN,
    'timer ring': 'ended:no-answer',
  },
  connecting: {
    ...TALKING,
    leaving: 'ended:peer-left',
    gone: 'ended:peer-left',
    connected: 'active',
    ...BROKEN,
    'timer connect': 'ended:ice-failed',
  },
  active: {
    ...CONNECTED,
    leaving: 'away',
    failed: 'reconnecting',
    silent: 'reconnecting',
    ...REPAIRED,
    'timer suspect': 'reconnecting',
  },
  reconnecting: { ...CONNECTED, ...REPAIRED, leaving: 'away', connected: 'active' },
  away: CONNECTED,
  rejoining: { ...CONNECTED, ...BROKEN, forget: 'idle', answer: 'reconnecting' },
};

const WHYS = { network: 'reconnecting', 'peer-leaving': 'away', rejoining: 'rejoining' } as const;

function nameOf(state: CallState): string {
  if (state.phase === 'reconnecting') return WHYS[state.why];
  return state.phase === 'ended' ? `ended:${state.reason}` : state.phase;
}

const sent = (effects: readonly CallEffect[]): readonly string[] =>
  effects.flatMap((effect) => {
    if (effect.type !== 'send') return [];
    const { message } = effect;
    return [
      message.type === 'hang-up'
        ? `hang-up ${message.reason ?? ''} to ${message.target ?? ''}`
        : message.type,
    ];
  });

void describe('every state with every event', () => {
  for (const [before, state] of Object.entries(STATES)) {
    for (const [name, event] of Object.entries(eventsAbout('m'))) {
      const expected = TABLE[before as keyof typeof STATES][name] ?? nameOf(state);
      void it(`${before}, ${name}: ${expected}`, () => {
        assert.equal(nameOf(step(state, event)[0]), expected);
      });
    }
  }
});

void describe('an event of another call', () => {
  for (const [phase, state] of Object.entries(STATES)) {
    void it(`changes nothing while ${phase}`, () => {
      for (const event of Object.values(eventsAbout('another'))) {
        if (!('callId' in event)) continue;
        assert.deepEqual(step(state, event), [state, []]);
      }
    });
  }
});

void describe('messages', () => {
  void it('tell every other caller that this person is busy', () => {
    for (const phase of ['outgoing', 'incoming', 'connecting', 'active', 'reconnecting'] as const) {
      const [state, effects] = step(STATES[phase], offer(makeCall('s', 'incoming', 'oleg')));
      assert.equal(state, STATES[phase]);
      assert.deepEqual(sent(effects), ['hang-up busy to oleg']);
    }
  });

  void it('say goodbye exactly when the other side does not know yet', () => {
    assert.deepEqual(sent(step(STATES.active, { type: 'hang-up' })[1]), ['hang-up ended to priya']);
    assert.deepEqual(sent(step(STATES.active, { type: 'remote-hang-up', callId: 'm' })[1]), []);
    assert.deepEqual(sent(step(STATES.incoming, { type: 'hang-up' })[1]), ['hang-up declined to priya']);
    assert.deepEqual(sent(step(STATES.outgoing, { type: 'hang-up' })[1]), ['hang-up cancelled to priya']);
    const unheard: CallState = { phase: 'outgoing', ringing: false, ...fresh };
    assert.deepEqual(sent(step(unheard, { type: 'hang-up' })[1]), [], 'of a call that nobody was invited to');
  });

  void it('of version 1 are not sent to a legacy peer', () => {
    const legacy = makeCall('m', 'incoming', 'priya', false);
    const [ringing, ringEffects] = step(IDLE, offer(legacy));
    const [talking, acceptEffects] = step(ringing, { type: 'accept', media: BOTH });
    const [, mediaEffects] = step(talking, { type: 'local-media', media: BOTH });
    const [, endEffects] = step(talking, { type: 'local-candidate', callId: 'm', candidate: null });
    const [, leaveEffects] = step(talking, { type: 'leave-page', returns: true });
    assert.deepEqual([ringEffects, acceptEffects, mediaEffects, endEffects].flatMap(sent), []);
    assert.deepEqual(sent(leaveEffects), ['hang-up ended to priya']);
  });

  void it('number the offers of a call', () => {
    const event = eventsAbout('m')['local offer'] as CallEvent;
    const [first, effects] = step({ phase: 'outgoing', ringing: false, ...fresh }, event);
    const [offering] = effects;
    assert.ok(offering?.type === 'send' && offering.message.type === 'video-offer');
    assert.equal(offering.message.call?.n, 1);
    const answered = step(first, eventsAbout('m').answer as CallEvent)[0];
    const again = step(answered, event)[1][0];
    assert.ok(again?.type === 'send' && again.message.type === 'video-offer');
    assert.equal(again.message.call?.n, 2);
  });
});

void describe('repeats and leftovers', () => {
  void it('an offer that came before is not applied again', () => {
    assert.deepEqual(step(STATES.incoming, offer(THEIRS, 1)), [STATES.incoming, []]);
    const [applied] = step(STATES.active, offer(THEIRS, 1));
    assert.deepEqual(step(applied, offer(THEIRS, 1)), [applied, []]);
  });

  void it('an answer counts once, and only to the last offer', () => {
    const answer = (n: number): CallEvent => ({
      type: 'remote-answer',
      callId: 'm',
      description: { type: 'answer', sdp: 'v=0' },
      v1: true,
      n,
    });
    const offered = { ...STATES.active, ...leg, negotiation: { ...leg.negotiation, sent: 2 } } as CallState;
    assert.deepEqual(step(offered, answer(1)), [offered, []]);
    const [answered, effects] = step(offered, answer(2));
    assert.ok(effects[0]?.type === 'peer-receive' && effects[0].n === 2);
    assert.deepEqual(step(answered, answer(2)), [answered, []]);
  });
});

void describe('both call at once', () => {
  void it('opens what this person called with, not what the other one did', () => {
    const audio = { audio: true, video: false };
    const [, effects] = step(
      { phase: 'outgoing', ringing: false, ...leg, call: { ...OURS, media: audio } },
      offer(makeCall('a', 'incoming')),
    );
    assert.deepEqual(
      effects.filter(({ type }) => type === 'want-media'),
      [{ type: 'want-media', media: audio }],
    );
  });

  void it('takes the lesser call up without ringing', () => {
    const [state, effects] = step(STATES.outgoing, offer(makeCall('a', 'incoming')));
    assert.ok(state.phase === 'connecting' && state.call.id === 'a');
    assert.deepEqual(
      sent(effects),
      ['hang-up glare to priya', 'call-accept'],
      'whenever it hears of our call',
    );
    assert.deepEqual(
      effects.filter((effect) => effect.type.includes('peer')).map((effect) => effect.type),
      ['close-peer', 'open-peer', 'peer-receive', 'peer-admit'],
    );
  });
});

void describe('how long', () => {
  void it('a call was is counted from the first connection, in whole milliseconds', () => {
    const [ended] = step({ ...STATES.active, sinceMs: 400.3 }, { type: 'hang-up' }, 1_000.1);
    assert.ok(ended.phase === 'ended');
    assert.equal(ended.durationMs, 600);
  });

  void it('it rings is the shorter of the two sides', () => {
    const [, effects] = step(IDLE, { ...offer(THEIRS), lifetimeMs: 5_000 });
    assert.ok(
      effects.some(
        (effect) => effect.type === 'start-timer' && effect.timer === 'ring' && effect.ms === 5_000,
      ),
    );
  });
});

/** Carries effects out on counters, as the driver would on the real things. */
class Ledger {
  /** There is one, not closed. */
  hasPeer = false;
  wanted = false;
  readonly timers = new Set<CallTimer>();

  run(effect: CallEffect): void {
    if (effect.type === 'open-peer') {
      assert.ok(!this.hasPeer, 'a second peer connection');
      this.hasPeer = true;
    }
    if (effect.type === 'close-peer') this.hasPeer = false;
    if (effect.type === 'want-media') this.wanted = true;
    if (effect.type === 'release-media') this.wanted = false;
    if (effect.type === 'start-timer') this.timers.add(effect.timer);
    if (effect.type === 'stop-timer') this.timers.delete(effect.timer);
    if (effect.type === 'stop-timers') this.timers.clear();
  }
}

void describe('a random walk', () => {
  const names = Object.keys(eventsAbout(''));
  const anyEvent = fc.record({
    name: fc.constantFrom(...names),
    mine: fc.boolean(),
    id: fc.constantFrom('a', 'm', 'z'),
  });

  void it('never has two peer connections, nor anything left when there is no call', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (walk) => {
        const ledger = new Ledger();
        let state: CallState = IDLE;
        for (const { name, mine, id } of walk) {
          const callId = mine && isLive(state) ? state.call.id : id;
          const event = eventsAbout(callId)[name] as CallEvent;
          const [next, effects] = step(state, event);
          if (event.type === 'timer') ledger.timers.delete(event.timer);
          for (const effect of effects) ledger.run(effect);
          state = next;
          // A page that is back has none until the peer is there.
          const mayLack = nameOf(state) === 'rejoining';
          assert.ok(
            ledger.hasPeer === isLive(state) || (mayLack && !ledger.hasPeer),
            `${name}: ${nameOf(state)}`,
          );
          if (!isLive(state)) assert.ok(!ledger.wanted && ledger.timers.size === 0, `${name} left something`);
        }
      }),
      { numRuns: 2_000, seed: 20 },
    );
  });
});
