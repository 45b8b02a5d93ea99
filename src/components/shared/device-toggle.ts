/**
 * The toggle of one device, which call-mic-toggle and call-camera-toggle share. Its label stays the same and
 * `aria-pressed` changes (pressed: muted, camera off), as ARIA practice asks: never both. A device that failed says
 * why, and pressing tries it again, except where only the page's author can help. It never guesses: the picture flips
 * when the device did.
 */
import { html, type TemplateResult } from 'lit';
import { type CallHost, CallSelector } from '../../context/call-selector.js';
import type { MediaErrorCode } from '../../core/errors.js';
import type { MediaKind } from '../../core/stream-handle.js';
import { CallSetDeviceRequest } from '../../events/requests.js';
import type { TermKey } from '../../i18n/terms.js';
import { buttonFace, tooltip } from './button-face.js';
import { HostStates } from './host-states.js';
import { type IconName, icon } from './icons.js';
import { TermsController } from './terms-controller.js';

/** Any other: it does not work. */
const REASONS: Readonly<Partial<Record<MediaErrorCode, TermKey>>> = {
  'media-denied': 'denied',
  'media-missing': 'missing',
  'media-busy': 'busyDevice',
  'media-overconstrained': 'overconstrained',
  'media-constraints': 'overconstrained',
  'media-insecure': 'insecure',
  'media-policy': 'policy',
};

export interface DeviceToggleLook {
  readonly kind: MediaKind;
  readonly term: TermKey;
  readonly on: IconName;
  readonly off: IconName;
}

export interface DeviceToggleHost extends CallHost {
  /** What the page calls the button; empty: the term. */
  label: string;
}

export class DeviceToggle {
  readonly #host: DeviceToggleHost;
  readonly #look: DeviceToggleLook;
  readonly #call;
  readonly #terms;

  constructor(host: DeviceToggleHost, look: DeviceToggleLook) {
    this.#host = host;
    this.#look = look;
    this.#call = new CallSelector(host, ({ media }) =>
      look.kind === 'audio' ? media.microphone : media.camera,
    );
    this.#terms = new TermsController(host, this.#call);
    new HostStates(host, this.#call, () => [
      this.#isOff && 'off',
      this.#call.value?.status === 'requesting' && 'requesting',
      this.#call.value?.status === 'failed' && 'unavailable',
    ]);
  }

  render(): TemplateResult {
    const { t } = this.#terms;
    const { on, off, term } = this.#look;
    const label = this.#host.label || t(term);
    const reason = this.#reason;
    return html`<button
      type="button"
      part="button"
      aria-pressed=${this.#isOff}
      aria-disabled=${!this.#canToggle}
      title=${reason ? t(reason) : tooltip(this.#host, label)}
      @click=${this.#handleClick}
    >
      ${buttonFace(this.#host, icon(this.#isOff ? off : on), label)}
    </button>`;
  }

  get #isOff(): boolean {
    return this.#call.value?.on === false;
  }

  get #reason(): TermKey | undefined {
    const device = this.#call.value;
    return device?.status === 'failed' ? (REASONS[device.code] ?? 'deviceFailed') : undefined;
  }

  get #canToggle(): boolean {
    return this.#call.value !== undefined && this.#reason !== 'insecure' && this.#reason !== 'policy';
  }

  readonly #handleClick = (): void => {
    if (this.#canToggle) this.#call.request(new CallSetDeviceRequest(this.#look.kind, this.#isOff));
  };
}
