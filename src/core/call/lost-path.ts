/**
 * The way back to a path between two who were connected: an ICE restart at once and again with growing waits, a fresh
 * peer connection where restarts do not help, and never more than one try a second. Both sides try, so that either may
 * be the one that can be heard; a try of the other side counts as one's own. Pure steps; the phases decide when.
 */
import type { CallEffect, CallEnv } from './call-events.js';
import type { CallState } from './call-state.js';
import { type CallStep, redial, reopenPeer, startTimer, stay } from './call-steps.js';

type Active = Extract<CallState, { phase: 'active' }>;
type Reconnecting = Extract<CallState, { phase: 'reconnecting' }>;

/** The caller offers a fresh connection instead at this try and at every second one after it. */
const FIRST_FRESH_TRY = 3;

export const isLost = (state: CallState): state is Reconnecting =>
  state.phase === 'reconnecting' && state.why === 'network';

/** The path is gone. */
export function losePath({ call, negotiation, remote, sinceMs }: Active, env: CallEnv): CallStep {
  const lost: Reconnecting = {
    phase: 'reconnecting',
    ...{ call, negotiation, remote, sinceMs },
    why: 'network',
    restarts: 0,
  };
  const [state, effects] = tryAgain(lost, env);
  return [state, [startTimer(call, 'give-up', env.timings.giveUpMs), ...effects]];
}

/** One more try, until the path is back or hope is lost. */
export function tryAgain(state: Reconnecting, env: CallEnv): CallStep {
  const { call } = state;
  const next: Reconnecting = { ...state, restarts: state.restarts + 1, triedMs: env.nowMs };
  if (!call.peer.v1) return tryLegacy(next, env);
  // Nobody would hear it, and the network may be another one when the server is back: that wakes us.
  if (env.whereIs(call.peer.name) === 'unknown') return [state, [retryLater(state, env)]];
  if (isFreshDue(next)) return offerFresh(next, env);
  return [next, [{ type: 'peer-restart-ice' }, retryLater(state, env)]];
}

/** A sign that there may be a path again: tried at once, unless that was just done. */
export function whenPathIsHoped(state: Reconnecting, env: CallEnv): CallStep {
  const { triedMs = -Infinity } = state;
  // A legacy page is called anew once per loss.
  if (!isLost(state) || !state.call.peer.v1 || env.nowMs - triedMs < env.timings.calmMs) return stay(state);
  return tryAgain(state, env);
}

/** The other side has just tried, and ours would undo that. */
export const waitForPeersTry = (state: Reconnecting, env: CallEnv): readonly CallEffect[] =>
  state.call.peer.v1 ? [retryLater(state, env)] : [];

function retryLater({ call, restarts }: Reconnecting, { timings: { retryMs } }: CallEnv): CallEffect {
  return startTimer(call, 'retry', retryMs[Math.min(restarts, retryMs.length - 1)] ?? retryMs[0]);
}

/** Some connections never recover, whatever they are told (Firefox, once it has failed). One side replaces them. */
const isFreshDue = ({ call, restarts }: Reconnecting): boolean =>
  call.direction === 'outgoing' && restarts >= FIRST_FRESH_TRY && (restarts - FIRST_FRESH_TRY) % 2 === 0;

/** The same call with the next connection; what stands on the screen stays until there is something new. */
function offerFresh(state: Reconnecting, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  const pc = negotiation.pc + 1;
  return [
    { ...state, negotiation: { pc, sent: 0, received: 0, answered: false } },
    [...reopenPeer(call), { type: 'peer-offer' }, retryLater(state, env)],
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
