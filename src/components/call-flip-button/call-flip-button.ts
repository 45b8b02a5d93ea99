import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import type { DeviceChoice } from '../../core/media/device-choice.js';
import { CallChooseDeviceRequest } from '../../events/requests.js';
import { devices as words } from '../../i18n/devices.js';
import { buttonFace, tooltip } from '../shared/button-face.js';
import { buttonStyles } from '../shared/button.styles.js';
import { DeviceList } from '../shared/device-list.js';
import { HostStates } from '../shared/host-states.js';
import { drawIcon } from '../shared/icons.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-flip-button.styles.js';
import { otherCamera } from './other-camera.js';

const FLIP =
  'M3.5 11a8.5 8.5 0 0 1 15-4.5L20.5 9M20.5 4v5h-5M20.5 13a8.5 8.5 0 0 1-15 4.5L3.5 15M3.5 20v-5h5M12 9.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z';

/**
 * Changes to the other camera: on a phone from the front to the back and again, elsewhere to the next one. The other side
 * sees the new picture without a new negotiation, and the choice is remembered. It is not shown where there are not two
 * cameras, or the browser does not name them yet. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Visible words; without them the button shows its icon and is named by its term.
 * @slot icon - Another icon.
 * @fires call-choose-device-request - The person changes the camera.
 * @csspart button - The button itself.
 * @cssState inert - There is no provider.
 * @cssState single - There is no other camera; it takes no room.
 * @cssState off - The camera is off, and there is nothing to change.
 * @example <call-flip-button></call-flip-button>
 */
export class CallFlipButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the button is called; empty: the term. */
  @property() label = '';

  #call = new CallSelector(this, ({ media }) => media);
  #terms = new TermsController(this, this.#call, words);
  #cameras = new DeviceList(this, () => 'video', this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [
      this.#cameras.devices.length < 2 && 'single',
      !this.#other && 'off',
    ]);
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const label = this.label || t('flipCamera');
    return html`<button
      type="button"
      part="button"
      aria-disabled=${!this.#other}
      title=${this.#other ? tooltip(this, label) : t('cameraIsOff')}
      @click=${this.#handleClick}
    >
      ${buttonFace(this, drawIcon(FLIP), label)}
    </button>`;
  }

  /** None while the camera is not open. */
  get #other(): DeviceChoice | undefined {
    const { context, value } = this.#call;
    if (!context || value?.camera.status !== 'on') return undefined;
    const [track] = context.toMediaStream(value.stream)?.getVideoTracks() ?? [];
    return track && otherCamera(track.getSettings(), this.#cameras.devices);
  }

  readonly #handleClick = (): void => {
    const other = this.#other;
    if (other) this.#call.request(new CallChooseDeviceRequest('video', other));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-flip-button': CallFlipButton;
  }
}
