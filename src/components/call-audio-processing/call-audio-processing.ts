import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { chosenProcessing, onProcessingChoice } from '../../browser/devices/chosen-processing.js';
import { CallSelector } from '../../context/call-selector.js';
import { AUDIO_PROCESSING, type AudioProcessing } from '../../core/media/audio-processing.js';
import { CallChooseProcessingRequest } from '../../events/before-a-call.js';
import { devices as words } from '../../i18n/devices.js';
import type { DeviceTermKey } from '../../i18n/terms.js';
import { HostStates } from '../shared/host-states.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-audio-processing.styles.js';

type Treatment = keyof AudioProcessing;

const NAMES: Readonly<Record<Treatment, DeviceTermKey>> = {
  echoCancellation: 'echo',
  noiseSuppression: 'noise',
  autoGainControl: 'gain',
};

/**
 * Switches for what the browser does to the sound of the microphone: echo, noise and loudness. They show what the open
 * microphone does, change it in the middle of a call, and are remembered. What a browser does not know is not shown. Needs
 * a `call-provider` above it or named by `for`.
 *
 * @fires call-choose-processing-request - The person switches one of them.
 * @csspart group - All of them, a `<fieldset>`.
 * @csspart label - What the group is called.
 * @csspart switch - One switch, an `<input>`.
 * @cssState inert - There is no provider.
 * @cssState unsupported - The browser knows none of them.
 * @example <call-audio-processing></call-audio-processing>
 */
export class CallAudioProcessing extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the group is called; empty: the term. */
  @property() label = '';

  #call = new CallSelector(this, ({ media }) => media);
  #terms = new TermsController(this, this.#call, words);
  #stopFollowing = (): void => undefined;

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#supported.length === 0 && 'unsupported']);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopFollowing = onProcessingChoice(() => {
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopFollowing();
  }

  protected override render(): TemplateResult | typeof nothing {
    const supported = this.#supported;
    if (supported.length === 0) return nothing;
    return html`<fieldset part="group">
      <legend part="label">${this.label || this.#terms.t('micSound')}</legend>
      ${supported.map((name) => this.#renderSwitch(name))}
    </fieldset>`;
  }

  #renderSwitch(name: Treatment): TemplateResult {
    const { t } = this.#terms;
    const isFixed = this.#isFixed(name);
    return html`<label title=${isFixed ? t('soundFixed') : nothing}>
      <span>${t(NAMES[name])}</span>
      <input
        type="checkbox"
        part="switch"
        name=${name}
        .checked=${live(this.#isOn(name))}
        aria-disabled=${isFixed || !this.#call.context}
        @click=${this.#handleClick}
      />
    </label>`;
  }

  get #supported(): readonly Treatment[] {
    const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
    const known = mediaDevices?.getSupportedConstraints() ?? {};
    return AUDIO_PROCESSING.filter((name) => known[name]);
  }

  get #microphone(): MediaStreamTrack | undefined {
    const { context, value } = this.#call;
    return context?.toMediaStream(value?.stream ?? null)?.getAudioTracks()[0];
  }

  /** What is so counts before what was asked for; a browser treats the sound unless it is told not to. */
  #isOn(name: Treatment): boolean {
    const is = this.#microphone?.getSettings()[name] as unknown;
    return (is ?? chosenProcessing()[name] ?? true) !== false;
  }

  /** The open microphone can do it only one way. */
  #isFixed(name: Treatment): boolean {
    // Firefox has had it since 132.
    const microphone = this.#microphone as Partial<MediaStreamTrack> | undefined;
    const ways: unknown = microphone?.getCapabilities?.()[name];
    return Array.isArray(ways) && ways.length === 1;
  }

  readonly #handleClick = (event: Event): void => {
    // It shows what is so, not what was asked: somebody may say no, or the microphone cannot.
    event.preventDefault();
    const { name } = event.target as HTMLInputElement & { readonly name: Treatment };
    if (!this.#call.context || this.#isFixed(name)) return;
    // With the others as they are: Chromium lets them go with the echo where nobody has said what they are to be.
    const free = this.#supported.filter((one) => !this.#isFixed(one));
    const wanted = free.map((one) => [one, this.#isOn(one) !== (one === name)] as const);
    this.#call.request(new CallChooseProcessingRequest(Object.fromEntries(wanted)));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-audio-processing': CallAudioProcessing;
  }
}
