import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isLive, isTalking } from '../../core/call/call-state.js';
import type { MissedCall } from '../../core/call/missed-calls.js';
import type { Snapshot } from '../../core/snapshot.js';
import { CallHangupRequest } from '../../events/requests.js';
import { AnswerDesk } from '../shared/answer-desk.js';
import { avatarStyles } from '../shared/avatar.js';
import { buttonStyles } from '../shared/button.styles.js';
import { callerStyles } from '../shared/caller.js';
import { fieldStyles } from '../shared/field.styles.js';
import { HostStates } from '../shared/host-states.js';
import { pick } from '../shared/pick.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-incoming-dialog.styles.js';
import { askingView, cardView, missedView, replyView, type Ringing, type Scene } from './dialog-views.js';
import { KeyGuard } from './key-guard.js';

type Mode = 'ringing' | 'quiet' | 'missed';

/**
 * "naomi is calling you. Answer?": with video, with sound, or decline, with a message if need be. It takes the whole of a
 * narrow page and stands as a card on a wide one; the page waits meanwhile. Escape puts it aside, into a corner, where
 * it rings on; in do-not-disturb it comes there at once, and takes no focus. Afterwards it says quietly what was missed.
 * While it is on the page, `call-video-panel` leaves the answer to it. Needs a `call-provider` above it or named by
 * `for`.
 *
 * @fires call-accept-request - The person answers.
 * @fires call-hangup-request - The person declines, with a `message` where one was chosen.
 * @fires call-dial-request - The person calls back.
 * @fires call-clear-missed-request - The person puts the missed calls away.
 * @csspart dialog - The dialog while it asks.
 * @csspart card - The card in the corner.
 * @csspart avatar - The initials of who calls or called.
 * @csspart actions - The row of the buttons below.
 * @csspart answer-button - Answers, with video if the caller offers it.
 * @csspart answer-audio-button - Answers a video call with sound alone.
 * @csspart decline-button - Declines.
 * @csspart reply-button - Opens what one can reply with.
 * @csspart phrase-button - Declines with this message.
 * @csspart input - A message of one's own.
 * @csspart send-button - Declines with that message.
 * @csspart back-button - Back to the answers.
 * @csspart call-back-button - Calls back.
 * @csspart close-button - Puts the missed calls away.
 * @cssprop --call-card-lift - How far above the foot of the window the card stands, for a page with a bar there.
 * @cssState inert - There is no provider.
 * @cssState ringing - It asks.
 * @cssState quiet - It rings in the corner, put aside or in do-not-disturb.
 * @cssState missed - It says what was missed.
 * @example <call-incoming-dialog></call-incoming-dialog>
 */
export class CallIncomingDialog extends LitElement {
  static override styles = [tokens, buttonStyles, fieldStyles, avatarStyles, callerStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** Leaves out to reply with a message, for a page without a chat. */
  @property({ type: Boolean, attribute: 'no-reply' }) noReply = false;
  /** Leaves missed calls to the page. */
  @property({ type: Boolean, attribute: 'no-missed' }) noMissed = false;

  /** The ids of the call that is being replied to, and of the one that was put aside. */
  @state() private replying = '';
  @state() private aside = '';

  #call = new CallSelector(this, pick('call', 'self', 'missed', 'link', 'users'));
  #terms = new TermsController(this, this.#call);
  #desk = new AnswerDesk(this, this.#call, 'dialog');
  #guard = new KeyGuard(() => this.#call.nowMs);
  #mode: Mode | undefined;
  #isByKeyboard = false;

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#mode]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // One that is taken out while it is open would come back open, and not modal.
    this.#dialog?.close();
  }

  /** After `hostUpdate`, in which another provider may be found. */
  protected override update(changed: PropertyValues): void {
    this.#mode = this.#call.value && this.#desk.isFirst ? this.#modeOf(this.#call.value) : undefined;
    // Before the button that was pressed is gone.
    this.#isByKeyboard = this.shadowRoot?.activeElement?.matches('button:focus-visible') ?? false;
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const ringing = this.#ringing;
    const isCard = this.#mode !== undefined && this.#mode !== 'ringing';
    return html`<dialog
        part="dialog"
        role="alertdialog"
        aria-labelledby="who"
        @cancel=${this.#handleCancel}
        @close=${this.#handleClose}
        @keydown=${this.#guard.handleKey}
        @keyup=${this.#guard.handleKey}
      >
        ${ringing && this.#mode === 'ringing' ? this.#renderAsking(ringing) : nothing}
      </dialog>
      <div
        part="card"
        class="card"
        popover="manual"
        role="group"
        aria-labelledby="card-words"
        ?hidden=${!isCard}
      >
        ${isCard ? this.#renderCard(ringing) : nothing}
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    this.#showDialog();
    this.#showCard();
    if (changed.has('replying') && this.#mode === 'ringing')
      this.renderRoot.querySelector<HTMLElement>(this.#isReplying ? '.phrase' : '.reply')?.focus();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #modeOf({ call, self }: Pick<Snapshot, 'call' | 'self'>): Mode | undefined {
    if (call.phase === 'incoming')
      return self.state === 'dnd' || this.aside === call.call.id ? 'quiet' : 'ringing';
    return !isLive(call) && this.#missed.length > 0 ? 'missed' : undefined;
  }

  /** What the panel does not show: that says itself what became of the last call. */
  get #missed(): readonly MissedCall[] {
    const { call, missed = [] } = this.#call.value ?? {};
    if (this.noMissed) return [];
    const last = call?.phase === 'ended' && this.#desk.has('panel') ? call.call.id : undefined;
    return missed.filter(({ id }) => id !== last);
  }

  get #ringing(): Ringing | undefined {
    const call = this.#call.value?.call;
    return call?.phase === 'incoming' ? call : undefined;
  }

  get #isAnswered(): boolean {
    const call = this.#call.value?.call;
    return call !== undefined && isTalking(call);
  }

  get #isReplying(): boolean {
    return this.replying !== '' && this.replying === this.#ringing?.call.id;
  }

  get #scene(): Scene {
    const { link, users = [] } = this.#call.value ?? {};
    return {
      t: this.#terms.t,
      lang: this.#terms.lang,
      isOnline: link?.status === 'online',
      users,
      request: (event) => this.#call.request(event),
    };
  }

  #renderAsking(ringing: Ringing): TemplateResult {
    return this.#isReplying
      ? replyView(this.#scene, ringing, {
          reply: (text) => this.#call.request(new CallHangupRequest(text)),
          back: this.#stepBack,
        })
      : askingView(this.#scene, ringing, this.noReply ? undefined : () => (this.replying = ringing.call.id));
  }

  #renderCard(ringing: Ringing | undefined): TemplateResult {
    return ringing ? cardView(this.#scene, ringing) : missedView(this.#scene, this.#missed);
  }

  #showDialog(): void {
    const dialog = this.#dialog;
    const wanted = this.#mode === 'ringing' && this.isConnected;
    if (!dialog || dialog.open === wanted) return;
    if (!wanted) {
      dialog.close();
      if (this.#isByKeyboard && (this.#isAnswered || this.#desk.isFocusLost)) this.#desk.handFocusOn();
      return;
    }
    this.#guard.begin();
    dialog.showModal();
    // Not a button: no key that was on its way elsewhere may press one.
    dialog.querySelector<HTMLElement>('.who')?.focus();
  }

  /** As a popover it stands above everything and takes no focus; where there are none it is fixed by its style. */
  #showCard(): void {
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    if (!card || !('showPopover' in card) || !this.isConnected) return;
    if (card.hidden === card.matches(':popover-open')) card.togglePopover(!card.hidden);
  }

  /** Escape. It neither declines nor answers. */
  #handleCancel(event: Event): void {
    // Where the person has touched nothing, the browser does not ask but closes it.
    if (!event.cancelable) return;
    event.preventDefault();
    this.#stepBack();
  }

  /** Closed by the browser; not by us, nor where it was moved within the page: that is open again. */
  #handleClose(): void {
    if (this.isConnected && this.#mode === 'ringing' && !this.#dialog?.open) this.#stepBack();
  }

  /** From the replies to the answers, from there into the corner. */
  readonly #stepBack = (): void => {
    if (this.#isReplying) this.replying = '';
    else this.aside = this.#ringing?.call.id ?? '';
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-incoming-dialog': CallIncomingDialog;
  }
}
