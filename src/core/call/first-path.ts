/**
 * The way to the first path, after both have said yes: it is tried for again when the browser gives up, when it takes
 * long, and when there may be another network. The caller goes first; the callee tries where its own browser has given up,
 * which may be ten seconds before the caller's does (Firefox). ICE is restarted; a connection that the caller's browser gives
 * up once more is replaced, since some do not recover (Firefox). It ends with the time that there is for it. Pure steps.
 */
import type { CallEnv } from './call-events.js';
import type { CallState } from './call-state.js';
import { type CallStep, end, reopenPeer, startTimer, stay, stopTimer } from './call-steps.js';

type Connecting = Extract<CallState, { phase: 'connecting' }>;

/** Why another try is due: the browser has given up, it takes long, there is a sign of another network, it is its turn. */
export type Cause = 'failed' | 'slow' | 'wake' | 'turn';

export function tryFirstPath(state: Connecting, cause: Cause, env: CallEnv): CallStep {
  const { call, triedMs } = state;
  // A legacy peer cannot try again: one offer is all it takes.
  if (!call.peer.v1) return cause === 'failed' ? end(state, 'ice-failed', 'system', env) : beSlow(state);
  // While all is well there is nothing to mend.
  if (cause === 'wake' && !state.slow) return stay(state);
  const isCalm = triedMs === undefined || env.nowMs - triedMs >= env.timings.calmMs;
  if (call.direction === 'incoming') return tryInTurn(state, cause, isCalm, env);
  if (!isCalm) return beSlow(state);
  const next: Connecting = { ...state, slow: true, triedMs: env.nowMs };
  if (cause !== 'failed' || triedMs === undefined)
    return [next, [stopTimer('slow'), { type: 'peer-restart-ice' }]];
  const negotiation = { pc: state.negotiation.pc + 1, sent: 0, received: 0, answered: false };
  return [{ ...next, negotiation }, [...reopenPeer(call), { type: 'peer-offer' }]];
}

/** Two offers at once undo each other, and one of the caller may be on its way: so the callee waits for it first. */
function tryInTurn(state: Connecting, cause: Cause, isCalm: boolean, env: CallEnv): CallStep {
  if (cause === 'slow' || cause === 'wake') return beSlow(state);
  if (!isCalm) return stay(state);
  return cause === 'failed'
    ? [state, [startTimer(state.call, 'retry', env.timings.yieldMs)]]
    : [{ ...state, triedMs: env.nowMs }, [{ type: 'peer-restart-ice' }]];
}

/** The person is told that it takes long. */
const beSlow = (state: Connecting): CallStep =>
  state.slow ? stay(state) : [{ ...state, slow: true }, [stopTimer('slow')]];
