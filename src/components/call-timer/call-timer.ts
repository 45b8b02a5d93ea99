import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import type { CallState } from '../../core/call/call-state.js';
import { HostStates } from '../shared/host-states.js';
import { TermsController } from '../shared/terms-controller.js';
import { formatDuration, Ticker } from '../shared/ticker.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-timer.styles.js';

type TimedState = Extract<CallState, { readonly phase: 'active' | 'reconnecting' | 'ended' }>;

/**
 * How long both have been connected: counting during the call, standing still after it. Without a time to show it is
 * empty and keeps its place. It is no live region: nobody wants to hear each second. Needs a `call-provider` above it
 * or named by `for`.
 *
 * @csspart time - The time.
 * @cssState inert - There is no provider.
 * @cssState idle - There is no time to show.
 * @cssState active - In a call.
 * @cssState reconnecting - The path is lost and looked for; the time goes on.
 * @cssState ended - The call is over; this is how long it was.
 * @example <call-timer></call-timer>
 */
export class CallTimer extends LitElement {
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';

  #call = new CallSelector(this, ({ call }) => call);
  #terms = new TermsController(this, this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#timed?.phase ?? 'idle']);
    new Ticker(this, () => this.#timed !== undefined && this.#timed.phase !== 'ended');
  }

  protected override render(): TemplateResult | typeof nothing {
    const state = this.#timed;
    if (!state) return nothing;
    const ms = state.phase === 'ended' ? state.durationMs : this.#call.nowMs - state.sinceMs;
    return html`<span class="hidden">${this.#terms.t('duration')}</span>
      <time part="time" datetime="PT${Math.max(0, Math.floor(ms / 1000))}S">${formatDuration(ms)}</time>`;
  }

  /** The call's state while it has a time: never before both were connected. */
  get #timed(): TimedState | undefined {
    const state = this.#call.value;
    if (state?.phase === 'active' || state?.phase === 'reconnecting') return state;
    return state?.phase === 'ended' && state.durationMs > 0 ? state : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-timer': CallTimer;
  }
}
