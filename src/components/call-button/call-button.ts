import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { IDLE, isTalking } from '../../core/call/call-state.js';
import type { User } from '../../core/people/roster.js';
import { isSameName, userNamed } from '../../core/people/user-named.js';
import {
  CallAcceptRequest,
  CallDialRequest,
  CallHangupRequest,
  CallSignInRequest,
} from '../../events/requests.js';
import { announcement } from '../shared/announcer.js';
import { buttonStyles } from '../shared/button.styles.js';
import { CallSound } from '../shared/call-sound.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { pick } from '../shared/pick.js';
import { playingIn, RemotePlayback } from '../shared/remote-playback.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { type ButtonAction, type ButtonView, buttonView } from './button-view.js';
import { styles } from './call-button.styles.js';

/** Within this time after the button has changed what it does, a press was meant for what it did before. */
const MEANT_MS = 500;

const LOOKS: Readonly<Record<ButtonAction, string>> = {
  call: 'accent',
  'sign-in': 'accent',
  answer: 'go',
  hear: 'accent',
  end: 'stop',
  none: 'accent',
};

/**
 * Calls one person: the "talk to us" of a page. It says when they are not here or busy, cancels while it rings there,
 * answers when they call, and hangs up. A visitor who is not signed in is signed in as a guest when pressing it. Where
 * the provider has no `call-video-panel` the call is with sound, which the button plays itself. It announces the phases
 * to screen readers unless another element does. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Visible words while it would call; without them its label.
 * @slot icon - Another icon while it would call.
 * @fires call-dial-request - The person calls.
 * @fires call-sign-in-request - Somebody who is not signed in wants to call.
 * @fires call-accept-request - The person answers the one the button is for.
 * @fires call-hangup-request - The person cancels or hangs up.
 * @csspart button - The button itself.
 * @csspart label - What it is called.
 * @csspart status - Whether the person can be called, and why not; then how the call goes.
 * @cssState inert - There is no provider.
 * @cssState unavailable - It can do nothing now; the status and the title say why.
 * @cssState available - The person can be called.
 * @cssState away - The person can be called, and may not be at hand.
 * @cssState busy - The person is in a call or does not want any.
 * @cssState offline - The person is not here.
 * @cssState signed-out - Pressing signs a guest in and calls.
 * @cssState not-connected - There is no connection to the server.
 * @cssState occupied - There is a call with somebody else.
 * @cssState outgoing - Calling the person.
 * @cssState incoming - The person is calling.
 * @cssState connecting - Both said yes, or connecting to the server.
 * @cssState active - In a call with the person.
 * @cssState reconnecting - The path is lost and looked for.
 * @cssState sound-blocked - The browser plays no sound before a gesture; a press lets it through.
 * @example <call-button to="support"></call-button>
 */
export class CallButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** The name of the one to call. */
  @property() to = '';
  /** What the button is called while it would call; empty: "Call", and the name. */
  @property() label = '';
  /** Calls, and answers, with sound alone. */
  @property({ type: Boolean, attribute: 'audio-only' }) audioOnly = false;
  /** Under which name a visitor who is not signed in calls. */
  @property({ attribute: 'guest-name' }) guestName = 'guest';

  /** Pressed while signed out: it calls as soon as it knows that the person is here. */
  @state() private pending = false;

  #call = new CallSelector(this, pick('call', 'link', 'media', 'self', 'users'));
  #terms = new TermsController(this, this.#call);
  #sound = new CallSound(this, this.#call, 'stand-in');
  #playback = new RemotePlayback(this, () => playingIn(this.#call));
  #view: ButtonView = { state: '', action: 'none', status: '' };
  /** When it last began or ceased to end the call. */
  #turnedMs = -Infinity;
  /** The call with the one it is for, who may get another name meanwhile. */
  #callId = '';

  constructor() {
    super();
    new HostStates(this, this.#call, () => [
      this.#view.state,
      this.#view.action === 'none' && 'unavailable',
      this.#playback.blocked && 'sound-blocked',
    ]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pending = false;
  }

  /** After `hostUpdate`, in which another provider or language may be found. */
  protected override update(changed: PropertyValues<this>): void {
    const before = this.#view.action;
    this.#view = this.#look();
    if (this.pending) this.#follow();
    if ((before === 'end') !== (this.#view.action === 'end')) this.#turnedMs = this.#call.nowMs;
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const { action, status } = this.#view;
    const call = this.#call.value?.call ?? IDLE;
    return html`<button
        type="button"
        part="button"
        class=${LOOKS[action]}
        aria-disabled=${action === 'none'}
        title=${action === 'none' ? status : nothing}
        @pointerenter=${this.#prepare}
        @focus=${this.#prepare}
        @click=${this.#handleClick}
        @keydown=${this.#handleKeydown}
      >
        ${this.#renderIcon()}
        <span class="words">
          <span class="cut" part="label">${this.#renderLabel()}</span>
          ${status ? html`<small part="status">${status}</small>` : nothing}
        </span>
      </button>
      ${isTalking(call) && this.#sound.isNeeded ? html`<audio class="sound"></audio>` : nothing}
      ${announcement(this.#call, t, call)}`;
  }

  /** Who points at the button is likely to press it. */
  readonly #prepare = (): void => {
    if (this.#view.action === 'call') this.#call.context?.controller.prepareCall();
  };

  #renderIcon(): TemplateResult {
    switch (this.#view.action) {
      case 'end':
        return icon('hangUp');
      case 'hear':
        return icon('sound');
      case 'answer':
        return icon('phone');
      default:
        return html`<slot name="icon">${icon('phone')}</slot>`;
    }
  }

  #renderLabel(): TemplateResult | string {
    const { t } = this.#terms;
    const { action, state: phase } = this.#view;
    const name = this.to;
    switch (action) {
      case 'end':
        return t(phase === 'outgoing' || this.pending ? 'cancel' : 'hangUp');
      case 'hear':
        return t('tapToHear', { name });
      case 'answer':
        return t('answer');
      default:
        return html`<slot>${this.label || t('callName', { name })}</slot>`;
    }
  }

  get #user(): User | undefined {
    return userNamed(this.#call.value?.users ?? [], this.to);
  }

  /** A picture needs something on the page that shows it. */
  get #wantsVideo(): boolean {
    return !this.audioOnly && this.#sound.hasStage;
  }

  #look(): ButtonView {
    const { value } = this.#call;
    const { t } = this.#terms;
    if (!value) return { state: '', action: 'none', status: t('notOnline') };
    const { call, link, self } = value;
    const leg = call.phase === 'idle' ? undefined : call.call;
    if (leg && isSameName(leg.peer.name, this.to)) this.#callId = leg.id;
    return buttonView({
      t,
      to: this.to,
      user: this.#user,
      isSelf: self.name !== undefined && isSameName(self.name, this.to),
      link,
      call,
      isOurs: leg?.id === this.#callId,
      isPending: this.pending,
      isSilenced: this.#playback.blocked,
    });
  }

  /** Calls when the guest is let in; where that fails or nobody is there, the visitor presses again, if at all. */
  #follow(): void {
    if (this.#call.value?.link.status === 'connecting') return;
    this.pending = false;
    if (this.#view.action === 'call') this.#dial();
  }

  #dial(): void {
    const media = { audio: true, video: this.#wantsVideo };
    this.#call.request(new CallDialRequest(this.#user?.name ?? this.to, media));
  }

  /** A key that is held must not end what it has begun. */
  #handleKeydown(event: KeyboardEvent): void {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  }

  #handleClick(): void {
    // The second press of two, or one that came just as the other one hung up.
    if (this.#call.nowMs - this.#turnedMs < MEANT_MS) return;
    switch (this.#view.action) {
      case 'call':
        this.#dial();
        break;
      case 'sign-in':
        this.pending = this.#call.request(new CallSignInRequest(this.guestName));
        break;
      case 'answer':
        this.#answer();
        break;
      case 'hear':
        this.#playback.unblock();
        break;
      case 'end':
        if (this.pending) this.pending = false;
        else this.#call.request(new CallHangupRequest());
        break;
      case 'none':
    }
  }

  #answer(): void {
    const call = this.#call.value?.call;
    const isVideo = call?.phase === 'incoming' && call.call.media.video;
    this.#call.request(new CallAcceptRequest({ audio: true, video: isVideo && this.#wantsVideo }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-button': CallButton;
  }
}
