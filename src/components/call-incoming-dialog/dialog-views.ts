/**
 * What stands in the dialog and in the card. Each view is a function of a scene and makes requests through it; none keeps
 * anything.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { CallState } from '../../core/call/call-state.js';
import type { MissedCall } from '../../core/call/missed-calls.js';
import type { User } from '../../core/people/roster.js';
import type { CallRequest } from '../../events/request-base.js';
import { CallClearMissedRequest, CallDialRequest } from '../../events/requests.js';
import { avatar } from '../shared/avatar.js';
import { answerActions, face } from '../shared/caller.js';
import { timeWords } from '../shared/dates.js';
import { icon } from '../shared/icons.js';
import { phaseWords } from '../shared/phase-words.js';
import type { Translate } from '../shared/terms-controller.js';

export type Ringing = Extract<CallState, { readonly phase: 'incoming' }>;

export interface Scene {
  readonly t: Translate;
  readonly lang: string;
  readonly isOnline: boolean;
  readonly users: readonly User[];
  readonly request: (event: CallRequest) => void;
}

/** Of many, the last few are named. */
const MISSED_SHOWN = 3;
const PHRASES = ['replyLater', 'replyBusy', 'replyWrite'] as const;
const REPLY_LENGTH = 500;

/** Who calls, large. It can have the focus, so that no button has it. */
const caller = (scene: Scene, ringing: Ringing): TemplateResult => {
  const { name } = ringing.call.peer;
  return html`<div class="who" id="who" tabindex="-1">
    ${face(name, true)}
    <strong class="cut" dir="auto">${name}</strong>
    <span class="words">${phaseWords(scene.t, ringing)}</span>
  </div>`;
};

/** The question and its answers. */
export const askingView = (
  scene: Scene,
  ringing: Ringing,
  reply: (() => void) | undefined,
): TemplateResult => html`
  ${caller(scene, ringing)}
  <div class="answers">
    ${
      reply
        ? html`<button
            type="button"
            part="reply-button"
            class="reply"
            aria-disabled=${!scene.isOnline}
            title=${scene.isOnline ? nothing : scene.t('notOnline')}
            @click=${() => {
              if (scene.isOnline) reply();
            }}
          >
            ${icon('chat')}${scene.t('replyInstead')}
          </button>`
        : nothing
    }
    ${answerActions(scene, ringing.call)}
  </div>
`;

/** What to decline with: a phrase, or words of one's own. */
export function replyView(
  scene: Scene,
  ringing: Ringing,
  { reply, back }: { readonly reply: (text: string) => void; readonly back: () => void },
): TemplateResult {
  const { t } = scene;
  const { name } = ringing.call.peer;
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = (new FormData(event.target as HTMLFormElement).get('text') as string).trim();
    if (text !== '') reply(text);
  };
  return html`
    <div class="who small" id="who" tabindex="-1">
      ${avatar(name)}
      <strong class="cut" dir="auto">${name}</strong>
      <span class="words cut">${phaseWords(t, ringing)}</span>
    </div>
    <div class="replies">
      ${PHRASES.map((key) => {
        const phrase = t(key);
        return html`<button
          type="button"
          part="phrase-button"
          class="phrase"
          @click=${() => {
            reply(phrase);
          }}
        >
          ${phrase}
        </button>`;
      })}
      <form @submit=${send}>
        <input
          part="input"
          name="text"
          dir="auto"
          autocomplete="off"
          maxlength=${REPLY_LENGTH}
          aria-label=${t('ownReply')}
          placeholder=${t('ownReply')}
        />
        <button part="send-button" class="accent" title=${t('send')}>
          ${icon('send')}<span class="hidden">${t('send')}</span>
        </button>
      </form>
      <button type="button" part="back-button" @click=${back}>${t('back')}</button>
    </div>
  `;
}

/** The same question in the corner. */
export const cardView = (scene: Scene, ringing: Ringing): TemplateResult => {
  const { name } = ringing.call.peer;
  return html`<div class="line">
      ${avatar(name)}
      <span class="names" id="card-words">
        <strong class="cut" dir="auto">${name}</strong>
        <small class="words cut">${phaseWords(scene.t, ringing)}</small>
      </span>
    </div>
    ${answerActions(scene, ringing.call)}`;
};

/** The last call of each person, the latest first. */
const lastOfEach = (missed: readonly MissedCall[]): readonly MissedCall[] => {
  const byName = new Map([...missed].map((one) => [one.name, one]));
  return [...byName.values()].sort((a, b) => b.atMs - a.atMs);
};

export function missedView(scene: Scene, missed: readonly MissedCall[]): TemplateResult {
  const { t, request } = scene;
  const people = lastOfEach(missed);
  const [first] = people;
  const title =
    missed.length === 1 && first
      ? t('missed', { name: first.name })
      : t('missedCount', { count: missed.length });
  return html`<div class="title">
      <span id="card-words" class="cut">${title}</span>
      <button
        type="button"
        part="close-button"
        title=${t('close')}
        @click=${() => {
          request(new CallClearMissedRequest());
        }}
      >
        ${icon('close')}<span class="hidden">${t('close')}</span>
      </button>
    </div>
    ${people.slice(0, MISSED_SHOWN).map((one) => missedLine(scene, one))}
    ${people.length > MISSED_SHOWN ? html`<small class="words">+${people.length - MISSED_SHOWN}</small>` : nothing}`;
}

function missedLine(
  { t, lang, isOnline, users, request }: Scene,
  { name, atMs, media }: MissedCall,
): TemplateResult {
  const isHere = isOnline && users.some((user) => user.name === name);
  const why = isOnline ? t('notHere', { name }) : t('notOnline');
  return html`<div class="line">
    ${avatar(name)}
    <span class="names">
      <strong class="cut" dir="auto">${name}</strong>
      <small class="words">${timeWords(lang, atMs)}</small>
    </span>
    <button
      type="button"
      part="call-back-button"
      class="go"
      aria-disabled=${!isHere}
      title=${isHere ? nothing : why}
      @click=${() => {
        if (isHere) request(new CallDialRequest(name, media));
      }}
    >
      ${icon(media.video ? 'camera' : 'phone')}${t('callBack')}<span class="hidden"> ${name}</span>
    </button>
  </div>`;
}
