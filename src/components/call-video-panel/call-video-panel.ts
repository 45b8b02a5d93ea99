import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { callContext } from '../../context/call-context.js';
import { CallSelector } from '../../context/call-selector.js';
import { IDLE, isTalking, type TalkingState } from '../../core/call/call-state.js';
import { announcement } from '../shared/announcer.js';
import { AnswerDesk } from '../shared/answer-desk.js';
import { avatarStyles } from '../shared/avatar.js';
import { buttonStyles } from '../shared/button.styles.js';
import { CallSound } from '../shared/call-sound.js';
import { callerStyles } from '../shared/caller.js';
import { FocusKeeper } from '../shared/focus-keeper.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { phaseWords } from '../shared/phase-words.js';
import { isMirrored } from '../shared/mirror.js';
import { pick } from '../shared/pick.js';
import { playingIn, RemotePlayback } from '../shared/remote-playback.js';
import { ShownStream } from '../shared/shown-stream.js';
import { TermsController } from '../shared/terms-controller.js';
import { formatDuration, Ticker } from '../shared/ticker.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-video-panel.styles.js';
import { CornerMove } from './corner-move.js';
import { idleView, personView, type Scene } from './panel-views.js';

/**
 * The call itself: whom one could call, who rings, the other person's picture and one's own, and why it ended. It rings
 * and answers by itself, and has its own microphone, camera and hang-up buttons unless a page puts others into it.
 * It announces the phases to screen readers. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Controls for the row over the stage, instead of the panel's own; they find the panel's provider.
 * @slot top - Something beside the name and the time of a call, such as `call-quality`.
 * @slot idle - What stands there while there is no call.
 * @fires call-accept-request - The person answers.
 * @fires call-hangup-request - The person declines, or ends by the panel's own button.
 * @fires call-dial-request - The person calls again.
 * @fires call-dismiss-request - The person puts the ended call away.
 * @fires call-set-device-request - From the panel's own microphone and camera buttons.
 * @csspart stage - The whole picture.
 * @csspart remote-video - The other person's picture.
 * @csspart self-view - One's own picture; it can be moved between the corners.
 * @csspart controls - The row of controls.
 * @csspart actions - The row of the buttons below.
 * @csspart answer-button - Answers, with video if the caller offers it.
 * @csspart answer-audio-button - Answers a video call with sound alone.
 * @csspart decline-button - Declines.
 * @csspart again-button - Calls the same person again.
 * @csspart close-button - Puts the ended call away.
 * @csspart avatar - The initials of somebody without a picture.
 * @cssprop --call-stage - What is behind the picture.
 * @cssState inert - There is no provider.
 * @cssState idle - No call.
 * @cssState outgoing - Calling somebody.
 * @cssState incoming - Somebody is calling.
 * @cssState connecting - Both said yes.
 * @cssState active - In a call.
 * @cssState reconnecting - The path is lost and looked for.
 * @cssState ended - The call is over, and the reason shows.
 * @cssState sound-blocked - The browser plays no sound before a gesture.
 * @example <call-video-panel></call-video-panel>
 */
export class CallVideoPanel extends LitElement {
  static override styles = [tokens, buttonStyles, avatarStyles, callerStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** Leaves one's own picture out. */
  @property({ type: Boolean, attribute: 'no-self-view' }) noSelfView = false;
  /** Leaves the row of controls out, for a page that has them elsewhere. */
  @property({ type: Boolean, attribute: 'no-controls' }) noControls = false;

  #call = new CallSelector(this, pick('call', 'media', 'link', 'elsewhere', 'quality'));
  #terms = new TermsController(this, this.#call);
  #playback = new RemotePlayback(this, () => playingIn(this.#call));
  #focus = new FocusKeeper(this, () => this.#mainControl);
  #desk = new AnswerDesk(this, this.#call, 'panel', this.#focus.take);
  #corner = new CornerMove(this);
  /** So that controls in the panel, its own or slotted, belong to the panel's provider. */
  #below = new ContextProvider(this, { context: callContext, initialValue: undefined });

  constructor() {
    super();
    new HostStates(this, this.#call, () => [
      this.#call.value?.call.phase,
      this.#playback.blocked && 'sound-blocked',
    ]);
    new ShownStream(this, 'video.own', () => this.#ownStream);
    new CallSound(this, this.#call, 'stage');
    new Ticker(this, () => this.#call.value?.call.phase === 'active');
  }

  /** After `hostUpdate`, in which another provider may be found, and before children ask. */
  protected override update(changed: PropertyValues<this>): void {
    this.#below.setValue(this.#call.context);
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const { value } = this.#call;
    const { t } = this.#terms;
    const state = value?.call ?? IDLE;
    const link = value?.link.status ?? 'offline';
    const scene: Scene = {
      t,
      state,
      link,
      elsewhere: value?.elsewhere ?? null,
      isAsked: this.#desk.has('dialog'),
      request: (event) => this.#call.request(event),
    };
    const talking = isTalking(state) ? state : undefined;
    const hasPicture =
      talking?.phase !== 'connecting' && talking?.remote.media.video && talking.remote.stream;
    return html`<div class="frame">
        <div
          class="stage ${state.phase} ${hasPicture ? 'picture' : ''}"
          part="stage"
          role="group"
          aria-label=${t('callTab')}
        >
          ${
            talking
              ? // Firefox makes a Tab stop of any video, and there is nothing to press in this one.
                html`<video
                    class="remote"
                    part="remote-video"
                    tabindex="-1"
                    aria-label=${talking.call.peer.name}
                    playsinline
                    .muted=${true}
                    ?hidden=${!hasPicture}
                  ></video>
                  <audio class="sound"></audio>`
              : nothing
          }
          ${state.phase === 'idle' ? idleView(scene) : hasPicture ? nothing : personView(scene)}
          ${talking && talking.phase !== 'connecting' ? this.#renderTop(talking, Boolean(hasPicture)) : nothing}
          ${this.#renderSelf()} ${this.#playback.blocked && talking ? this.#renderUnblock(talking) : nothing}
          ${this.#renderControls()}
        </div>
      </div>
      ${announcement(this.#call, t, state)}`;
  }

  get #ownStream(): MediaStream | null {
    const { context, value } = this.#call;
    return context?.toMediaStream(value?.media.stream ?? null) ?? null;
  }

  /** What gets the focus of a control that went: never one that a second press of the same key would call again by. */
  get #mainControl(): HTMLElement | null {
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    const slot = this.renderRoot.querySelector<HTMLSlotElement>('.controls slot');
    const own = [...this.renderRoot.querySelectorAll<HTMLElement>('.controls > *')];
    const controls = [...((slot?.assignedElements() ?? []) as HTMLElement[]), ...own];
    const hangUp = controls.find((control) => control.localName === 'call-hangup-button');
    return hangUp ?? find('[part=close-button]') ?? find('.stage');
  }

  #renderTop(
    state: Exclude<TalkingState, { readonly phase: 'connecting' }>,
    isNamed: boolean,
  ): TemplateResult {
    const { t } = this.#terms;
    const rating = this.#call.value?.quality?.rating;
    // What says why it is hard to talk stays, also while nobody points at it.
    return html`<div class="top ${rating === 'poor' || rating === 'lost' ? 'kept' : ''}">
      ${isNamed ? html`<strong class="cut" dir="auto">${state.call.peer.name}</strong>` : nothing}
      ${
        state.phase === 'active'
          ? html`<time class="pill">${formatDuration(this.#call.nowMs - state.sinceMs)}</time>`
          : html`<span class="pill warn">${icon('warn')}${phaseWords(t, state)}</span>`
      }
      ${state.remote.media.audio ? nothing : html`<span class="pill">${icon('micOff')}${t('mutedThem')}</span>`}
      <slot name="top"></slot>
    </div>`;
  }

  #renderSelf(): TemplateResult | typeof nothing {
    const { value } = this.#call;
    const { t } = this.#terms;
    const shown = value?.call.phase === 'outgoing' || (value && isTalking(value.call));
    if (!shown || this.noSelfView || value.media.camera.status !== 'on') return nothing;
    const corner = this.#corner;
    const stream = this.#ownStream;
    return html`<button
      type="button"
      class="self ${corner.block}-block ${corner.inline}-inline"
      part="self-view"
      title=${t('moveSelf')}
      @click=${corner.handleClick}
      @keydown=${corner.handleKeydown}
      @pointerdown=${corner.handlePointerdown}
      @pointermove=${corner.handlePointermove}
      @pointerup=${corner.handlePointerup}
      @pointercancel=${corner.handlePointerup}
    >
      <video
        class="own ${stream && isMirrored(stream) ? 'mirrored' : ''}"
        inert
        autoplay
        playsinline
        .muted=${true}
      ></video>
      <span>${t('you')}</span>
    </button>`;
  }

  #renderUnblock({ call }: TalkingState): TemplateResult {
    return html`<button type="button" class="unblock accent" @click=${this.#playback.unblock}>
      ${icon('sound')}<span class="cut">${this.#terms.t('tapToHear', { name: call.peer.name })}</span>
    </button>`;
  }

  #renderControls(): TemplateResult | typeof nothing {
    const state = this.#call.value?.call ?? IDLE;
    if (this.noControls || (state.phase !== 'outgoing' && !isTalking(state))) return nothing;
    return html`<call-toolbar class="controls" part="controls">
      <slot @slotchange=${this.#handleSlotchange}></slot>
      ${
        this.#hasControls
          ? nothing
          : html`<call-mic-toggle></call-mic-toggle>
              <call-camera-toggle></call-camera-toggle>
              <call-hangup-button></call-hangup-button>`
      }
    </call-toolbar>`;
  }

  /** The page has put its own in. As what the slot falls back to, ours would give way to mere white space. */
  get #hasControls(): boolean {
    return [...this.children].some((child) => child.slot === '');
  }

  #handleSlotchange(): void {
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-video-panel': CallVideoPanel;
  }
}
