/** The machine's phases after both have said yes: connecting, active, reconnecting. */
import type { MediaKinds, StreamHandle } from '../stream-handle.js';
import type { CallEffect, CallEvent, CallEnv, LocalEvent, RemoteEvent } from './call-events.js';
import { sendCandidate, sendDescription, sendLeaving, sendMedia } from './call-messages.js';
import { type CallState, type TalkingState, expectsMedia } from './call-state.js';
import { tryFirstPath } from './first-path.js';
import { bringsFreshPeer, isPeerAway, isRejoining, takeFreshPeer, whenRejoining } from './fresh-peer.js';
import {
  isLost,
  isOfferDropped,
  losePath,
  retryLater,
  tryAgain,
  whenLostPeerBreaks,
  whenPathIsChecked,
  whenPathIsHoped,
  whenPeerHears,
  whenPeerTries,
  whenRestarted,
} from './lost-path.js';
import {
  type CallStep,
  type OfferEvent,
  end,
  isOutOfReach,
  isPolite,
  isRepeat,
  learnV1,
  receive,
  refuseBusy,
  startTimer,
  stay,
  stopTimer,
  takeAnswer,
  whenRedialIsDue,
  withStream,
} from './call-steps.js';
import { closedByPage, peerBroke, restartIce } from './ringing-phases.js';

type In<P extends CallState['phase']> = Extract<CallState, { phase: P }>;
type ConnectionEvent = Extract<LocalEvent, { type: 'connection' }>;
type AnswerEvent = Extract<RemoteEvent, { type: 'remote-answer' }>;
type TimerEvent = Extract<LocalEvent, { type: 'timer' }>;

/** What our own end of a connection reports. */
const FROM_PEER: ReadonlySet<string> = new Set([
  'connection',
  'local-description',
  'local-candidate',
  'remote-stream',
  'peer-error',
  'closed',
] satisfies LocalEvent['type'][]);

/** What means the same in all three phases; what does not goes to the phase. */
export function whenTalking(state: TalkingState, event: CallEvent, env: CallEnv): CallStep {
  // The connection to a page that went away says nothing any more.
  if (isPeerAway(state) && FROM_PEER.has(event.type)) return stay(state);
  return (isRejoining(state) ? whenRejoining(state, event) : undefined) ?? whenTogether(state, event, env);
}

function whenTogether(state: TalkingState, event: CallEvent, env: CallEnv): CallStep {
  switch (event.type) {
    case 'connection':
      return whenConnectionChanges(state, event, env);
    case 'timer':
      return whenTimerFires(state, event, env);
    case 'remote-stream':
      return stay(whenStreamComes(state, event.stream));
    case 'remote-media':
      return stay({ ...learnV1(state), remote: { ...state.remote, media: event.media } });
    case 'local-media':
      return [state, tellMedia(state, event.media)];
    case 'hang-up':
      return end(state, 'ended', 'me', env);
    case 'leave-page':
      return leavePage(state, event.returns, env);
    case 'remote-hang-up':
      return end(state, event.reason ?? 'ended', 'peer', env);
    // Two devices have answered at once.
    case 'remote-select':
      return state.call.direction === 'incoming'
        ? end(state, 'answered-elsewhere', 'peer', env)
        : stay(state);
    case 'remote-leaving':
      return whenPeerLeaves(state, env);
    case 'remote-gone':
      return whenPeerIsGone(state, env);
    case 'remote-signal':
      return isLost(state) ? whenPeersSignalChanges(state, event.signal, env) : stay(state);
    case 'resync':
      return resync(state, env);
    case 'wake':
      if (state.phase === 'connecting') return tryFirstPath(state, 'wake', env);
      return isLost(state) ? whenPathIsHoped(state, env, event.wasAway) : stay(state);
    case 'silent':
    case 'barren':
      return state.phase === 'active' ? whenNothingComes(state, event.type, env) : stay(state);
    case 'peer-error':
      return whenPeerBreaks(state, event.message, env);
    case 'closed':
      return whenClosed(state, event.by, env);
    case 'ice-renewed':
      // Where there is a path, the next restart has them.
      return state.phase === 'active' ? stay(state) : [noteTry(state, env), restartIce(state)];
    default:
      return whenNegotiating(state, event, env);
  }
}

const tellMedia = (state: TalkingState, media: MediaKinds): readonly CallEffect[] => [
  { type: 'peer-sync-media' },
  ...(isPeerAway(state) ? [] : sendMedia(state.call, media)),
];

function whenNegotiating(state: TalkingState, event: CallEvent, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  switch (event.type) {
    case 'local-description': {
      const isOffer = event.description.type === 'offer';
      const counted = isOffer ? { ...negotiation, sent: negotiation.sent + 1, answered: false } : negotiation;
      const described = { ...state, negotiation: counted };
      const [next, effects] = isOffer ? stay(described) : whenRestarted(described, env);
      return [next, [sendDescription(call, counted, event.description, env.timings.ringMs), ...effects]];
    }
    case 'local-candidate':
      return [state, sendCandidate(call, negotiation, event.candidate)];
    case 'remote-candidate':
      return [state, [{ type: 'peer-candidate', candidate: event.candidate }]];
    case 'remote-answer':
      return whenAnswered(state, event, env);
    case 'remote-offer':
      return whenOfferComes(state, event, env);
    default:
      return stay(state);
  }
}

/** Only the answer to the last offer counts. A page that came back is heard with it. */
function whenAnswered(state: TalkingState, answer: AnswerEvent, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  const { sent, answered } = negotiation;
  if (answered || sent === 0 || (answer.n ?? sent) !== sent) return stay(state);
  const now = { negotiation: { ...negotiation, answered: true, joined: true } } as const;
  const apply = takeAnswer(answer, isPolite(call));
  if (!isRejoining(state)) {
    const [next, effects] = whenRestarted({ ...state, ...now }, env);
    return [next, [apply, ...effects]];
  }
  const heard = { ...state, ...now, why: 'network', restarts: 1, triedMs: env.nowMs } as const;
  const giveUp = startTimer(call, 'give-up', env.timings.giveUpMs);
  return [heard, [apply, stopTimer('rejoin'), giveUp, retryLater(heard, env)]];
}

/** Within the call it is a new negotiation; from somebody else, busy; from a peer that forgot this call, a new call. */
function whenOfferComes(state: TalkingState, offer: OfferEvent, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  if (offer.call.id === call.id) {
    if (call.peer.v1 && isRepeat(negotiation, offer)) return stay(state);
    const isFresh = bringsFreshPeer(state, offer);
    if (isFresh !== undefined) return isFresh ? takeFreshPeer(state, offer, env) : stay(state);
    if (isLost(state)) return whenPeerTries(state, offer, env);
    const isTry = call.peer.v1 && !isOfferDropped(state);
    const heard = { ...state, negotiation: { ...negotiation, received: offer.n } };
    return isTry
      ? [{ ...heard, triedMs: env.nowMs }, [receive(call, offer), stopTimer('retry')]]
      : [heard, [receive(call, offer)]];
  }
  if (offer.isBeside || offer.call.peer.name !== call.peer.name) return refuseBusy(state, offer);
  if (state.phase === 'connecting') return stay(state);
  const [ended, farewell] = end(state, 'peer-left', 'peer', env);
  return [ended, [...farewell, { type: 'then', event: offer }]];
}

function whenConnectionChanges(state: TalkingState, event: ConnectionEvent, env: CallEnv): CallStep {
  switch (event.state) {
    case 'connected':
      return connected(state, env);
    case 'disconnected':
      if (state.phase !== 'active') return stay(state);
      return [state, [startTimer(state.call, 'suspect', env.timings.suspectMs)]];
    case 'failed':
      return whenPathFails(state, env);
    case 'connecting':
      return isLost(state) ? whenPathIsChecked(state, env) : stay(state);
    default:
      return stay(state);
  }
}

/** What stands on the screen is more than a stream in which nothing has come yet. */
function whenStreamComes(state: TalkingState, stream: StreamHandle): TalkingState {
  const isShown = isLost(state) && state.remote.stream !== null;
  return isShown ? { ...state, arriving: stream } : withStream(state, stream);
}

/** Not the call's end where both were connected: a fresh connection knows nothing of what went wrong. */
function whenPeerBreaks(state: TalkingState, message: string, env: CallEnv): CallStep {
  if (!state.call.peer.v1 || state.phase === 'connecting') return peerBroke(state, message, env);
  if (state.phase === 'active') return losePath(state, env, true);
  return isLost(state) ? whenLostPeerBreaks(state, env) : peerBroke(state, message, env);
}

function whenPathFails(state: TalkingState, env: CallEnv): CallStep {
  if (state.phase === 'connecting') return tryFirstPath(state, 'failed', env);
  if (state.phase === 'active') return losePath(state, env);
  return state.call.peer.v1 ? whenPathIsHoped(state, env) : tryAgain(state, env);
}

/**
 * Who sends neither sound nor pictures may well be silent; a legacy page may not say what it sends. A path that
 * restarts have brought back without them is good for nothing (Firefox, where an offer of its own gave way to another),
 * and what a fresh connection brings is all that there is.
 */
function whenNothingComes(state: In<'active'>, why: 'silent' | 'barren', env: CallEnv): CallStep {
  if (!state.call.peer.v1 || !expectsMedia(state)) return stay(state);
  if (why === 'silent') return losePath(state, env);
  const { sent, received } = state.negotiation;
  return sent + received > 1 ? losePath(state, env, true) : stay(state);
}

function whenPeersSignalChanges(
  state: In<'reconnecting'>,
  signal: 'reconnecting' | 'online' | 'left',
  env: CallEnv,
): CallStep {
  if (signal === 'left') return end(state, 'peer-left', 'peer', env);
  return signal === 'online' ? whenPeerHears(state, env) : stay(state);
}

/** There is a path: for the first time, or again. */
function connected(state: TalkingState, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  const sinceMs = 'sinceMs' in state ? state.sinceMs : env.nowMs;
  const arriving = state.phase === 'reconnecting' ? state.arriving : undefined;
  const remote = arriving === undefined ? state.remote : { ...state.remote, stream: arriving };
  return [
    { phase: 'active', call, negotiation, remote, sinceMs },
    // On a fresh connection the other page knows nothing of what is muted, and on any other the word may be lost.
    [{ type: 'stop-timers' }, ...(state.phase === 'active' ? [] : [{ type: 'announce-media' } as const])],
  ];
}

/**
 * While there is a path no page closes its end but to hang up, because it goes away, or for a fresh connection: it says
 * which, and its word may take longer. On a lost path it means nothing.
 */
function whenClosed(state: TalkingState, by: 'page' | 'peer', env: CallEnv): CallStep {
  if (by === 'page') return closedByPage(state, env);
  if (state.phase !== 'active' || !state.call.peer.v1) return stay(state);
  return whenUnsaid(state, env) ?? [state, [startTimer(state.call, 'closed', env.timings.closedMs)]];
}

/** Why it was closed cannot be said while one of us is away from the server: the page may come back, as one that says so. */
const whenUnsaid = (state: TalkingState, env: CallEnv): CallStep | undefined =>
  isOutOfReach(state.call, env) ? whenPeerLeaves(state, env) : undefined;

/** Gone from the list, but as long as the pictures move it is there. A legacy page does not come back by itself. */
function whenPeerIsGone(state: TalkingState, env: CallEnv): CallStep {
  if (state.phase === 'connecting') return whenPeerLeaves(state, env);
  return isLost(state) && !state.call.peer.v1 ? end(state, 'peer-left', 'peer', env) : stay(state);
}

/**
 * An offer brings a connection that is not up to rights, and a lost path has its own time for that; of one that is, only
 * what is muted may have been missed.
 */
function resync(state: TalkingState, env: CallEnv): CallStep {
  if (!state.call.peer.v1 || state.phase === 'reconnecting') return stay(state);
  if (state.phase === 'active') return [state, [{ type: 'announce-media' }]];
  return [noteTry(state, env), [{ type: 'peer-restart-ice' }]];
}

/** Of a first path, whose tries count whoever makes them. */
const noteTry = (state: TalkingState, { nowMs }: CallEnv): TalkingState =>
  state.phase === 'connecting' ? { ...state, triedMs: nowMs } : state;

function whenPeerLeaves(state: TalkingState, env: CallEnv): CallStep {
  if (state.phase === 'connecting') return end(state, 'peer-left', 'peer', env);
  if (isPeerAway(state)) return stay(state);
  const { call, negotiation, sinceMs } = state;
  // What stands still now, or is black, is no picture of anybody.
  const remote = { ...state.remote, stream: null };
  return [
    { phase: 'reconnecting', call, negotiation, remote, sinceMs, why: 'peer-leaving', restarts: 0 },
    [{ type: 'stop-timers' }, startTimer(call, 'rejoin', env.timings.rejoinMs)],
  ];
}

function whenTimerFires(state: TalkingState, event: TimerEvent, env: CallEnv): CallStep {
  if (state.phase === 'connecting') {
    if (event.timer === 'slow') return tryFirstPath(state, 'slow', env);
    if (event.timer === 'retry') return tryFirstPath(state, 'turn', env);
    return event.timer === 'connect' ? end(state, 'ice-failed', 'system', env) : stay(state);
  }
  switch (event.timer) {
    case 'suspect':
      return state.phase === 'active' ? losePath(state, env) : stay(state);
    case 'retry':
      return isLost(state) ? tryAgain(state, env) : stay(state);
    case 'redial':
      return isLost(state) ? whenRedialIsDue(state, env) : stay(state);
    case 'give-up':
      return end(state, 'ice-timeout', 'system', env);
    case 'closed':
      return whenUnsaid(state, env) ?? end(state, 'peer-left', 'system', env);
    case 'rejoin':
      return end(state, 'peer-left', 'system', env);
    default:
      return stay(state);
  }
}

/** A peer that can wait is told that this page may come back; any other that the call is over. */
function leavePage(state: TalkingState, returns: boolean, env: CallEnv): CallStep {
  const { call, negotiation } = state;
  const [next, effects] = end(state, 'ended', 'me', env);
  if (!returns || !call.peer.v1) return [next, effects];
  return [next, [...sendLeaving(call, negotiation), ...effects.filter((effect) => effect.type !== 'send')]];
}
