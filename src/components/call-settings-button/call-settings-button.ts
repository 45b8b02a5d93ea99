import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isLive } from '../../core/call/call-state.js';
import { devices as words } from '../../i18n/devices.js';
import { buttonFace, tooltip } from '../shared/button-face.js';
import { buttonStyles } from '../shared/button.styles.js';
import { HostStates } from '../shared/host-states.js';
import { drawIcon, icon } from '../shared/icons.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-settings-button.styles.js';

const SLIDERS =
  'M4 7.5h8.5M17.5 7.5H20M4 16.5h2.5M11.5 16.5H20M15 5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM9 14a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z';

/** In a call what can be changed in it; without one the picture and the tests too. */
type View = 'call' | 'lobby';

/**
 * Opens a dialog in which a person chooses camera, microphone and speaker, sees how loud the microphone is, and switches
 * what is done to its sound. Without a call it is a `call-lobby`: there the person sees themselves first, and can try
 * everything out. What is in the dialog is loaded when it opens. When a call begins or ends, it closes. Needs a
 * `call-provider` above it or named by `for`.
 *
 * @slot - Visible words; without them the button shows its icon and is named by its term.
 * @slot icon - Another icon.
 * @fires call-ready - The person is done, before a call.
 * @fires call-preview-request - The person wants to see and hear themselves before a call, or closes the dialog again.
 * @fires call-set-device-request - The person switches a device on or off, or tries it again, before a call.
 * @fires call-choose-device-request - The person chooses a device.
 * @fires call-choose-processing-request - The person chooses how the microphone sounds.
 * @csspart button - The button itself.
 * @csspart dialog - The dialog.
 * @csspart close-button - Closes the dialog.
 * @csspart settings - What is in the dialog in a call.
 * @cssState inert - There is no provider.
 * @cssState open - The dialog is open.
 * @example <call-settings-button></call-settings-button>
 */
export class CallSettingsButton extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the button and the dialog are called; empty: the term. */
  @property() label = '';

  /** What the dialog shows while it is open. */
  @state() private view: View | undefined;
  @state() private load: 'under-way' | 'done' | 'failed' = 'under-way';

  #call = new CallSelector(this, ({ call }): View =>
    isLive(call) && call.phase !== 'incoming' ? 'call' : 'lobby',
  );
  #terms = new TermsController(this, this.#call, words);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.view && 'open']);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.view = undefined;
    // One that is taken out while it is open would come back open, and not modal.
    this.#dialog?.close();
  }

  /** After `hostUpdate`, in which another provider may be found. */
  protected override update(changed: PropertyValues): void {
    if (this.view !== this.#call.value) this.view = undefined;
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const label = this.label || t('settings');
    return html`<button
        type="button"
        part="button"
        aria-haspopup="dialog"
        aria-disabled=${!this.#call.context}
        title=${tooltip(this, label)}
        @click=${this.#open}
      >
        ${buttonFace(this, drawIcon(SLIDERS), label)}
      </button>
      <dialog
        part="dialog"
        class=${this.view ?? ''}
        closedby="any"
        aria-labelledby="title"
        @close=${this.#handleClose}
        @keydown=${this.#keepKey}
      >
        ${this.view ? this.#renderDialog(label, this.view) : nothing}
      </dialog>`;
  }

  protected override updated(): void {
    const dialog = this.#dialog;
    const isWanted = this.view !== undefined && this.isConnected;
    if (!dialog || dialog.open === isWanted) return;
    if (!isWanted) {
      dialog.close();
      return;
    }
    dialog.showModal();
    dialog.querySelector('h2')?.focus();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #renderDialog(label: string, view: View): TemplateResult {
    const { t } = this.#terms;
    return html`<header>
        <h2 id="title" tabindex="-1">${label}</h2>
        <button type="button" part="close-button" title=${t('close')} @click=${this.#close}>
          ${icon('close')}<span class="hidden">${t('close')}</span>
        </button>
      </header>
      ${
        this.load === 'done'
          ? view === 'lobby'
            ? html`<call-lobby for=${this.for} @call-ready=${this.#close}></call-lobby>`
            : this.#renderSettings()
          : html`<p role="status">${t(this.load === 'failed' ? 'notOnline' : 'openingDevices')}</p>`
      }`;
  }

  #renderSettings(): TemplateResult {
    return html`<div part="settings" class="settings">
      <call-device-select for=${this.for} kind="camera"></call-device-select>
      <div class="microphone">
        <call-device-select for=${this.for} kind="microphone"></call-device-select>
        <call-audio-meter for=${this.for}></call-audio-meter>
      </div>
      <call-device-select for=${this.for} kind="speaker"></call-device-select>
      <call-audio-processing for=${this.for}></call-audio-processing>
    </div>`;
  }

  readonly #open = (): void => {
    this.view = this.#call.value;
    // One that the browser has closed tells so a moment later.
    this.requestUpdate();
    if (this.view && this.load !== 'done') void this.#loadParts();
  };

  async #loadParts(): Promise<void> {
    this.load = 'under-way';
    try {
      await import('./dialog-parts.define.js');
      this.load = 'done';
    } catch {
      // Without the network; the next press tries again.
      this.load = 'failed';
    }
  }

  readonly #close = (): void => {
    this.view = undefined;
  };

  /** Closed by Escape or a press beside it; not one that was closed here, and is open again by now. */
  readonly #handleClose = (): void => {
    if (!this.#dialog?.open) this.#close();
  };

  /** What is pressed in the dialog is for nothing around it: a toolbar would move on by arrow keys. */
  readonly #keepKey = (event: Event): void => {
    event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-settings-button': CallSettingsButton;
  }
}
