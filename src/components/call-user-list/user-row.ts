/** One row of the list: who, in which state, and two buttons to call them. It decides nothing. */
import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { User } from '../../core/people/roster.js';
import type { TermKey } from '../../i18n/terms.js';
import { avatar } from '../shared/avatar.js';
import { icon } from '../shared/icons.js';
import type { Translate } from '../shared/terms-controller.js';

const STATES: Readonly<Record<User['state'], TermKey>> = {
  available: 'available',
  busy: 'busy',
  away: 'away',
  dnd: 'dnd',
  'in-call': 'talking',
  reconnecting: 'reconnecting',
};

export interface RowView {
  readonly t: Translate;
  /** The one this person is in a call with. */
  readonly isCurrent: boolean;
  /** Why nobody can be called now. */
  readonly obstacle: string | undefined;
  readonly dial: (user: User, video: boolean) => void;
}

export function userRow(user: User, view: RowView): TemplateResult {
  const { t, isCurrent } = view;
  return html`<div role="row" part="row" class=${classMap({ current: isCurrent })}>
    <div role="gridcell" class="who" tabindex="-1" data-cell>
      <span class="face">${avatar(user.name)}<span class="dot ${user.state}" part="dot"></span></span>
      <span class="name cut" part="name" dir="auto" title=${user.name}>${user.name}</span>
      <span class="state cut" part="state">${t(isCurrent ? 'withYou' : STATES[user.state])}</span>
    </div>
    ${isCurrent ? '' : [callCell(user, view, false), callCell(user, view, true)]}
  </div>`;
}

function callCell(user: User, { t, obstacle, dial }: RowView, video: boolean): TemplateResult {
  const label = t(video ? 'videoCall' : 'audioCall', { name: user.name });
  return html`<div role="gridcell">
    <button
      type="button"
      part=${video ? 'video-button' : 'audio-button'}
      tabindex="-1"
      data-cell
      aria-label=${label}
      aria-disabled=${obstacle !== undefined}
      title=${obstacle ?? label}
      @click=${() => {
        dial(user, video);
      }}
    >
      ${icon(video ? 'camera' : 'phone')}
    </button>
  </div>`;
}
