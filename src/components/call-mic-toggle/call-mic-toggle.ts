import { LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { buttonStyles } from '../shared/button.styles.js';
import { DeviceToggle } from '../shared/device-toggle.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-mic-toggle.styles.js';

/**
 * Mutes the microphone and lets it be heard again; pressed means muted.
 * Works before a call too: then it is the wish for the next one. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Visible words; without them the button shows its icon and is named by its term.
 * @slot icon - Another icon.
 * @fires call-set-device-request - The person switches the microphone on or off.
 * @csspart button - The button itself; `aria-pressed` is true while the microphone is off.
 * @cssState inert - There is no provider.
 * @cssState off - The microphone is off.
 * @cssState requesting - The browser is asked for it.
 * @cssState unavailable - It failed; the reason is the button's description.
 * @example <call-mic-toggle></call-mic-toggle>
 */
export class CallMicToggle extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the button is called; it must say what pressed means, since the name does not change with the state. */
  @property() label = '';

  #toggle = new DeviceToggle(this, { kind: 'audio', term: 'mute', on: 'mic', off: 'micOff' });

  protected override render(): TemplateResult {
    return this.#toggle.render();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-mic-toggle': CallMicToggle;
  }
}
