/**
 * What stands in the middle of the stage in each phase. Each view is a function of a scene and makes requests through
 * it; none keeps anything.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type CallState, isLive } from '../../core/call/call-state.js';
import type { Elsewhere } from '../../core/tabs/other-tabs.js';
import type { CallRequest } from '../../events/request-base.js';
import {
  CallAcceptRequest,
  CallDialRequest,
  CallDismissRequest,
  CallHangupRequest,
} from '../../events/requests.js';
import type { TermKey } from '../../i18n/terms.js';
import { avatar } from '../shared/avatar.js';
import { type IconName, icon } from '../shared/icons.js';
import { elsewhereWords, phaseWords } from '../shared/phase-words.js';
import type { Translate } from '../shared/terms-controller.js';
import { formatDuration } from '../shared/ticker.js';

export interface Scene {
  readonly t: Translate;
  readonly state: CallState;
  readonly isOnline: boolean;
  readonly elsewhere: Elsewhere | null;
  readonly request: (event: CallRequest) => void;
}

/** A round button with its word below, as on a phone. */
function action(
  scene: Scene,
  part: string,
  look: string,
  name: IconName,
  term: TermKey,
  event: () => CallRequest,
): TemplateResult {
  return html`<button
    type="button"
    part=${part}
    class="action"
    aria-label=${term === 'answerAudio' ? `${scene.t('answer')}: ${scene.t(term)}` : nothing}
    @click=${() => {
      scene.request(event());
    }}
  >
    <span class="round ${look}">${icon(name)}</span>${scene.t(term)}
  </button>`;
}

export function idleView({ t, isOnline, elsewhere }: Scene): TemplateResult {
  return html`<div class="center idle">
    <slot name="idle"
      >${icon('camera')}<span
        >${elsewhere ? elsewhereWords(t, elsewhere) : t(isOnline ? 'pickSomebody' : 'signInToCall')}</span
      ></slot
    >
  </div>`;
}

/** Somebody large in the middle: calling, ringing, connecting, over, or without a picture. */
export function personView(scene: Scene): TemplateResult | typeof nothing {
  const { t, state } = scene;
  if (state.phase === 'idle') return nothing;
  const { name } = state.call.peer;
  const isQuiet = state.phase === 'active' || state.phase === 'reconnecting';
  return html`<div class="center">
    <div class="person">
      <span class="halo ${isLive(state) && !isQuiet ? 'pulse' : ''}">${avatar(name)}</span>
      <strong class="cut" dir="auto">${name}</strong>
      ${isQuiet ? nothing : html`<span class="words">${phaseWords(t, state)}${endedDuration(state)}</span>`}
    </div>
    ${state.phase === 'incoming' ? answerActions(scene) : nothing}
    ${state.phase === 'ended' ? endedActions(scene, name) : nothing}
  </div>`;
}

const endedDuration = (state: CallState): string =>
  state.phase === 'ended' && state.durationMs > 0 ? ` · ${formatDuration(state.durationMs)}` : '';

function answerActions(scene: Scene): TemplateResult {
  const isVideo = scene.state.phase === 'incoming' && scene.state.call.media.video;
  const accept = (video: boolean) => () => new CallAcceptRequest({ audio: true, video });
  return html`<div class="actions" part="actions">
    ${action(scene, 'decline-button', 'stop', 'hangUp', 'decline', () => new CallHangupRequest())}
    ${isVideo ? action(scene, 'answer-audio-button', 'accent', 'phone', 'answerAudio', accept(false)) : nothing}
    ${action(scene, 'answer-button', 'go', isVideo ? 'camera' : 'phone', 'answer', accept(isVideo))}
  </div>`;
}

function endedActions({ t, state, isOnline, request }: Scene, name: string): TemplateResult {
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
