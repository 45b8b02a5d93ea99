/**
 * Steps that several phases share: how a call begins to ring, is taken up, and ends. Pure; each answers the next
 * state and its effects.
 */
import type { HangUpReason } from '../../protocol/index.js';
import type { Step } from '../machine.js';
import type { MediaKinds } from '../stream-handle.js';
import type { CallEffect, CallTimer, CallEnv, RemoteEvent } from './call-events.js';
import { sendAccept, sendHangUp, sendRinging } from './call-messages.js';
import type { Call, CallState, LiveState, Negotiation } from './call-state.js';

export type CallStep = Step<CallState, CallEffect>;
export type OfferEvent = Extract<RemoteEvent, { type: 'remote-offer' }>;

export const stay = (state: CallState): CallStep => [state, []];

export const startTimer = (call: Call, timer: CallTimer, ms: number): CallEffect => ({
  type: 'start-timer',
  timer,
  ms,
  callId: call.id,
});

export const stopTimer = (timer: CallTimer): CallEffect => ({ type: 'stop-timer', timer });

/** Who yields when two offers collide: the callee, and always towards a legacy peer, which cannot. */
export const isPolite = (call: Call): boolean => call.direction === 'incoming' || !call.peer.v1;

export const receive = (call: Call, description: OfferEvent['description']): CallEffect => ({
  type: 'peer-receive',
  description,
  polite: isPolite(call),
});

/** Ends a live call; `tell` is whether the other side must hear of it. */
export function end(
  state: LiveState,
  reason: HangUpReason,
  by: 'me' | 'peer' | 'system',
  env: CallEnv,
): CallStep {
  const { call } = state;
  const durationMs = 'sinceMs' in state ? Math.max(0, env.nowMs - state.sinceMs) : 0;
  const farewell = by === 'peer' ? [] : [sendHangUp(call, reason)];
  return [
    { phase: 'ended', call, reason, by, durationMs },
    [...farewell, { type: 'close-peer' }, { type: 'release-media' }, { type: 'stop-timers' }],
  ];
}

const firstOffer = (offer: OfferEvent): Negotiation => ({
  pc: offer.pc,
  sent: 0,
  received: offer.n,
  answered: false,
});

/** A call comes in: the offer is applied while it rings, and nothing is answered yet. */
export function ring(offer: OfferEvent, env: CallEnv): CallStep {
  const { call, description } = offer;
  const lifetimeMs = Math.min(offer.lifetimeMs ?? env.timings.ringMs, env.timings.ringMs);
  return [
    { phase: 'incoming', call, negotiation: firstOffer(offer) },
    [
      { type: 'open-peer', callId: call.id },
      receive(call, description),
      ...sendRinging(call),
      startTimer(call, 'ring', lifetimeMs),
    ],
  ];
}

/** Both said yes: from here on it is about the connection. */
export function connect(call: Call, negotiation: Negotiation, env: CallEnv): CallStep {
  return [
    {
      phase: 'connecting',
      call,
      negotiation,
      remote: { stream: null, media: call.media },
      slow: false,
    },
    [
      { type: 'stop-timers' },
      startTimer(call, 'slow', env.timings.slowMs),
      startTimer(call, 'connect', env.timings.connectMs),
    ],
  ];
}

/** The person says yes to a ringing call. */
export function takeUp(call: Call, negotiation: Negotiation, media: MediaKinds, env: CallEnv): CallStep {
  const [state, effects] = connect(call, negotiation, env);
  return [state, [...effects, ...sendAccept(call), { type: 'want-media', media }, { type: 'peer-admit' }]];
}

/** Our own call gives way to the peer's, which came at the same moment: exactly one call, nobody rings. */
export function yieldTo(offer: OfferEvent, env: CallEnv): CallStep {
  const { call, description } = offer;
  const [state, effects] = takeUp(call, firstOffer(offer), call.media, env);
  return [
    state,
    [{ type: 'close-peer' }, { type: 'open-peer', callId: call.id }, receive(call, description), ...effects],
  ];
}

/** A third person calls meanwhile. */
export const refuseBusy = (state: LiveState, offer: OfferEvent): CallStep => [
  state,
  [sendHangUp(offer.call, 'busy')],
];

/** The peer has shown that it speaks version 1. */
export const learnV1 = <S extends LiveState>(state: S): S =>
  state.call.peer.v1 ? state : { ...state, call: { ...state.call, peer: { ...state.call.peer, v1: true } } };
