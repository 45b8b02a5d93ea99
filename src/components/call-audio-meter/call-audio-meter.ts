import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isTalking } from '../../core/call/call-state.js';
import { devices as words } from '../../i18n/devices.js';
import { HostStates } from '../shared/host-states.js';
import { LevelLoop } from './level-loop.js';
import { pick } from '../shared/pick.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-audio-meter.styles.js';

/**
 * How loud the own microphone is, or the other person, as a bar that moves. A muted microphone is silence. It measures
 * only while there is something to hear and somebody can see it. Needs a `call-provider` above it or named by `for`.
 *
 * @csspart meter - The whole length.
 * @csspart level - The part that moves.
 * @cssState inert - There is no provider.
 * @cssState silent - There is nothing to measure.
 * @example <call-audio-meter></call-audio-meter>
 */
export class CallAudioMeter extends LitElement {
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** Whose sound: `local`, the own microphone, or `remote`. */
  @property() source: 'local' | 'remote' = 'local';
  /** What is measured instead, such as a microphone that the page has opened itself. */
  @property({ attribute: false }) stream: MediaStream | null = null;

  #call = new CallSelector(this, pick('media', 'call'));
  #terms = new TermsController(this, this.#call, words);
  #loop = new LevelLoop(this, () => this.#heard);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [!this.#loop.isMeasuring && 'silent']);
  }

  protected override render(): TemplateResult {
    const name = this.#terms.t(this.source === 'remote' ? 'theirLevel' : 'micLevel');
    return html`<div
      part="meter"
      role="meter"
      aria-label=${name}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
    >
      <div part="level" class="bar"></div>
    </div>`;
  }

  /** None while there is nothing to expect. */
  get #heard(): MediaStream | null {
    const { context, value } = this.#call;
    if (this.stream || !context || !value) return this.stream;
    const { call, media } = value;
    if (this.source === 'remote') return isTalking(call) ? context.toMediaStream(call.remote.stream) : null;
    const isOpen = ['requesting', 'on', 'muted'].includes(media.microphone.status);
    return isOpen ? context.toMediaStream(media.stream) : null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-audio-meter': CallAudioMeter;
  }
}
