import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { CallHangupRequest } from '../../events/requests.js';
import { buttonStyles } from '../shared/button.styles.js';
import { buttonFace, tooltip } from '../shared/button-face.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-hangup-button.styles.js';

/**
 * Ends the call, cancels it while it rings there, declines it while it rings here. Unavailable, with the reason, while
 * there is nothing to end. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Visible words; without them the button shows its icon and is named by its term.
 * @slot icon - Another icon.
 * @fires call-hangup-request - The person asks to end the call.
 * @csspart button - The button itself.
 * @cssState inert - There is no provider.
 * @cssState idle - There is nothing to end.
 * @cssState outgoing - Calling somebody.
 * @cssState incoming - Somebody is calling.
 * @cssState connecting - Both said yes.
 * @cssState active - In a call.
 * @cssState reconnecting - The path is lost and looked for.
 * @example <call-hangup-button></call-hangup-button>
 */
export class CallHangupButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the button is called; empty: what it would do now. */
  @property() label = '';

  #call = new CallSelector(this, ({ call }) => call.phase);
  #terms = new TermsController(this, this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#canEnd ? this.#call.value : 'idle']);
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const phase = this.#call.value;
    const term = phase === 'incoming' ? 'decline' : phase === 'outgoing' ? 'cancel' : 'hangUp';
    const label = this.label || t(term);
    return html`<button
      type="button"
      part="button"
      class="stop"
      aria-disabled=${!this.#canEnd}
      title=${this.#canEnd ? tooltip(this, label) : t('nothingToEnd')}
      @click=${this.#handleClick}
      @keydown=${this.#handleKeydown}
    >
      ${buttonFace(this, icon('hangUp'), label)}
    </button>`;
  }

  get #canEnd(): boolean {
    const phase = this.#call.value;
    return phase !== undefined && phase !== 'idle' && phase !== 'ended';
  }

  /** A key still held from answering must not end what it began: the focus goes from that button to this one. */
  #handleKeydown(event: KeyboardEvent): void {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  }

  #handleClick(): void {
    if (this.#canEnd) this.#call.request(new CallHangupRequest());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-hangup-button': CallHangupButton;
  }
}
