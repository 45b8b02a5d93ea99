/**
 * What stands in the middle of the stage in each phase. Each view is a function of a scene and makes requests through
 * it; none keeps anything.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type CallState, isLive } from '../../core/call/call-state.js';
import type { LinkState } from '../../core/link/link-state.js';
import type { Elsewhere } from '../../core/tabs/other-tabs.js';
import type { CallRequest } from '../../events/request-base.js';
import { CallDialRequest, CallDismissRequest } from '../../events/requests.js';
import type { TermKey } from '../../i18n/terms.js';
import { answerActions, face } from '../shared/caller.js';
import { icon } from '../shared/icons.js';
import { elsewhereWords, phaseWords } from '../shared/phase-words.js';
import type { Translate } from '../shared/terms-controller.js';
import { formatDuration } from '../shared/ticker.js';

export interface Scene {
  readonly t: Translate;
  readonly state: CallState;
  readonly link: LinkState['status'];
  readonly elsewhere: Elsewhere | null;
  /** Another element asks the person whether to answer. */
  readonly isAsked: boolean;
  readonly request: (event: CallRequest) => void;
}

/** What there is to do while there is no call; a connection that is on its way back asks for nothing. */
const IDLE_TERMS: Readonly<Record<LinkState['status'], TermKey>> = {
  offline: 'signInToCall',
  refused: 'signInToCall',
  connecting: 'connectingLink',
  waiting: 'notOnline',
  online: 'pickSomebody',
};

export function idleView({ t, link, elsewhere }: Scene): TemplateResult {
  return html`<div class="center idle">
    <slot name="idle"
      >${icon('camera')}<span>${elsewhere ? elsewhereWords(t, elsewhere) : t(IDLE_TERMS[link])}</span></slot
    >
  </div>`;
}

/** Somebody large in the middle: calling, ringing, connecting, over, or without a picture. */
export function personView(scene: Scene): TemplateResult | typeof nothing {
  const { t, state } = scene;
  if (state.phase === 'idle') return nothing;
  const { name } = state.call.peer;
  const isQuiet = state.phase === 'active' || state.phase === 'reconnecting';
  const asks = state.phase === 'incoming' && !scene.isAsked;
  const pulses = isLive(state) && !isQuiet && (asks || state.phase !== 'incoming');
  return html`<div class="center">
    <div class="person">
      ${face(name, pulses)}
      <strong class="cut" dir="auto">${name}</strong>
      ${isQuiet ? nothing : html`<span class="words">${phaseWords(t, state)}</span>`}
      ${
        state.phase === 'ended' && state.durationMs > 0
          ? html`<time class="words">${formatDuration(state.durationMs)}</time>`
          : nothing
      }
    </div>
    ${asks ? answerActions(scene, state.call) : nothing}
    ${state.phase === 'ended' ? endedActions(scene, name) : nothing}
  </div>`;
}

function endedActions({ t, state, link, request }: Scene, name: string): TemplateResult {
  const isOnline = link === 'online';
  const media = state.phase === 'ended' ? state.call.media : undefined;
  return html`<div class="actions" part="actions">
    <button
      type="button"
      part="again-button"
      class="accent"
      aria-disabled=${!isOnline}
      title=${isOnline ? nothing : t('notOnline')}
      @click=${() => {
        if (isOnline) request(new CallDialRequest(name, media));
      }}
    >
      ${icon('phone')}${t('callAgain')}
    </button>
    <button
      type="button"
      part="close-button"
      @click=${() => {
        request(new CallDismissRequest());
      }}
    >
      ${t('close')}
    </button>
  </div>`;
}
