import { type CSSResultGroup, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { CallContext } from '../../context/call-context.js';
import { isLive } from '../../core/call/call-state.js';
import { EMPTY_SNAPSHOT } from '../../core/empty-snapshot.js';
import type { Snapshot } from '../../core/snapshot.js';
import { devices as words } from '../../i18n/devices.js';
import type { TermKey } from '../../i18n/terms.js';
import { CallProvider } from '../call-provider/call-provider.js';
import { announcement } from '../shared/announcer.js';
import { buttonStyles } from '../shared/button.styles.js';
import { FocusKeeper } from '../shared/focus-keeper.js';
import { type IconName, icon } from '../shared/icons.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-app.styles.js';

type View = 'people' | 'call' | 'chat';

const TABS: Readonly<Record<View, { readonly icon: IconName; readonly term: TermKey }>> = {
  people: { icon: 'people', term: 'people' },
  call: { icon: 'camera', term: 'callTab' },
  chat: { icon: 'chat', term: 'chatTab' },
};

/** The provider as its own parts see it. */
const sourceOf = (provider: CallProvider) => ({
  get context(): CallContext | undefined {
    return provider.callContext;
  },
  get isShown(): boolean {
    return provider.checkVisibility();
  },
});

/**
 * The whole thing in one tag: signing in, who is here, the call, the chat, and what went wrong. It is a
 * `call-provider` with a face: it has every attribute, event and state of one, and elements elsewhere may name it with
 * `for`. Its layout follows its own width: one column with tabs, two with a drawer, or three.
 *
 * @slot header - Above everything; nothing unless a page fills it.
 * @slot sign-in - Instead of `call-sign-in`.
 * @slot people - Instead of `call-user-list`.
 * @slot settings - Instead of the `call-settings-button` of that column.
 * @slot call - Instead of `call-video-panel`.
 * @slot chat - Instead of `call-chat-panel`.
 * @slot notice - Instead of `call-notice`.
 * @slot incoming - Instead of `call-incoming-dialog`.
 * @csspart app - The whole of it.
 * @csspart people - The column of oneself and the others.
 * @csspart call - The column of the call.
 * @csspart chat - The column of the chat.
 * @csspart tabs - The buttons that choose a column where not all of them have room.
 * @example <call-app server="wss://example.com/call"></call-app>
 */
export class CallApp extends CallProvider {
  static override readonly styles: CSSResultGroup = [tokens, buttonStyles, styles];

  /** The column a phone shows, and the one that a tablet shows beside the call. */
  @state() private view: View = 'people';
  @state() private side: Exclude<View, 'call'> = 'people';
  @state() private snapshot: Snapshot = EMPTY_SNAPSHOT;

  #source = sourceOf(this);
  #terms = new TermsController(this, this.#source, words);

  constructor() {
    super();
    // A column that gives way takes the focus with it: the one that comes has it then.
    new FocusKeeper(this, () => this.renderRoot.querySelector<HTMLElement>(`.${this.view}`));
  }

  protected override showSnapshot(current: Snapshot, previous: Snapshot): void {
    this.snapshot = current;
    if (isLive(current.call) && !isLive(previous.call)) this.view = 'call';
    if (current.call.phase === 'idle' && previous.call.phase !== 'idle' && this.view === 'call')
      this.view = 'people';
  }

  protected override render(): TemplateResult {
    const { self, link } = this.snapshot;
    const isIn = self.name !== undefined && link.status !== 'offline' && link.status !== 'refused';
    return html`<div class="app ${isIn ? 'in' : 'out'} view-${this.view} side-${this.side}" part="app">
      <slot name="header"></slot>
      <slot name="notice"><call-notice></call-notice></slot>
      ${isIn ? this.#renderTabs('drawer', this.side, ['people', 'chat']) : nothing}
      <div class="columns">
        <section class="people" part="people" aria-label=${this.#terms.t('people')}>
          ${isIn ? nothing : html`<span class="mark">${icon('camera')}</span>`}
          <slot name="sign-in"><call-sign-in></call-sign-in></slot>
          <slot name="settings"
            ><call-settings-button><span>${this.#terms.t('settings')}</span></call-settings-button></slot
          >
          <slot name="people"><call-user-list></call-user-list></slot>
        </section>
        <section class="call" part="call" aria-label=${this.#terms.t('callTab')}>
          <slot name="call"
            ><call-video-panel>
              <call-quality slot="top"></call-quality>
              <call-mic-toggle></call-mic-toggle>
              <call-camera-toggle></call-camera-toggle>
              <call-flip-button></call-flip-button>
              <call-settings-button></call-settings-button>
              <call-hangup-button></call-hangup-button></call-video-panel
          ></slot>
        </section>
        <section class="chat" part="chat" aria-label=${this.#terms.t('chatTab')}>
          <slot name="chat"><call-chat-panel></call-chat-panel></slot>
        </section>
      </div>
      ${isIn ? this.#renderTabs('bottom', this.view, ['people', 'call', 'chat']) : nothing}
      <slot name="incoming"><call-incoming-dialog></call-incoming-dialog></slot>
      ${this.#renderVoice()}
    </div>`;
  }

  /** Not the panel's: the column of the call is not always shown. */
  #renderVoice(): TemplateResult {
    return announcement(this.#source, this.#terms.t, this.snapshot.call);
  }

  #renderTabs(place: 'drawer' | 'bottom', shown: View, views: readonly View[]): TemplateResult {
    return html`<nav class=${place} part="tabs" aria-label=${this.#terms.t('views')}>
      ${views.map((view) => this.#renderTab(view, view === shown))}
    </nav>`;
  }

  #renderTab(view: View, isShown: boolean): TemplateResult {
    const { t } = this.#terms;
    const { chat, call } = this.snapshot;
    const unread = view === 'chat' ? chat.unread : 0;
    return html`<button
      type="button"
      aria-current=${isShown ? 'true' : nothing}
      @click=${() => {
        this.#choose(view);
      }}
    >
      <span class="sign"
        >${icon(TABS[view].icon)}${
          unread > 0
            ? html`<span class="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>`
            : nothing
        }${view === 'call' && isLive(call) ? html`<span class="badge dot"></span>` : nothing}</span
      >${t(TABS[view].term)}${unread > 0 ? html`<span class="hidden">${t('unreadCount', { count: unread })}</span>` : nothing}
    </button>`;
  }

  #choose(view: View): void {
    this.view = view;
    if (view !== 'call') this.side = view;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-app': CallApp;
  }
}
