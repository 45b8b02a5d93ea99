/**
 * The way back to a path between two who were connected: an ICE restart at once and again with growing waits, a fresh
 * peer connection where restarts do not help, and never more than one try a second. Both sides try, so that either may
 * notice the loss; the callee a little later than the caller, and a try of the other side counts as one's own. Pure
 * steps; the phases decide when.
 */
import type { CallEffect, CallEnv } from './call-events.js';
import type { Call, CallState, TalkingState } from './call-state.js';
import {
  type CallStep,
  type OfferEvent,
  isOutOfReach,
  isPolite,
  receive,
  redial,
  reopenPeer,
  startTimer,
  stay,
  stopTimer,
} from './call-steps.js';

type Active = Extract<CallState, { phase: 'active' }>;
type Reconnecting = Extract<CallState, { phase: 'reconnecting' }>;

/**
 * What a new path takes of the round trips of the one there was, at most: an address from each TURN server, its leave to
 * send, checks, a handshake where the connection is a fresh one. A try that is not over is not thrown away for the next.
 */
const PATH_ROUND_TRIPS = 8;

/** From this try on a fresh connection is offered instead, whatever is known of the restarts. */
const FIRST_FRESH_TRY = 3;

export const isLost = (state: CallState): state is Reconnecting =>
  state.phase === 'reconnecting' && state.why === 'network';

/** The path is gone, or good for nothing however it is restarted. */
export function losePath(
  { call, negotiation, remote, sinceMs, triedMs = -Infinity }: Active,
  env: CallEnv,
  isBarren = false,
): CallStep {
  const lost: Reconnecting = {
    phase: 'reconnecting',
    ...{ call, negotiation, remote, sinceMs },
    why: 'network',
    restarts: 0,
    ...(isBarren ? { replaces: true } : {}),
  };
  const { calmMs } = env.timings;
  // Who was quicker to notice has just restarted it, and that has its time.
  const isTried = !isBarren && env.nowMs - triedMs < patient(calmMs, env);
  const [state, effects] = isTried
    ? whenRestarted({ ...lost, restarts: 1, triedMs }, env)
    : tryInTurn(lost, env);
  const giveUp = startTimer(call, 'give-up', env.timings.giveUpMs);
  return [state, [stopTimer('closed'), stopTimer('suspect'), giveUp, ...effects]];
}

/**
 * Two offers at once undo each other: the caller goes first, and before it a side that the server has not lost, whose
 * network is the one it had. The other one tries when it has heard nothing for a moment.
 */
function tryInTurn(state: Reconnecting, env: CallEnv, wasAway = false): CallStep {
  const { call } = state;
  const waitMs = turnOf(call, env) + (wasAway ? env.timings.yieldMs : 0);
  if (waitMs === 0 || !call.peer.v1) return tryAgain(state, env);
  return [{ ...state, triedMs: env.nowMs }, [startTimer(call, 'retry', waitMs)]];
}

const turnOf = ({ direction }: Call, { timings }: CallEnv): number =>
  direction === 'outgoing' ? 0 : timings.yieldMs;

/** One more try, until the path is back or hope is lost. */
export function tryAgain(state: Reconnecting, env: CallEnv): CallStep {
  const { call } = state;
  const next: Reconnecting = { ...state, restarts: state.restarts + 1, triedMs: env.nowMs };
  if (!call.peer.v1) return tryLegacy(next, env);
  // Nobody would hear it, and the network may be another one when either of us is back at the server: that wakes us.
  if (isOutOfReach(call, env)) return [state, [retryLater(next, env)]];
  if (isFreshDue(next)) return offerFresh(next, env);
  return [next, [{ type: 'peer-restart-ice' }, retryLater(next, env)]];
}

/** A sign that there may be a path again: tried soon, unless that was just done. */
export const whenPathIsHoped = (state: Reconnecting, env: CallEnv, wasAway?: boolean): CallStep =>
  isCalm(state, env) ? tryInTurn(state, env, wasAway) : stay(state);

/** The other side is back at the server, which the list will say in a moment: it is this side's turn. */
export const whenPeerHears = (state: Reconnecting, env: CallEnv): CallStep =>
  isCalm(state, env) ? tryAgain(state, { ...env, whereIs: () => 'listed' }) : stay(state);

// A legacy page is called anew once per loss.
const isCalm = (state: Reconnecting, { nowMs, timings }: CallEnv): boolean =>
  isLost(state) && state.call.peer.v1 && nowMs - (state.triedMs ?? -Infinity) >= timings.calmMs;

/**
 * Both sides have said how the connection is restarted. Some do not come back by that: Firefox once it has failed, or
 * towards a Chromium that takes the new candidates of its restart to the end that there was before.
 */
export function whenRestarted(state: CallState, env: CallEnv): CallStep {
  if (!isLost(state)) return stay(state);
  const { call } = state;
  if (!isRestarted(state)) return stay(state);
  const waitMs = patient(env.timings.healMs, env) + turnOf(call, env);
  return [{ ...state, replaces: true }, [startTimer(call, 'retry', waitMs)]];
}

const isRestarted = ({ negotiation: { sent, received } }: Reconnecting): boolean => sent + received >= 2;

/** A restart looks for a slow path: from now on it has its time, also where the browser had given up before. */
export function whenPathIsChecked(state: Reconnecting, env: CallEnv): CallStep {
  const { healMs } = env.timings;
  const waitMs = patient(healMs, env);
  // A fresh one has the wait that it was offered with.
  if (!isRestarted(state) || !state.replaces || waitMs === healMs) return stay(state);
  return [state, [startTimer(state.call, 'retry', waitMs + turnOf(state.call, env))]];
}

/** One of ours stands in the way of an offer, and this side does not yield. */
export const isOfferDropped = ({ call, negotiation }: TalkingState): boolean =>
  !isPolite(call) && negotiation.sent > 0 && !negotiation.answered;

/**
 * The other side has just tried, and a try of ours would undo that. Unless one of ours stands in its way that has no
 * answer: where the other side does not yield to it, it is lost, and is said again.
 */
export function whenPeerTries(state: Reconnecting, offer: OfferEvent, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  const received = { ...negotiation, received: offer.n };
  const next: Reconnecting = { ...state, negotiation: received };
  if (isOfferDropped(state)) return whenPathIsHoped(next, env);
  const tried = { ...next, triedMs: env.nowMs };
  return [tried, [receive(call, offer), ...(call.peer.v1 ? [retryLater(tried, env)] : [])]];
}

export function retryLater({ call, restarts }: Reconnecting, env: CallEnv): CallEffect {
  const { retryMs } = env.timings;
  const at = Math.min(Math.max(restarts, 1), retryMs.length) - 1;
  return startTimer(call, 'retry', patient(retryMs[at] ?? retryMs[0], env));
}

/** So long, or as long as a try takes on a path as slow as the one that is lost; never longer than the longest wait. */
function patient(ms: number, { roundTripMs = 0, isGivenUp, timings }: CallEnv): number {
  if (isGivenUp) return ms;
  return Math.max(ms, Math.min(PATH_ROUND_TRIPS * roundTripMs, timings.retryMs.at(-1) ?? ms));
}

/** A fresh connection has its time, whatever became of the one before. */
export const retryFreshLater = (state: Reconnecting, env: CallEnv): CallEffect =>
  retryLater(state, { ...env, isGivenUp: false });

const isFreshDue = ({ restarts, replaces }: Reconnecting): boolean =>
  replaces === true || restarts >= FIRST_FRESH_TRY;

/**
 * Something in the browser went wrong with a connection that brings nothing: it has closed itself. Two browsers may
 * disagree on one that was never up and is offered by both in turn.
 */
export const whenLostPeerBreaks = (state: Reconnecting, { timings }: CallEnv): CallStep => [
  { ...state, replaces: true },
  [startTimer(state.call, 'retry', timings.calmMs)],
];

/** The same call with the next connection; what stands on the screen stays until there is something new. */
function offerFresh(state: Reconnecting, env: CallEnv): CallStep {
  const { arriving: _arriving, ...rest } = state;
  const { call, negotiation } = state;
  const pc = negotiation.pc + 1;
  return [
    { ...rest, replaces: true, negotiation: { pc, sent: 0, received: 0, answered: false } },
    [...reopenPeer(call), { type: 'peer-offer' }, retryFreshLater(state, env)],
  ];
}

/**
 * A legacy page takes no new path, and drops the connection without a word when it sees the loss. First it may be back
 * by itself, then it is called anew, once per loss.
 */
function tryLegacy(state: Reconnecting, env: CallEnv): CallStep {
  if (state.restarts === 1) return [state, [startTimer(state.call, 'retry', env.timings.legacyLossMs)]];
  return state.restarts === 2 ? redial(state, 'ice-timeout', env) : stay(state);
}
