import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isTalking } from '../../core/call/call-state.js';
import { buttonStyles } from '../shared/button.styles.js';
import { DeviceToggle } from '../shared/device-toggle.js';
import { pick } from '../shared/pick.js';
import { type Muted, SpeechHint } from '../shared/speech-hint.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-mic-toggle.styles.js';

/**
 * Mutes the microphone and lets it be heard again; pressed means muted.
 * Who speaks while muted in a call is told so.
 * Works before a call too: then it is the wish for the next one. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Visible words; without them the button shows its icon and is named by its term.
 * @slot icon - Another icon.
 * @fires call-set-device-request - The person switches the microphone on or off.
 * @csspart button - The button itself; `aria-pressed` is true while the microphone is off.
 * @csspart hint - That a person who speaks is muted; a popover at the top of the page, through which one can press.
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

  #call = new CallSelector(this, pick('media', 'call'));
  #terms = new TermsController(this, this.#call);
  #hint = new SpeechHint(this, () => this.#muted);

  protected override render(): TemplateResult {
    const words = this.#hint.isSpeaking ? this.#terms.t('speakingMuted') : '';
    // A popover is not there before it opens, and a region that comes with its words is not read: so that is another one.
    return html`${this.#toggle.render()}
      <div part="hint" popover="manual" aria-hidden="true">${words}</div>
      <div class="hidden" role="status">${words}</div>`;
  }

  get #muted(): Muted | undefined {
    const { context, value } = this.#call;
    if (!context || value?.media.microphone.status !== 'muted' || !isTalking(value.call)) return undefined;
    const [track] = context.toMediaStream(value.media.stream)?.getAudioTracks() ?? [];
    return track && { controller: context.controller, track };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-mic-toggle': CallMicToggle;
  }
}
