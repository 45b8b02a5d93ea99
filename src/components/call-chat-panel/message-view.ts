/** One row of the log: a day, a name, a bubble, and below it when it was and what became of it. It decides nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ChatMessage, Delivery } from '../../core/chat/chat-state.js';
import type { TermKey } from '../../i18n/terms.js';
import { avatar } from '../shared/avatar.js';
import type { Translate } from '../shared/terms-controller.js';
import type { ChatRow } from './chat-rows.js';
import { type Link, linkParts } from './link-parts.js';

const WORDS: Readonly<Record<Delivery, TermKey>> = {
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'notDelivered',
};

export interface MessageScene {
  readonly t: Translate;
  /** Between two there is no need to show who speaks; it is said all the same. */
  readonly isPrivate: boolean;
  readonly resend: (mid: string) => void;
}

export function messageView(row: ChatRow, scene: MessageScene): TemplateResult {
  const { message, day, isFirst } = row;
  const parts = linkParts(message.text).map(linkOrText);
  // White space counts in a bubble, so there must be none around what was said.
  return html`${day === undefined ? nothing : html`<div class="day" part="day">${day}</div>`}
    <div class="message ${message.mine ? 'mine' : ''} ${isFirst ? 'first' : ''}" part="message">
      ${isFirst ? author(message, scene) : nothing}
      <p part="bubble ${message.mine ? 'own-bubble' : ''}" dir="auto">${parts}</p>
      ${row.time === undefined ? nothing : below(row, row.time, scene)}
    </div>`;
}

function linkOrText(part: string | Link): unknown {
  if (typeof part === 'string') return part;
  const { href, text } = part;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">${text}</a>`;
}

function author({ mine, from }: ChatMessage, { t, isPrivate }: MessageScene): TemplateResult {
  if (mine || isPrivate) return html`<span class="hidden">${mine ? t('you') : from}</span>`;
  return html`<div class="author" part="author">${avatar(from)}<bdi class="cut">${from}</bdi></div>`;
}

function below({ message, delivery }: ChatRow, time: string, { t, resend }: MessageScene): TemplateResult {
  const when = html`<time part="time" datetime=${new Date(message.atMs).toISOString()}>${time}</time>`;
  if (delivery === undefined) return html`<div class="below">${when}</div>`;
  const retry = html`<button
    type="button"
    part="retry-button"
    @click=${() => {
      resend(message.mid);
    }}
  >
    ${t('tryAgain')}
  </button>`;
  return html`<div class="below ${delivery}">
    ${when}<span part="delivery">${t(WORDS[delivery])}</span>${delivery === 'failed' ? retry : nothing}
  </div>`;
}
