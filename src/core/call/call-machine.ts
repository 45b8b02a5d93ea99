/**
 * The call machine: one pure function, total over every phase and event. It drops what belongs to another call, and
 * hands the rest to the phase. The diagram stands in call-state.ts.
 */
import type { CallEnv, CallEvent } from './call-events.js';
import { type CallState, type LiveState, isLive } from './call-state.js';
import { type CallStep, stay } from './call-steps.js';
import { whenFree, whenIncoming, whenOutgoing } from './ringing-phases.js';
import { whenTalking } from './talking-phases.js';

const isAboutAnother = (state: CallState, event: CallEvent): boolean =>
  'callId' in event && !(isLive(state) && state.call.id === event.callId);

/** From now on messages go to that name, and come from it. */
const withPeerName = (state: LiveState, name: string): CallState => ({
  ...state,
  call: { ...state.call, peer: { ...state.call.peer, name } },
});

export function callTransition(state: CallState, event: CallEvent, env: CallEnv): CallStep {
  if (isAboutAnother(state, event)) return stay(state);
  if (event.type === 'remote-renamed') return stay(isLive(state) ? withPeerName(state, event.name) : state);
  switch (state.phase) {
    case 'idle':
    case 'ended':
      return whenFree(state, event, env);
    case 'outgoing':
      return whenOutgoing(state, event, env);
    case 'incoming':
      return whenIncoming(state, event, env);
    default:
      return whenTalking(state, event, env);
  }
}
