/**
 * Somebody who calls, and the buttons to answer with, as call-video-panel and call-incoming-dialog both show them. Each
 * view makes requests through what it is given; none keeps anything.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { Call } from '../../core/call/call-state.js';
import type { CallRequest } from '../../events/request-base.js';
import { CallAcceptRequest, CallHangupRequest } from '../../events/requests.js';
import type { TermKey } from '../../i18n/terms.js';
import { avatar } from './avatar.js';
import { type IconName, icon } from './icons.js';
import type { Translate } from './terms-controller.js';

/** The face, which pulses while somebody waits for an answer. */
export const face = (name: string, pulses: boolean): TemplateResult =>
  html`<span class="halo ${pulses ? 'pulse' : ''}">${avatar(name)}</span>`;

interface Asking {
  readonly t: Translate;
  readonly request: (event: CallRequest) => void;
}

/** A round button with its word below, as on a phone. */
function action(
  { t, request }: Asking,
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
    aria-label=${term === 'answerAudio' ? `${t('answer')}: ${t(term)}` : nothing}
    @click=${() => {
      request(event());
    }}
  >
    <span class="round ${look}">${icon(name)}</span>${t(term)}
  </button>`;
}

/** Decline, answer with sound where the caller invites to more, answer. */
export function answerActions(asking: Asking, { media: { video } }: Pick<Call, 'media'>): TemplateResult {
  const accept = (withVideo: boolean) => () => new CallAcceptRequest({ audio: true, video: withVideo });
  return html`<div class="actions" part="actions">
    ${action(asking, 'decline-button', 'stop', 'hangUp', 'decline', () => new CallHangupRequest())}
    ${video ? action(asking, 'answer-audio-button', 'accent', 'phone', 'answerAudio', accept(false)) : nothing}
    ${action(asking, 'answer-button', 'go', video ? 'camera' : 'phone', 'answer', accept(video))}
  </div>`;
}

export const callerStyles = css`
  .halo {
    display: grid;
    margin: 26px;
    border-radius: 50%;
  }
  .pulse {
    box-shadow:
      0 0 0 11px color-mix(in srgb, var(--_accent) 20%, transparent),
      0 0 0 24px color-mix(in srgb, var(--_accent) 10%, transparent);
    animation: pulse 1.8s ease-out infinite;
  }
  @keyframes pulse {
    50% {
      box-shadow:
        0 0 0 15px color-mix(in srgb, var(--_accent) 16%, transparent),
        0 0 0 26px color-mix(in srgb, var(--_accent) 6%, transparent);
    }
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }
  .action {
    flex-direction: column;
    gap: 6px;
    min-inline-size: 84px;
    padding: 6px;
    border-radius: 14px;
    background: none;
    font-weight: 400;
    font-size: 0.867em;
  }
  .round {
    display: grid;
    place-items: center;
    inline-size: 56px;
    aspect-ratio: 1;
    border-radius: 50%;
    font-size: 1.25em;
  }
  .stop .icon {
    fill: currentColor;
    stroke: none;
  }
  @media (forced-colors: active) {
    .avatar,
    .round {
      border: 1px solid CanvasText;
    }
  }
`;
