/** One row of the list: who, in which state, and two buttons to call them. It decides nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import { isTalking, type LiveState } from '../../core/call/call-state.js';
import type { User } from '../../core/people/roster.js';
import { avatar } from '../shared/avatar.js';
import { icon } from '../shared/icons.js';
import { phaseWords } from '../shared/phase-words.js';
import { STATE_WORDS } from '../shared/state-words.js';
import type { Translate } from '../shared/terms-controller.js';

export interface RowView {
  readonly t: Translate;
  /** The call with this person, when there is one. */
  readonly call: LiveState | undefined;
  /** Why nobody can be called now. */
  readonly obstacle: string | undefined;
  readonly dial: (user: User, video: boolean) => void;
  /** Who points at a button is likely to press it. */
  readonly prepare: () => void;
}

export function userRow(user: User, view: RowView): TemplateResult {
  const { t, call } = view;
  const words = call ? (isTalking(call) ? t('withYou') : phaseWords(t, call)) : t(STATE_WORDS[user.state]);
  return html`<div role="row" part="row" class=${call ? 'current' : ''}>
    <div role="gridcell" class="who" tabindex="-1" data-cell>
      <span class="face"
        >${avatar(user.name)}<span
          class="dot ${call && isTalking(call) ? 'in-call' : user.state}"
          part="dot"
        ></span
      ></span>
      <span class="name cut" part="name" dir="auto" title=${user.name}>${user.name}</span>
      <span class="state cut" part="state">${words}</span>
    </div>
    ${call ? nothing : [callCell(user, view, false), callCell(user, view, true)]}
  </div>`;
}

function callCell(user: User, { t, obstacle, dial, prepare }: RowView, video: boolean): TemplateResult {
  const label = t(video ? 'videoCall' : 'audioCall', { name: user.name });
  return html`<div role="gridcell">
    <button
      type="button"
      part=${video ? 'video-button' : 'audio-button'}
      tabindex="-1"
      data-cell
      aria-label=${obstacle ? label : nothing}
      aria-disabled=${obstacle !== undefined}
      title=${obstacle ?? label}
      @pointerenter=${prepare}
      @focus=${prepare}
      @click=${() => {
        dial(user, video);
      }}
    >
      ${icon(video ? 'camera' : 'phone')}
    </button>
  </div>`;
}
