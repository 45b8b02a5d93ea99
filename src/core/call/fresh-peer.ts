/**
 * A fresh peer connection within a call, in the place of one that is lost for good: how a page that was reloaded
 * offers it under the next number, and how the other side takes it up without ringing. Pure steps; the phases
 * decide when.
 */
import type { CallCommand, CallEnv, CallEvent } from './call-events.js';
import { type CallState, IDLE, type TalkingState } from './call-state.js';
import { isLost, retryFreshLater } from './lost-path.js';
import {
  type CallStep,
  type OfferEvent,
  isPolite,
  newLeg,
  receive,
  reopenPeer,
  startTimer,
  stay,
  stopTimer,
} from './call-steps.js';

type Reconnecting = Extract<CallState, { phase: 'reconnecting' }>;
type Rejoin = Extract<CallCommand, { type: 'rejoin' }>;

/** Whatever devices the person has switched on. */
const ALL_MEDIA = { audio: true, video: true };

export const isRejoining = (state: TalkingState): state is Reconnecting =>
  state.phase === 'reconnecting' && state.why === 'rejoining';

/** The peer's page is away: nothing of ours is for whoever may have its name meanwhile. */
export const isPeerAway = (state: CallState): boolean =>
  state.phase === 'reconnecting' && state.why === 'peer-leaving';

/** This page is back. It offers when it knows that the peer is there, and there is no connection until then. */
export function rejoin({ call, pc, sinceMs, withinMs }: Rejoin): CallStep {
  return [
    { phase: 'reconnecting', why: 'rejoining', restarts: 0, sinceMs, ...newLeg(call, { pc, received: 0 }) },
    [startTimer(call, 'rejoin', withinMs)],
  ];
}

/** This page is back, and not yet heard: what means something else than in a call as usual. */
export function whenRejoining(state: Reconnecting, event: CallEvent): CallStep | undefined {
  switch (event.type) {
    case 'remote-here':
      return offerOnce(state);
    case 'remote-gone':
    case 'remote-unavailable':
    case 'remote-leaving':
      return offerLater(state);
    case 'forget':
      return [IDLE, [{ type: 'close-peer' }, { type: 'release-media' }, { type: 'stop-timers' }]];
    case 'connection':
      return stay(state);
    default:
      return undefined;
  }
}

/** The peer is there: it is offered the fresh connection, once. */
function offerOnce(state: Reconnecting): CallStep {
  if (state.restarts > 0) return stay(state);
  return [
    { ...state, restarts: 1 },
    [...reopenPeer(state.call), { type: 'peer-offer' }, { type: 'want-media', media: ALL_MEDIA }],
  ];
}

/** What was offered has reached nobody: it is offered anew when the peer is there again. */
const offerLater = (state: Reconnecting): CallStep => [
  { ...state, restarts: 0, negotiation: { ...state.negotiation, sent: 0 } },
  [{ type: 'close-peer' }],
];

/** Both sides offer a connection of the same number: neither has seen the other's offer. */
const crosses = ({ pc, received, joined }: TalkingState['negotiation'], offer: OfferEvent): boolean =>
  pc > 1 && offer.pc === pc && received === 0 && !joined;

/**
 * Whether an offer of this call brings a fresh connection, and which one stands: `undefined` when it is about the
 * connection there is. Where two cross, the polite side's gives way, as does one that was offered to nobody.
 */
export function bringsFreshPeer(state: TalkingState, offer: OfferEvent): boolean | undefined {
  const { call, negotiation } = state;
  if (offer.pc > negotiation.pc) return true;
  if (!crosses(negotiation, offer)) return undefined;
  const isUnheard = isPeerAway(state) || (isRejoining(state) && state.restarts === 0);
  return isUnheard || isPolite(call);
}

/** Takes the fresh connection up: it is the same call, so nobody is asked. */
export function takeFreshPeer(state: TalkingState, offer: OfferEvent, env: CallEnv): CallStep {
  const { sid } = offer.call.peer;
  const peer = { ...state.call.peer, ...(sid === undefined ? {} : { sid }) };
  const call = { ...state.call, peer };
  const leg = { ...newLeg(call, { pc: offer.pc, received: offer.n }), remote: state.remote };
  const open = [
    ...reopenPeer(call),
    receive(call, offer),
    { type: 'want-media', media: ALL_MEDIA } as const,
    { type: 'peer-admit' } as const,
  ];
  if (state.phase === 'connecting')
    return [{ ...state, ...leg, triedMs: env.nowMs }, [...open, stopTimer('retry')]];
  const former = isLost(state) ? state : undefined;
  const next: Reconnecting = {
    phase: 'reconnecting',
    why: 'network',
    replaces: true,
    // It is a try of both.
    restarts: Math.max(1, former?.restarts ?? 0),
    triedMs: env.nowMs,
    sinceMs: state.sinceMs,
    ...leg,
  };
  // Who has lost the path already gives it up when it would have: the other side may offer for ever.
  const begin = former
    ? []
    : [{ type: 'stop-timers' } as const, startTimer(call, 'give-up', env.timings.giveUpMs)];
  return [next, [...begin, retryFreshLater(next, env), ...open]];
}
