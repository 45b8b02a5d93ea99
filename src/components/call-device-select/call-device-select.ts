import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { canChooseSpeaker } from '../../browser/devices/speaker.js';
import { CallSelector } from '../../context/call-selector.js';
import type { DeviceRole } from '../../core/media/device-choice.js';
import { CallChooseDeviceRequest } from '../../events/requests.js';
import { devices as words } from '../../i18n/devices.js';
import { DeviceList } from '../shared/device-list.js';
import { HostStates } from '../shared/host-states.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-device-select.styles.js';

const ROLES: Readonly<Record<string, DeviceRole>> = {
  camera: 'video',
  microphone: 'audio',
  speaker: 'speaker',
};

/**
 * A list of the cameras, microphones or speakers that are plugged in, in which a person chooses the one to be used, in a
 * call that goes on and in later ones: the browser remembers it. A browser names its devices only once one is allowed;
 * until then the list says so. Needs a `call-provider` above it or named by `for`.
 *
 * @fires call-choose-device-request - The person chooses a device.
 * @csspart label - What the list is of.
 * @csspart select - The list.
 * @csspart text - Why there is nothing to choose.
 * @cssState inert - There is no provider.
 * @cssState unnamed - The browser names no device yet.
 * @cssState unsupported - The browser cannot choose a speaker.
 * @example <call-device-select kind="microphone"></call-device-select>
 */
export class CallDeviceSelect extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What is chosen. */
  @property() kind: 'camera' | 'microphone' | 'speaker' = 'microphone';
  /** What the list is called; empty: the name of its kind. */
  @property() label = '';

  #call = new CallSelector(this, ({ media }) => media);
  #terms = new TermsController(this, this.#call, words);
  #list = new DeviceList(this, () => this.#role, this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [
      this.#isFixed ? 'unsupported' : this.#list.isUnnamed && 'unnamed',
    ]);
  }

  /** Reads the list again: for a page that has just been allowed a device by other means than a call. */
  refresh(): void {
    void this.#list.refresh();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('kind') || this.kind === this.#kind) return;
    console.warn(`<call-device-select kind="${this.kind}"> can be ${Object.keys(ROLES).join(', ')}.`);
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const name = this.label || t(this.#kind);
    const reason = this.#reason;
    return html`${
      this.#isFixed
        ? html`<span part="label">${name}</span>`
        : html`<label part="label" for="list">${name}</label> ${this.#renderList()}`
    }
    ${reason ? html`<p part="text" id="reason">${reason}</p>` : nothing}`;
  }

  #renderList(): TemplateResult {
    const { chosen, devices } = this.#list;
    const absent = this.#absent;
    return html`<span class="field"
      ><select
        part="select"
        id="list"
        aria-describedby=${this.#reason ? 'reason' : nothing}
        ?disabled=${!this.#call.context}
        @change=${this.#handleChange}
      >
        <option value="" .selected=${live(!chosen && !absent)}>${this.#terms.t('browserDefault')}</option>
        ${absent === undefined ? nothing : html`<option value="absent" .selected=${live(true)}>${absent}</option>`}
        ${devices.map(
          ({ deviceId, label }) =>
            html`<option value=${deviceId} .selected=${live(deviceId === chosen?.deviceId)}>
              ${label}
            </option>`,
        )}
      </select></span
    >`;
  }

  /** Why there is nothing to choose, where the choice does not say so itself. */
  get #reason(): string | undefined {
    const { t } = this.#terms;
    if (this.#isFixed) return t('speakerFixed');
    if (this.#list.isUnnamed) return t('devicesUnnamed');
    const isEmpty = this.#list.devices.length === 0 && this.#absent === undefined;
    return isEmpty ? t('notConnected', { name: t(this.#kind) }) : undefined;
  }

  /** A choice that is none of the list: it stays in sight, so that the default can be chosen instead. */
  get #absent(): string | undefined {
    const { choice, chosen, devices, isUnnamed } = this.#list;
    if (!choice || chosen) return undefined;
    const { t } = this.#terms;
    const { facingMode, label = '' } = choice;
    const side = facingMode && t(facingMode === 'user' ? 'frontCamera' : 'backCamera');
    const name = side ?? (label === '' ? t(this.#kind) : label);
    // Where the browser names no device yet it may well be there; and which one looks where it does not say.
    return isUnnamed || (side && devices.length > 0) ? name : t('notConnected', { name });
  }

  get #kind(): 'camera' | 'microphone' | 'speaker' {
    return this.kind in ROLES ? this.kind : 'microphone';
  }

  get #role(): DeviceRole {
    return ROLES[this.#kind] ?? 'audio';
  }

  get #isFixed(): boolean {
    return this.#role === 'speaker' && !canChooseSpeaker();
  }

  readonly #handleChange = ({ target }: Event): void => {
    const { value } = target as HTMLSelectElement;
    // What is chosen already.
    if (value === 'absent') return;
    const device = this.#list.devices.find(({ deviceId }) => deviceId === value);
    this.#call.request(
      new CallChooseDeviceRequest(this.#role, device ? { deviceId: value, label: device.label } : null),
    );
    // It shows what is so, not what was asked: somebody may have said no.
    this.requestUpdate();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-device-select': CallDeviceSelect;
  }
}
