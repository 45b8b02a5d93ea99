import { LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { buttonStyles } from '../shared/button.styles.js';
import { DeviceToggle } from '../shared/device-toggle.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-camera-toggle.styles.js';

/**
 * Turns the camera off, and its light with it, and on again; pressed means off.
 * Works before a call too: then it is the wish for the next one. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Visible words; without them the button shows its icon and is named by its term.
 * @slot icon - Another icon.
 * @fires call-set-device-request - The person switches the camera on or off.
 * @csspart button - The button itself; `aria-pressed` is true while the camera is off.
 * @cssState inert - There is no provider.
 * @cssState off - The camera is off.
 * @cssState requesting - The browser is asked for it.
 * @cssState unavailable - It failed; the reason is the button's description.
 * @example <call-camera-toggle></call-camera-toggle>
 */
export class CallCameraToggle extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the button is called; it must say what pressed means, since the name does not change with the state. */
  @property() label = '';

  #toggle = new DeviceToggle(this, { kind: 'video', term: 'cameraOff', on: 'camera', off: 'cameraOff' });

  protected override render(): TemplateResult {
    return this.#toggle.render();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-camera-toggle': CallCameraToggle;
  }
}
