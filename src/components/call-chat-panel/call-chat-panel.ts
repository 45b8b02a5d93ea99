import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isLive } from '../../core/call/call-state.js';
import type { ChatMessage } from '../../core/chat/chat-state.js';
import {
  CallMarkReadRequest,
  CallResendMessageRequest,
  CallSendMessageRequest,
} from '../../events/requests.js';
import { DEFAULT_LIMITS } from '../../protocol/limits.js';
import { avatarStyles } from '../shared/avatar.js';
import { buttonStyles } from '../shared/button.styles.js';
import { fieldStyles } from '../shared/field.styles.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { InView } from '../shared/in-view.js';
import { keyed } from '../shared/keyed.js';
import { pick } from '../shared/pick.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { BottomKeeper } from './bottom-keeper.js';
import { styles } from './call-chat-panel.styles.js';
import { Conversation } from './conversation.js';
import { Composer, type Thread } from './composer.js';
import { messageList } from './message-list.js';
import { threadSwitch } from './thread-switch.js';

/** From so many characters before the limit on, the length shows. */
const NEAR_LIMIT = 400;

/**
 * What people say to each other in writing: to everybody, or to one person. Shows what was said, what became of it and
 * what is new, and has a field to write in. Needs a `call-provider` above it or named by `for`.
 *
 * @slot heading - Another heading than "Chat" or the other person's name.
 * @slot empty - What stands there while nothing was said.
 * @fires call-send-message-request - The person says something.
 * @fires call-resend-message-request - The person says what failed once more.
 * @fires call-mark-read-request - The person can see what was unread.
 * @csspart header - Heading and choice of the conversation.
 * @csspart switch - The list to choose a conversation from.
 * @csspart unread-button - Goes to a conversation in which something is new.
 * @csspart log - What was said.
 * @csspart day - The day above what was said on it.
 * @csspart message - One message with all that belongs to it.
 * @csspart author - Who said it, where several can.
 * @csspart avatar - The initials of who said it.
 * @csspart bubble - What was said.
 * @csspart own-bubble - What this person said.
 * @csspart time - When it was said.
 * @csspart delivery - What became of it, in words.
 * @csspart retry-button - Says it once more.
 * @csspart new-button - Goes down to what is new.
 * @csspart composer - The field with its button.
 * @csspart input - The field.
 * @csspart send-button - Sends.
 * @csspart hint - Why nothing can be sent now, or how long the text is.
 * @cssState inert - There is no provider.
 * @cssState empty - Nothing was said in the conversation that is shown.
 * @cssState private - The conversation that is shown is with one person.
 * @cssState unread - Something is new, in whichever conversation.
 * @example <call-chat-panel></call-chat-panel>
 */
export class CallChatPanel extends LitElement {
  static override styles = [tokens, buttonStyles, fieldStyles, avatarStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** With whom: a name, or `*` for everybody; empty: the person chooses, and a call opens the conversation with its peer. */
  @property() with = '';
  /** The conversation the person has chosen: a name, or null for everybody. It counts while `with` is empty. */
  @property({ attribute: false }) thread: string | null = null;

  #call = new CallSelector(this, pick('chat', 'link', 'self', 'call', 'users'));
  #terms = new TermsController(this, this.#call);
  #inView = new InView(this);
  #log = new BottomKeeper(this, () => this.renderRoot.querySelector<HTMLElement>('.log'));
  #conversation = new Conversation();
  #composer: Composer = new Composer(this, {
    thread: () => this.#shown,
    messages: () => this.#call.value?.chat.messages ?? [],
    field: () => this.renderRoot.querySelector('textarea'),
    canSend: () => this.#obstacle === undefined,
    send: (text, to) => {
      this.#call.request(new CallSendMessageRequest(text, to));
      this.#log.toEnd();
    },
  });
  #isSignedIn = false;
  /** The call whose peer's conversation was opened. */
  #opened: string | undefined;
  /** What was asked to be marked as read last; once is enough, should somebody have vetoed it. */
  #asked: readonly ChatMessage[] | undefined;

  constructor() {
    super();
    new HostStates(this, this.#call, () => [
      this.#conversation.messages.length === 0 && 'empty',
      this.#shown !== null && 'private',
      (this.#call.value?.chat.unread ?? 0) > 0 && 'unread',
    ]);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#followLink();
    this.#followCall();
    if (changed.has('thread') || changed.has('with')) this.#log.toEnd();
    this.#conversation.look(this.#call.value?.chat.messages, this.#shown, this.#inView.value);
  }

  protected override render(): TemplateResult {
    return html`<div class="header" part="header">${this.#renderHeading()}</div>
      ${this.#renderUnreadElsewhere()}
      <div
        class="log"
        part="log"
        role="log"
        aria-live="off"
        aria-label=${this.#name}
        tabindex="0"
        @scroll=${this.#log.handleScroll}
      >
        <div class="messages">
          ${this.#conversation.messages.length > 0 ? this.#renderMessages() : this.#renderEmpty()}
        </div>
      </div>
      ${this.#renderNew()} ${this.#renderComposer()}
      <div class="hidden" aria-live="polite">
        ${keyed(
          this.#conversation.newcomers,
          ({ mid }) => mid,
          ({ from, text }) => html`<p>${from}: ${text}</p>`,
        )}
      </div>`;
  }

  protected override updated(): void {
    const { messages, hasUnread } = this.#conversation;
    if (!hasUnread || messages === this.#asked || !this.#inView.value || !this.#log.isAtEnd) return;
    this.#asked = messages;
    this.#call.request(new CallMarkReadRequest(this.#shown));
  }

  get #shown(): Thread {
    if (this.with === '') return this.thread;
    return this.with === '*' ? null : this.with;
  }

  /** What the conversation that is shown is called. */
  get #name(): string {
    return this.#shown ?? this.#terms.t('everybody');
  }

  /** Why nothing can be sent now. */
  get #obstacle(): string | undefined {
    const { t } = this.#terms;
    const { link, self } = this.#call.value ?? {};
    if (!link || link.status === 'offline') return t('signInToChat');
    if (link.status === 'refused') return t('refused');
    if (self?.name === undefined) return t('connectingLink');
    const max = DEFAULT_LIMITS.textLength;
    return this.#composer.text.length > max ? t('tooLong', { count: max }) : undefined;
  }

  /** Who signs out leaves nothing to the one who signs in next, neither what was being written nor to whom. */
  #followLink(): void {
    const status = this.#call.value?.link.status;
    if (status === undefined) return;
    if (status === 'offline' && this.#isSignedIn) {
      this.#composer.clear();
      this.thread = null;
    }
    this.#isSignedIn = status !== 'offline';
  }

  /** A call opens the conversation with its peer, once, unless that would take away what somebody is writing. */
  #followCall(): void {
    const call = this.#call.value?.call;
    const peer = call && isLive(call) && call.phase !== 'incoming' ? call.call.peer.name : undefined;
    if (peer === this.#opened) return;
    this.#opened = peer;
    if (peer !== undefined && this.with === '' && this.#composer.text === '') this.thread = peer;
  }

  #renderHeading(): TemplateResult {
    const { t, lang } = this.#terms;
    const isFixed = this.with !== '';
    const heading = html`<h2 class="cut" dir="auto">
      <slot name="heading">${isFixed ? this.#name : t('chatTab')}</slot>
    </h2>`;
    if (isFixed)
      return html`${heading}${this.#shown === null ? nothing : html`<small>${t('privately')}</small>`}`;
    const { chat, users = [] } = this.#call.value ?? {};
    const scene = { t, lang, shown: this.#shown, users, threads: chat?.threads ?? [], peer: this.#opened };
    return html`${heading}${threadSwitch({ ...scene, open: this.#open })}`;
  }

  #renderUnreadElsewhere(): TemplateResult | typeof nothing {
    const { t } = this.#terms;
    const threads = this.with === '' ? (this.#call.value?.chat.threads ?? []) : [];
    const thread = threads.find((one) => one.unread > 0 && one.with !== this.#shown);
    if (!thread) return nothing;
    const words = t('unreadIn', { name: thread.with ?? t('everybody'), count: thread.unread });
    return html`<button
      type="button"
      part="unread-button"
      @click=${() => {
        this.#open(thread.with);
      }}
    >
      ${icon('chat')}<span class="cut">${words}</span>
    </button>`;
  }

  #renderMessages(): unknown {
    const { t, lang } = this.#terms;
    const { nowMs } = this.#call;
    const isPrivate = this.#shown !== null;
    return messageList(this.#conversation.messages, { t, lang, nowMs, isPrivate, resend: this.#resend });
  }

  #renderEmpty(): TemplateResult {
    return html`<div class="empty">
      <slot name="empty">${icon('chat')}${this.#terms.t('noMessages')}</slot>
    </div>`;
  }

  #renderNew(): TemplateResult | typeof nothing {
    if (this.#log.isAtEnd || !this.#conversation.hasUnread) return nothing;
    return html`<button type="button" class="accent" part="new-button" @click=${this.#handleNew}>
      ${icon('down')}${this.#terms.t('newMessages')}
    </button>`;
  }

  #renderComposer(): TemplateResult {
    const { t } = this.#terms;
    const obstacle = this.#obstacle;
    const label = this.#shown === null ? t('messageAll') : t('messageTo', { name: this.#shown });
    const { draft } = this.#composer;
    return html`<form part="composer" @submit=${this.#composer.handleSubmit}>
      <div class="grow">
        <textarea
          part="input"
          rows="1"
          dir=${draft === '' ? nothing : 'auto'}
          aria-label=${label}
          aria-describedby="hint"
          placeholder=${label}
          enterkeyhint="send"
          @input=${this.#composer.handleInput}
          @keydown=${this.#composer.handleKeydown}
        ></textarea>
      </div>
      <button
        part="send-button"
        class="accent"
        aria-disabled=${obstacle !== undefined}
        title=${obstacle ?? t('send')}
      >
        ${icon('send')}<span class="hidden">${t('send')}</span>
      </button>
      <small id="hint" part="hint">${obstacle ?? this.#hint}</small>
    </form>`;
  }

  /** What is good to know while one can write. */
  get #hint(): string {
    const { t } = this.#terms;
    const { link, users = [] } = this.#call.value ?? {};
    const { length } = this.#composer.text;
    const max = DEFAULT_LIMITS.textLength;
    if (length > max - NEAR_LIMIT) return `${String(length)} / ${String(max)}`;
    if (link?.status !== 'online') return t('notOnline');
    const name = this.#shown;
    return name === null || users.some((user) => user.name === name) ? '' : t('notHere', { name });
  }

  readonly #open = (thread: Thread): void => {
    this.thread = thread;
  };

  readonly #resend = (mid: string): void => {
    this.#call.request(new CallResendMessageRequest(mid));
  };

  #handleNew(): void {
    this.#log.toEnd();
    this.renderRoot.querySelector('textarea')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-chat-panel': CallChatPanel;
  }
}
