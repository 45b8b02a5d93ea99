/** The machine's phases before both have said yes: idle and ended, outgoing, incoming. */
import type { CallEffect, CallEvent, CallEnv } from './call-events.js';
import { sendCandidate, sendDescription, sendSelect } from './call-messages.js';
import type { CallState, LiveState } from './call-state.js';
import { rejoin } from './fresh-peer.js';
import { IDLE } from './call-state.js';
import { endEarly, holdMedia, notePath, takeEarlyAnswer, whenReadyEarly } from './preconnect.js';
import {
  type CallStep,
  type OfferEvent,
  connect,
  end,
  isRepeat,
  learnV1,
  newLeg,
  receive,
  redial,
  refuseBusy,
  reopenPeer,
  ring,
  startTimer,
  stay,
  stopTimer,
  takeAnswer,
  takeUp,
  whenRedialIsDue,
  withStream,
  yieldTo,
} from './call-steps.js';

type In<P extends CallState['phase']> = Extract<CallState, { phase: P }>;

/** Nothing rings and nobody talks: idle, or the picture of the last call. */
export function whenFree(state: In<'idle' | 'ended'>, event: CallEvent, env: CallEnv): CallStep {
  switch (event.type) {
    case 'dial':
      return dial(event.call, env);
    case 'remote-offer':
      return ring(event, env);
    case 'rejoin':
      return rejoin(event);
    case 'dismiss':
      return stay(IDLE);
    default:
      return stay(state);
  }
}

function dial(call: In<'outgoing'>['call'], env: CallEnv): CallStep {
  return [
    { phase: 'outgoing', ringing: false, ...newLeg(call, { pc: 1, received: 0 }) },
    [
      { type: 'open-peer', callId: call.id, offers: true },
      ...holdMedia(call),
      { type: 'peer-offer' },
      { type: 'want-media', media: call.media },
      startTimer(call, 'ring', env.timings.ringMs),
      ...(call.peer.v1 ? [startTimer(call, 'reach', env.timings.reachMs)] : []),
    ],
  ];
}

export function whenOutgoing(state: In<'outgoing'>, event: CallEvent, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  switch (event.type) {
    case 'local-description': {
      const counted = { ...negotiation, sent: negotiation.sent + 1, answered: false };
      return [
        { ...state, negotiation: counted },
        [sendDescription(call, counted, event.description, env.timings.ringMs)],
      ];
    }
    case 'local-candidate':
      return [state, sendCandidate(call, negotiation, event.candidate)];
    case 'remote-ringing':
      return [{ ...learnV1(state), ringing: true }, [stopTimer('reach')]];
    case 'remote-preconnect':
      return takeEarlyAnswer(learnV1(state), event) ?? stay(state);
    case 'connection':
      return stay(notePath(state, event));
    case 'remote-accept':
      return answeredBy(event.device, learnV1(state), env);
    case 'remote-answer': {
      // To an offer of a connection that is no more, or to one before the last.
      if (negotiation.sent === 0 || (event.n ?? negotiation.sent) !== negotiation.sent) return stay(state);
      const known = event.v1 ? learnV1(state) : state;
      const answered = { ...known, negotiation: { ...negotiation, answered: true } };
      const [next, effects] = answeredBy(event.device, answered, env);
      return [next, [takeAnswer(event, false), ...effects]];
    }
    case 'remote-candidate':
      return [state, [{ type: 'peer-candidate', candidate: event.candidate }]];
    case 'remote-offer':
      return whenBothCall(state, event, env);
    case 'remote-stream':
      return stay(withStream(state, event.stream));
    case 'local-media':
      return [state, [{ type: 'peer-sync-media' }]];
    default:
      return whenCallFalls(state, event, env);
  }
}

/** From here on the call is with the device that answered; the others hear that it is. */
function answeredBy(device: string | undefined, state: In<'outgoing'>, env: CallEnv): CallStep {
  if (device === undefined) return endEarly(state, connect(state, env), env.timings.ringMs);
  const call = { ...state.call, peer: { ...state.call.peer, sid: device } };
  const [next, effects] = endEarly(state, connect({ ...state, call }, env), env.timings.ringMs);
  return [next, [...sendSelect(call, device), ...effects]];
}

/** Glare: the offer with the lesser call id stands. */
function whenBothCall(state: In<'outgoing'>, offer: OfferEvent, env: CallEnv): CallStep {
  const { call } = state;
  if (offer.call.peer.name !== call.peer.name) return refuseBusy(state, offer);
  if (!offer.call.peer.v1) return whenLegacyCallsToo(state, offer, env);
  return offer.call.id < call.id ? yieldTo(state, offer, env) : stay(state);
}

/**
 * A legacy page that hears our offer while its own is under way drops its own, answers neither, and waits for ever. So
 * it is made to hang up, and called once more: it answers at once, and nobody is asked again. Where our offer is not
 * out nothing has collided, and its offer is taken up.
 */
function whenLegacyCallsToo(state: In<'outgoing'>, offer: OfferEvent, env: CallEnv): CallStep {
  const { negotiation } = state;
  if (negotiation.sent === 0) return yieldTo(state, offer, env);
  return negotiation.pc === 1 ? redial(state, 'glare', env) : end(state, 'glare', 'system', env);
}

function whenCallFalls(state: In<'outgoing'>, event: CallEvent, env: CallEnv): CallStep {
  switch (event.type) {
    case 'hang-up':
    case 'leave-page':
      return end(state, 'cancelled', 'me', env);
    case 'remote-hang-up': {
      const [next, effects] = end(state, event.reason ?? 'declined', 'peer', env);
      // One device has said no for the person: the others need not ask any more.
      return [
        next,
        [...(event.device === undefined ? [] : sendSelect(state.call, event.device)), ...effects],
      ];
    }
    case 'remote-gone':
    case 'remote-leaving':
      return end(state, 'peer-left', 'peer', env);
    case 'remote-unavailable':
      return unreachable(state, env);
    case 'remote-signal':
      return whenSignalChanges(state, event.signal, env);
    case 'peer-error':
      return peerBroke(state, event.message, env);
    case 'closed':
      return event.by === 'page' ? closedByPage(state, env) : stay(state);
    case 'ice-renewed':
      return [state, restartIce(state)];
    case 'timer':
      if (event.timer === 'reach') return unreachable(state, env);
      if (event.timer === 'redial') return whenRedialIsDue(state, env);
      return event.timer === 'ring' ? end(state, 'no-answer', 'system', env) : stay(state);
    default:
      return stay(state);
  }
}

/** A page that is not connected now cannot say that it rings: its silence means something when it is back. */
function whenSignalChanges(
  state: In<'outgoing'>,
  signal: 'reconnecting' | 'online' | 'left',
  env: CallEnv,
): CallStep {
  if (state.ringing || signal === 'left') return stay(state);
  if (signal === 'reconnecting') return [{ ...state, away: true }, [stopTimer('reach')]];
  return [{ ...state, away: false }, [startTimer(state.call, 'reach', env.timings.reachMs)]];
}

function unreachable(state: In<'outgoing'>, env: CallEnv): CallStep {
  const [next, effects] = end(state, 'peer-left', 'system', env);
  const message = `${state.call.peer.name} cannot be reached.`;
  return [next, [...effects, { type: 'report', code: 'peer-unavailable', message }]];
}

export function peerBroke(
  state: LiveState,
  message: string,
  env: CallEnv,
  code: 'peer-failed' | 'peer-closed' = 'peer-failed',
): CallStep {
  const [next, effects] = end(state, 'error', 'system', env);
  return [next, [...effects, { type: 'report', code, message }]];
}

export const closedByPage = (state: LiveState, env: CallEnv): CallStep =>
  peerBroke(state, 'Something else in the page closed the peer connection.', env, 'peer-closed');

/** With other servers than before. A legacy peer takes one offer, ever. */
export const restartIce = ({ call, negotiation }: LiveState): readonly CallEffect[] =>
  call.peer.v1 && negotiation.sent + negotiation.received > 0 ? [{ type: 'peer-restart-ice' }] : [];

export function whenIncoming(state: In<'incoming'>, event: CallEvent, env: CallEnv): CallStep {
  switch (event.type) {
    case 'accept':
      return endEarly(state, takeUp(state, event.media, env), env.timings.ringMs);
    case 'connection':
      return stay(notePath(state, event));
    case 'local-description':
    case 'local-candidate':
      return whenReadyEarly(state, event) ?? stay(state);
    case 'remote-stream':
      return stay(withStream(state, event.stream));
    case 'remote-offer':
      return whenOfferRepeats(state, event);
    case 'remote-candidate':
      return [state, [{ type: 'peer-candidate', candidate: event.candidate }]];
    case 'hang-up':
      return end(state, 'declined', 'me', env);
    case 'leave-page':
      return end(state, 'peer-left', 'me', env);
    case 'remote-hang-up':
      return end(
        state,
        event.reason === undefined || event.reason === 'ended' ? 'cancelled' : event.reason,
        'peer',
        env,
      );
    case 'remote-select':
      return end(state, 'answered-elsewhere', 'peer', env);
    case 'remote-gone':
    case 'remote-leaving':
      return end(state, 'peer-left', 'peer', env);
    case 'peer-error':
      return peerBroke(state, event.message, env);
    case 'closed':
      return event.by === 'page' ? closedByPage(state, env) : stay(state);
    case 'timer':
      return event.timer === 'ring' ? end(state, 'no-answer', 'system', env) : stay(state);
    default:
      return stay(state);
  }
}

/** While it rings: a repeat is ignored, a newer offer of the same call replaces the old one, others hear busy. */
function whenOfferRepeats(state: In<'incoming'>, offer: OfferEvent): CallStep {
  const { call, negotiation } = state;
  if (offer.call.id !== call.id) return refuseBusy(state, offer);
  if (isRepeat(negotiation, offer)) return stay(state);
  const reopen = offer.pc > negotiation.pc ? reopenPeer(call) : [];
  return [
    { ...state, negotiation: { ...negotiation, pc: offer.pc, received: offer.n } },
    [...reopen, receive(call, offer)],
  ];
}
