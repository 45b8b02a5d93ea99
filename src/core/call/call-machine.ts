/**
 * The call machine: one pure function, total over every phase and event. It drops what belongs to another call, and
 * hands the rest to the phase. The diagram stands in call-state.ts.
 */
import type { CallEnv, CallEvent } from './call-events.js';
import { sendHangUp } from './call-messages.js';
import { type CallPeer, type CallState, type LiveState, isLive } from './call-state.js';
import { type CallStep, type OfferEvent, stay } from './call-steps.js';
import { whenFree, whenIncoming, whenOutgoing } from './ringing-phases.js';
import { whenTalking } from './talking-phases.js';

const isAboutAnother = (state: CallState, event: CallEvent): boolean =>
  'callId' in event && !(isLive(state) && state.call.id === event.callId);

/** An answer to an offer that a newer one has replaced: the other side would take it for one to that. */
const isLate = (state: CallState, event: CallEvent): boolean =>
  event.type === 'local-description' &&
  event.n !== undefined &&
  isLive(state) &&
  event.n !== state.negotiation.received;

/** A call is begun with its first connection: with a later one it is a call that this page no longer knows. */
const isForgotten = (state: CallState, offer: OfferEvent): boolean =>
  offer.pc > 1 && !(isLive(state) && state.call.id === offer.call.id);

/** From now on messages go to that name, and come from it. */
const withPeer = (state: LiveState, change: Partial<CallPeer>): CallState => ({
  ...state,
  call: { ...state.call, peer: { ...state.call.peer, ...change } },
});

/** While two are connected, whoever has the peer's name is the peer: it has lost its server and come back. */
const withSession = (state: CallState, sid: string): CallState =>
  state.phase === 'active' ? withPeer(state, { sid }) : state;

export function callTransition(state: CallState, event: CallEvent, env: CallEnv): CallStep {
  if (isAboutAnother(state, event) || isLate(state, event)) return stay(state);
  if (event.type === 'remote-renamed')
    return stay(isLive(state) ? withPeer(state, { name: event.name }) : state);
  if (event.type === 'remote-session') return stay(withSession(state, event.sid));
  if (event.type === 'remote-offer' && isForgotten(state, event))
    return [state, [sendHangUp(event.call, 'peer-left')]];
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
