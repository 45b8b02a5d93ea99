/**
 * What the button is now: what it is called, what a press would do, and why it would do nothing. A function of the
 * snapshot; it decides nothing else and asks for nothing.
 */
import { type CallState, isLive, type LiveState } from '../../core/call/call-state.js';
import type { LinkState } from '../../core/link/link-state.js';
import type { User } from '../../core/people/roster.js';
import { phaseSentence, phaseWords } from '../shared/phase-words.js';
import { STATE_WORDS } from '../shared/state-words.js';
import type { Translate } from '../shared/terms-controller.js';

export interface ButtonScene {
  readonly t: Translate;
  /** Whom the button is for. */
  readonly to: string;
  /** The one who has this name, if anybody has. */
  readonly user: User | undefined;
  readonly isSelf: boolean;
  readonly link: LinkState;
  readonly call: CallState;
  /** The call is with the one the button is for. */
  readonly isOurs: boolean;
  /** Pressed while signed out: it calls as soon as it can. */
  readonly isPending: boolean;
  /** The browser plays no sound before a gesture. */
  readonly isSilenced: boolean;
}

export type ButtonAction = 'call' | 'sign-in' | 'answer' | 'hear' | 'end' | 'none';

export interface ButtonView {
  readonly state: string;
  readonly action: ButtonAction;
  /** What stands below the name. */
  readonly status: string;
}

const none = (state: string, status: string): ButtonView => ({ state, action: 'none', status });

export function buttonView(scene: ButtonScene): ButtonView {
  const { t, to, link, call, isOurs, isPending, isSelf } = scene;
  if (isLive(call)) return isOurs ? ourCall(scene, call) : none('occupied', t('alreadyInCall'));
  if (to === '') return none('offline', t('pickSomebody'));
  switch (link.status) {
    case 'offline':
      return { state: 'signed-out', action: 'sign-in', status: '' };
    case 'connecting':
      return { ...none('connecting', t('connectingLink')), ...(isPending ? { action: 'end' } : {}) };
    case 'waiting':
      return none('not-connected', t('notOnline'));
    case 'refused':
      return none('not-connected', t('refused'));
    case 'online':
      return isSelf ? none('offline', t('you')) : person(scene);
  }
}

function ourCall({ t, isSilenced }: ButtonScene, call: LiveState): ButtonView {
  const state = call.phase;
  return state === 'incoming'
    ? { state, action: 'answer', status: phaseSentence(t, call) }
    : { state, action: isSilenced ? 'hear' : 'end', status: phaseWords(t, call) };
}

function person({ t, to, user, call, isOurs }: ButtonScene): ButtonView {
  if (!user) return none('offline', t('notHere', { name: to }));
  const words = t(STATE_WORDS[user.state]);
  if (user.state !== 'available' && user.state !== 'away') return none('busy', words);
  const status = call.phase === 'ended' && isOurs ? phaseWords(t, call) : words;
  return { state: user.state, action: 'call', status };
}
