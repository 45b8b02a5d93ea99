import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { announcement } from '../shared/announcer.js';
import { HostStates } from '../shared/host-states.js';
import { linkWords } from '../shared/link-words.js';
import { elsewhereWords, phaseSentence } from '../shared/phase-words.js';
import { pick } from '../shared/pick.js';
import { TermsController } from '../shared/terms-controller.js';
import { formatDuration, Ticker } from '../shared/ticker.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-status.styles.js';

/**
 * The call's phase in words with how long it lasts, or, when there is no call, that another tab is in one, or the
 * connection's state. It announces
 * the phases to screen readers unless a `call-video-panel` of the same provider does. Needs a `call-provider` above it
 * or named by `for`.
 *
 * @csspart dot - The coloured dot; the word beside it says the same.
 * @csspart text - The words.
 * @csspart duration - How long both have been connected.
 * @cssState inert - There is no provider.
 * @cssState idle - No call.
 * @cssState outgoing - Calling somebody.
 * @cssState incoming - Somebody is calling.
 * @cssState connecting - Both said yes, or connecting to the server.
 * @cssState active - In a call.
 * @cssState reconnecting - The path is lost and looked for.
 * @cssState ended - The call is over.
 * @cssState offline - Signed out.
 * @cssState online - Connected to the server.
 * @cssState waiting - No connection; it is tried again.
 * @cssState refused - The server does not want us.
 * @example <call-status></call-status>
 */
export class CallStatus extends LitElement {
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';

  #call = new CallSelector(this, pick('call', 'link', 'elsewhere'));
  #terms = new TermsController(this, this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#call.value?.call.phase, this.#call.value?.link.status]);
    new Ticker(this, () => {
      const { call, link } = this.#call.value ?? {};
      return call?.phase === 'active' || link?.status === 'waiting';
    });
  }

  protected override render(): TemplateResult {
    const { value } = this.#call;
    const { t } = this.#terms;
    if (!value) return html`<span part="text">${t('notOnline')}</span>`;
    const { call, link, elsewhere } = value;
    const inCall = call.phase !== 'idle' && call.phase !== 'ended';
    return html`
      <span class="dot ${inCall ? call.phase : link.status}" part="dot"></span>
      <span class="cut" part="text"
        >${
          inCall
            ? phaseSentence(t, call)
            : elsewhere && link.status === 'online'
              ? elsewhereWords(t, elsewhere)
              : linkWords(t, link, this.#call.nowMs)
        }</span
      >
      ${
        call.phase === 'active'
          ? html`<time part="duration">${formatDuration(this.#call.nowMs - call.sinceMs)}</time>`
          : nothing
      }
      ${announcement(this.#call, t, call)}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-status': CallStatus;
  }
}
