/**
 * Steps that several phases share: how a call begins to ring, is taken up, and ends. Pure; each answers the next
 * state and its effects.
 */
import type { HangUpReason } from '../../protocol/index.js';
import type { Step } from '../machine.js';
import type { MediaKinds, StreamHandle } from '../stream-handle.js';
import type { CallEffect, CallTimer, CallEnv, RemoteEvent } from './call-events.js';
import { sendAccept, sendHangUp, sendRinging } from './call-messages.js';
import { holdMedia } from './preconnect.js';
import type { Call, CallState, Leg, LiveState, Negotiation } from './call-state.js';

export type CallStep = Step<CallState, CallEffect>;
export type OfferEvent = Extract<RemoteEvent, { type: 'remote-offer' }>;

type AnswerEvent = Extract<RemoteEvent, { type: 'remote-answer' }>;

export const stay = (state: CallState): CallStep => [state, []];

export const startTimer = (call: Call, timer: CallTimer, ms: number): CallEffect => ({
  type: 'start-timer',
  timer,
  ms,
  callId: call.id,
});

export const stopTimer = (timer: CallTimer): CallEffect => ({ type: 'stop-timer', timer });

/** One of us is away from the server at the moment: nothing that is said would be heard. */
export const isOutOfReach = ({ peer }: Call, { whereIs }: CallEnv): boolean =>
  ['unknown', 'away'].includes(whereIs(peer.name));

/** Who yields when two offers collide: the callee, and always towards a legacy peer, which cannot. */
export const isPolite = (call: Call): boolean => call.direction === 'incoming' || !call.peer.v1;

/** Came before: each side numbers its offers on one peer connection, and the connections of the call. */
export const isRepeat = ({ pc, received }: Negotiation, offer: OfferEvent): boolean =>
  offer.pc < pc || (offer.pc === pc && offer.n <= received);

/** A connection in the place of the one there is. */
export const reopenPeer = ({ id }: Call): readonly CallEffect[] => [
  { type: 'close-peer' },
  { type: 'open-peer', callId: id },
];

export const receive = (call: Call, { description, n }: OfferEvent): CallEffect => ({
  type: 'peer-receive',
  description,
  polite: isPolite(call),
  n,
});

/** An offer of ours that is made at this moment has overtaken it: the peer knows by the number. */
export const takeAnswer = (
  { description, n }: Pick<AnswerEvent, 'description' | 'n'>,
  polite: boolean,
): CallEffect => ({ type: 'peer-receive', description, polite, ...(n === undefined ? {} : { n }) });

/** Nobody has heard of this call: its offer is not out. */
const isUnheard = (state: LiveState): boolean => state.phase === 'outgoing' && state.negotiation.sent === 0;

/**
 * Ends a live call; the other side hears of it unless it said so itself, or knows of no call: a legacy page would end
 * whatever call it has.
 */
export function end(
  state: LiveState,
  reason: HangUpReason,
  by: 'me' | 'peer' | 'system',
  env: CallEnv,
): CallStep {
  const { call } = state;
  const durationMs = 'sinceMs' in state ? Math.max(0, Math.round(env.nowMs - state.sinceMs)) : 0;
  const farewell = by === 'peer' || isUnheard(state) ? [] : [sendHangUp(call, reason)];
  const declined = reason === 'answered-elsewhere' || (reason === 'declined' && by === 'me');
  return [
    { phase: 'ended', call, reason, by, durationMs },
    [
      ...farewell,
      { type: 'close-peer' },
      { type: 'release-media' },
      { type: 'stop-timers' },
      ...(state.phase === 'incoming' && !declined ? [miss(call, reason)] : []),
    ],
  ];
}

const miss = (call: Call, reason: HangUpReason): CallEffect => ({ type: 'miss', call, reason });

/** A leg at its very beginning. */
export const newLeg = (call: Call, received: Pick<Negotiation, 'pc' | 'received'>): Leg => ({
  call,
  negotiation: { ...received, sent: 0, answered: false },
  remote: { stream: null, media: call.media },
});

const legOf = ({ call, pc, n }: OfferEvent): Leg => newLeg(call, { pc, received: n });

/** A call comes in: the offer is applied while it rings, and nothing is answered yet. */
export function ring(offer: OfferEvent, env: CallEnv): CallStep {
  const { call } = offer;
  const lifetimeMs = Math.min(offer.lifetimeMs ?? env.timings.ringMs, env.timings.ringMs);
  return [
    { phase: 'incoming', ...legOf(offer) },
    [
      { type: 'open-peer', callId: call.id },
      ...holdMedia(call),
      receive(call, offer),
      ...(call.preconnect ? [{ type: 'peer-admit' } as const] : []),
      ...sendRinging(call),
      startTimer(call, 'ring', lifetimeMs),
    ],
  ];
}

/** Both said yes: from here on it is about the connection. Who has no camera says so before a picture could show. */
export function connect({ call, negotiation, remote }: Leg, env: CallEnv): CallStep {
  return [
    { phase: 'connecting', call, negotiation, remote, slow: false },
    [
      { type: 'stop-timers' },
      startTimer(call, 'slow', env.timings.slowMs),
      startTimer(call, 'connect', env.timings.connectMs),
      { type: 'announce-media' },
    ],
  ];
}

/** The person says yes to a ringing call. */
export function takeUp(leg: Leg, media: MediaKinds, env: CallEnv): CallStep {
  const [state, effects] = connect(leg, env);
  return [
    state,
    [...effects, ...sendAccept(leg.call), { type: 'want-media', media }, { type: 'peer-admit' }],
  ];
}

/**
 * Our own call gives way to the peer's, which came at the same moment: exactly one call, nobody rings. What we send is
 * what this person called with. A peer that knows several calls is told that ours is over, whenever it hears of it.
 */
export function yieldTo(own: Leg, offer: OfferEvent, env: CallEnv): CallStep {
  const { call } = offer;
  const [state, effects] = takeUp(legOf(offer), own.call.media, env);
  const farewell = call.peer.v1 && own.negotiation.sent > 0 ? [sendHangUp(own.call, 'glare')] : [];
  return [state, [...farewell, ...reopenPeer(call), receive(call, offer), ...effects]];
}

/** A while that two ends do not choose alike. */
const jitter = ([least, greatest]: readonly [number, number], random: number): number =>
  Math.round(least + random * (greatest - least));

const waitToRedial = (call: Call, env: CallEnv): CallEffect =>
  startTimer(call, 'redial', jitter(env.timings.redialMs, env.random));

/**
 * A legacy peer takes one offer per connection, ever. Where that one is lost, it is made to drop the connection, and is
 * called once more, with a new one in the same call.
 */
export function redial<S extends LiveState>(
  state: S,
  reason: HangUpReason,
  env: CallEnv,
): readonly [S, readonly CallEffect[]] {
  const { call, negotiation } = state;
  return [
    { ...state, negotiation: { pc: negotiation.pc + 1, sent: 0, received: 0, answered: false } },
    [
      sendHangUp(call, reason),
      { type: 'close-peer' },
      { type: 'open-peer', callId: call.id },
      waitToRedial(call, env),
    ],
  ];
}

/** The wait is over. An offer is made when it can be heard: its candidates must be those of the network there is. */
export function whenRedialIsDue(state: LiveState, env: CallEnv): CallStep {
  switch (env.whereIs(state.call.peer.name)) {
    case 'listed':
      return [state, [{ type: 'peer-offer' }]];
    case 'missing':
      return end(state, 'peer-left', 'peer', env);
    default:
      return [state, [waitToRedial(state.call, env)]];
  }
}

/** A third person calls meanwhile. */
export const refuseBusy = (state: LiveState, offer: OfferEvent): CallStep => [
  state,
  [sendHangUp(offer.call, 'busy'), miss(offer.call, 'busy')],
];

/** The stream is there before anything of it may be shown: it comes with the offer. */
export const withStream = <S extends LiveState>(state: S, stream: StreamHandle): S => ({
  ...state,
  remote: { ...state.remote, stream },
});

/** The peer has shown that it speaks version 1. */
export const learnV1 = <S extends LiveState>(state: S): S =>
  state.call.peer.v1 ? state : { ...state, call: { ...state.call, peer: { ...state.call.peer, v1: true } } };
