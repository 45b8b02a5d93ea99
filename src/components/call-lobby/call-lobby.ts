import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { toRtcConfiguration } from '../../browser/devices/rtc-configuration.js';
import type { CallContext } from '../../context/call-context.js';
import { CallSelector } from '../../context/call-selector.js';
import { isLive } from '../../core/call/call-state.js';
import type { DeviceState } from '../../core/media/media-state.js';
import { userNamed } from '../../core/people/user-named.js';
import type { LocalMedia } from '../../core/snapshot.js';
import type { MediaKind } from '../../core/stream-handle.js';
import { CallPreviewRequest, CallReadyEvent, CallRetryDevicesRequest } from '../../events/before-a-call.js';
import { CallDialRequest } from '../../events/requests.js';
import { devices } from '../../i18n/devices.js';
import { paths } from '../../i18n/paths.js';
import { buttonStyles } from '../shared/button.styles.js';
import { FocusKeeper } from '../shared/focus-keeper.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { InView } from '../shared/in-view.js';
import { isMirrored } from '../shared/mirror.js';
import { pick } from '../shared/pick.js';
import { ShownStream } from '../shared/shown-stream.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-lobby.styles.js';
import { checksView } from './checks-view.js';
import { LobbyChecks } from './lobby-checks.js';
import { type DeviceTrouble, deviceTroubles } from './lobby-words.js';
import { PermissionWatch } from './permission-watch.js';

const WORDS = { ...devices, ...paths };

/** What becomes of every device in a page that is not secure, which is known before it is asked for. */
const INSECURE: DeviceState = { status: 'failed', on: false, code: 'media-insecure' };

const isOpen = ({ status }: DeviceState): boolean => status === 'on' || status === 'muted';

/**
 * Look before you call: the own picture and how loud one is, the devices to choose from, and what can be tried beforehand:
 * the speaker, the network with its STUN and TURN servers, and a call to oneself. It opens camera and microphone when the
 * person asks for it, never makes them heard, and closes them when it is removed; a call that begins goes on with them.
 * Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Instead of the button that says one is ready.
 * @fires call-ready - The person is ready.
 * @fires call-dial-request - The person is ready to call the one that `to` names.
 * @fires call-preview-request - The person wants to see and hear themselves, or it is removed.
 * @fires call-set-device-request - The person switches a device on or off.
 * @fires call-retry-devices-request - The person tries devices again.
 * @fires call-choose-device-request - The person chooses a device.
 * @fires call-choose-processing-request - The person chooses how the microphone sounds.
 * @csspart picture - Where the own picture is.
 * @csspart video - The own picture, or what comes back of it in a test call.
 * @csspart open-button - Opens camera and microphone.
 * @csspart controls - The row of buttons over the picture.
 * @csspart notice - What is wrong with a device.
 * @csspart try-button - Tries a device again.
 * @csspart ready-button - Says that one is ready, or calls.
 * @csspart settings - The lists of devices, and the tests.
 * @csspart tests - All of the tests.
 * @csspart test-button - Tries the speaker, the network or a call.
 * @csspart text - What came of a test.
 * @cssState inert - There is no provider.
 * @cssState open - Camera or microphone are open.
 * @cssState unavailable - A device does not open.
 * @cssState in-call - There is a call; what was looked at is its picture now.
 * @example <call-lobby></call-lobby>
 */
export class CallLobby extends LitElement {
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** Whom the person is about to call; empty: nobody in particular, and being ready is only told. */
  @property() to = '';
  /** Opens camera and microphone as soon as it can be seen, and again after a call. */
  @property({ type: Boolean }) auto = false;

  #call = new CallSelector(this, pick('media', 'call', 'link', 'users'));
  #terms = new TermsController(this, this.#call, WORDS);
  #checks = new LobbyChecks(this);
  #permissions = new PermissionWatch(this, (kind) => {
    this.#retryAllowed(kind);
  });
  #inView = new InView(this);
  /** Where the devices were opened from here; they are closed with it. */
  #opened: CallContext | undefined;
  /** There is or was a call since: with `auto` the devices are opened once more. */
  #wasInCall = false;

  constructor() {
    super();
    new ShownStream(this, 'video.own', () => this.#checks.received ?? this.#stream ?? null);
    new FocusKeeper(this, () => this.#find('[part~=open-button]') ?? this.#find('call-mic-toggle'));
    new HostStates(this, this.#call, () => {
      const { media, call } = this.#call.value ?? {};
      return [
        media && (isOpen(media.camera) || isOpen(media.microphone)) && 'open',
        this.#troubles.length > 0 && 'unavailable',
        call && isLive(call) && 'in-call',
      ];
    });
  }

  override disconnectedCallback(): void {
    this.#close();
    super.disconnectedCallback();
  }

  protected override update(changed: PropertyValues<this>): void {
    const { context, value } = this.#call;
    if (this.#opened !== context) this.#close();
    if (value && isLive(value.call)) {
      // The call has the network and the microphone to itself. What is open stays this element's to close: a call that
      // is never taken up does not; one that is has taken it over, and to close it has no effect any more.
      this.#checks.stopAll();
      this.#wasInCall = true;
    } else if (this.auto && context && this.#inView.value && (!this.#opened || this.#wasInCall)) this.#open();
    super.update(changed);
  }

  protected override updated(): void {
    const video = this.renderRoot.querySelector('video');
    if (video?.srcObject && video.paused) void video.play().catch(() => undefined);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, value } = this.#call;
    if (!context || !value) return nothing;
    return html`<section aria-label=${this.#terms.t('lobby')}>
      <div class="stage">
        ${this.#renderPicture(this.#media ?? value.media)} ${this.#renderTrouble()}
        <slot>${this.#renderReady()}</slot>
      </div>
      <div part="settings" class="side">
        ${(['camera', 'microphone', 'speaker'] as const).map(
          (kind) => html`<call-device-select for=${this.for} kind=${kind}></call-device-select>`,
        )}
        <call-audio-processing for=${this.for}></call-audio-processing>
        ${checksView({
          t: this.#terms.t,
          checks: this.#checks,
          isOnline: value.link.status === 'online',
          configuration: () => toRtcConfiguration(context.controller.iceOptions),
          local: isOpen(value.media.camera) || isOpen(value.media.microphone) ? this.#stream : undefined,
        })}
      </div>
    </section>`;
  }

  #renderPicture(media: LocalMedia): TemplateResult {
    const { t } = this.#terms;
    const stream = this.#stream;
    const isShown = media.camera.status === 'on';
    const isOwn = !this.#checks.received;
    return html`<div part="picture" class="picture">
      <video
        part="video"
        tabindex="-1"
        class="own ${isOwn && stream && isMirrored(stream) ? 'mirrored' : ''}"
        aria-label=${t('you')}
        ?hidden=${!isShown}
        muted
        .muted=${true}
        playsinline
      ></video>
      <div class="empty">${this.#renderEmpty(media)}</div>
      <div class="foot">
        <call-audio-meter for=${this.for}></call-audio-meter>
        <div part="controls" class="controls">
          <call-mic-toggle for=${this.for}></call-mic-toggle>
          <call-camera-toggle for=${this.for}></call-camera-toggle>
          <call-flip-button for=${this.for}></call-flip-button>
        </div>
      </div>
    </div>`;
  }

  /** The region is there before its words, so that they are read when they come. */
  #renderEmpty({ camera, microphone }: LocalMedia): TemplateResult {
    const { t } = this.#terms;
    const isClosed = camera.status === 'off' && microphone.status === 'off' && (camera.on || microphone.on);
    const isOpening = camera.status === 'requesting' || microphone.status === 'requesting';
    const reason = isOpening ? (this.#isAsking ? 'askingDevices' : 'openingDevices') : 'cameraIsOff';
    const words = isClosed || camera.status === 'on' ? nothing : t(reason);
    return html`<p role="status">${words}</p>
      ${
        isClosed
          ? html`<button type="button" part="open-button" class="accent" @click=${this.#open}>
                ${t('openDevices')}
              </button>
              <p>${t('onlyYou')}</p>`
          : nothing
      }`;
  }

  #renderTrouble(): TemplateResult {
    const { t } = this.#terms;
    return html`<div class="troubles" role="status">
      ${this.#troubles.map(
        ({ kinds, devices, title, help }) =>
          html`<div part="notice" class="trouble">
            ${icon('warn')}
            <p><strong>${t(title, { devices: t(devices) })}</strong> ${t(help)}</p>
            ${
              // What only the page's author can mend.
              title === 'isForbidden'
                ? nothing
                : html`<button
                    type="button"
                    part="try-button"
                    @click=${() => {
                      this.#retry(kinds);
                    }}
                  >
                    ${t('tryAgain')}
                  </button>`
            }
          </div>`,
      )}
    </div>`;
  }

  #renderReady(): TemplateResult {
    const { t } = this.#terms;
    const obstacle = this.#obstacle;
    return html`<button
        type="button"
        part="ready-button"
        class="accent ready"
        aria-disabled=${obstacle !== ''}
        aria-describedby="obstacle"
        @click=${this.#handleReady}
      >
        ${this.to ? t('callName', { name: this.to }) : t('ready')}
      </button>
      <p id="obstacle" role="status">${obstacle}</p>`;
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  get #stream(): MediaStream | undefined {
    const { context, value } = this.#call;
    return context?.toMediaStream(value?.media.stream ?? null) ?? undefined;
  }

  get #media(): LocalMedia | undefined {
    const { media } = this.#call.value ?? {};
    return media && !isSecureContext ? { ...media, camera: INSECURE, microphone: INSECURE } : media;
  }

  get #troubles(): readonly DeviceTrouble[] {
    const media = this.#media;
    return media ? deviceTroubles(media, (kind) => this.#permissions.state(kind), navigator.userAgent) : [];
  }

  /** The browser waits for the person. */
  get #isAsking(): boolean {
    return (['audio', 'video'] as const).some((kind) => this.#permissions.state(kind) === 'prompt');
  }

  /** Why the one it is for cannot be called now; empty: they can, or it is for nobody. */
  get #obstacle(): string {
    const { to } = this;
    const { t } = this.#terms;
    const { link, users = [] } = this.#call.value ?? {};
    if (to === '') return '';
    if (link?.status !== 'online') return t('notOnline');
    return userNamed(users, to) ? '' : t('notHere', { name: to });
  }

  readonly #open = (): void => {
    this.#opened = this.#call.context;
    this.#wasInCall = false;
    this.#call.request(new CallPreviewRequest(true));
  };

  #close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened) this.#call.request(new CallPreviewRequest(false), opened);
  }

  #retry(kinds: readonly MediaKind[]): void {
    this.#opened = this.#call.context;
    this.#call.request(
      new CallRetryDevicesRequest({ audio: kinds.includes('audio'), video: kinds.includes('video') }),
    );
  }

  /** Whoever allows a device in the settings of the browser has answered the notice here. */
  #retryAllowed(kind: MediaKind): void {
    const { media, call } = this.#call.value ?? {};
    const device = kind === 'audio' ? media?.microphone : media?.camera;
    const isDenied = device?.status === 'failed' && device.code === 'media-denied';
    if (isDenied && this.#opened && call && !isLive(call)) this.#retry([kind]);
  }

  readonly #handleReady = (): void => {
    if (this.#obstacle !== '') return;
    const { to } = this;
    this.dispatchEvent(new CallReadyEvent(to));
    if (to) this.#call.request(new CallDialRequest(userNamed(this.#call.value?.users ?? [], to)?.name ?? to));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-lobby': CallLobby;
  }
}
