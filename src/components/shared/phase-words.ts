/**
 * What a call's phase is called in words, once for the panel, the status line and the announcement. Words only: it
 * decides nothing about the call.
 */
import type { CallState } from '../../core/call/call-state.js';
import type { Elsewhere } from '../../core/tabs/other-tabs.js';
import type { TermKey } from '../../i18n/terms.js';
import type { Translate } from './terms-controller.js';

type Ended = Extract<CallState, { readonly phase: 'ended' }>;

const REASONS: Readonly<Record<Ended['reason'], TermKey>> = {
  ended: 'ended',
  declined: 'declined',
  busy: 'busyEnd',
  cancelled: 'cancelled',
  'no-answer': 'noAnswer',
  'answered-elsewhere': 'elsewhere',
  glare: 'ended',
  'media-failed': 'mediaFailed',
  'ice-failed': 'failed',
  'ice-timeout': 'failed',
  'peer-left': 'peerLeft',
  error: 'error',
};

function endedKey({ reason, by, call }: Ended): TermKey {
  if (reason === 'ended' && by === 'peer') return 'endedByPeer';
  if (reason === 'declined' && by === 'me') return 'declinedByMe';
  const missed = reason === 'no-answer' || (reason === 'cancelled' && by === 'peer');
  return missed && call.direction === 'incoming' ? 'missed' : REASONS[reason];
}

/** Who is called is away for a moment, and has not rung yet. */
const isAwaited = (state: CallState): boolean =>
  state.phase === 'outgoing' && state.away === true && !state.ringing;

/** The phase in words; empty when there is no call. */
export function phaseWords(t: Translate, state: CallState): string {
  if (state.phase === 'idle') return '';
  const { peer, media } = state.call;
  const values = { name: peer.name };
  switch (state.phase) {
    case 'outgoing':
      if (isAwaited(state)) return t('peerLeaving', values);
      return t(state.ringing ? 'ringing' : 'calling');
    case 'incoming':
      return t(media.video ? 'callingYouVideo' : 'callingYou');
    case 'connecting':
      return t(state.slow ? 'slow' : 'connecting');
    case 'active':
      return t('inCall', values);
    case 'reconnecting':
      return state.why === 'peer-leaving' ? t('peerLeaving', values) : t('reconnecting');
    case 'ended':
      return t(endedKey(state), values);
  }
}

/** What another tab of this browser is in. */
export const elsewhereWords = (t: Translate, { phase }: Elsewhere): string =>
  t(phase === 'incoming' || phase === 'outgoing' ? 'ringsElsewhere' : 'callElsewhere');

/** The same with the other one's name in it, for where the name does not stand beside it. */
export function phaseSentence(t: Translate, state: CallState): string {
  const words = phaseWords(t, state);
  if (state.phase === 'incoming') return `${state.call.peer.name} ${words}`;
  const isNameless = state.phase === 'outgoing' && !isAwaited(state);
  return isNameless ? `${state.call.peer.name}: ${words}` : words;
}
