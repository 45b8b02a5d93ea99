import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { callContext } from '../../context/call-context.js';
import { CallSelector } from '../../context/call-selector.js';
import { HostStates } from '../shared/host-states.js';
import { RovingGrid } from '../shared/roving-grid.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-toolbar.styles.js';
import { ToolbarItems } from './toolbar-items.js';

/**
 * A row of controls, for the keyboard one Tab stop: arrow keys move within it, Home and End to its ends. Whatever is put
 * into it takes part, elements of this library and a page's own buttons alike; what cannot be used now but says why stays
 * reachable. With nothing in it, it has a microphone, a camera and a hang-up button. Controls in it belong to its
 * provider. Needs a `call-provider` above it or named by `for`.
 *
 * @slot - Controls, instead of its own.
 * @fires call-set-device-request - From its own microphone and camera buttons.
 * @fires call-hangup-request - From its own hang-up button.
 * @csspart base - The row; `gap` and `justify-content` of the element count for it.
 * @cssState inert - There is no provider.
 * @example <call-toolbar></call-toolbar>
 */
export class CallToolbar extends LitElement {
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** What the row is called, for screen readers; empty: "Call controls". */
  @property() label = '';

  #call = new CallSelector(this, () => true);
  #terms = new TermsController(this, this.#call);
  #below: ContextProvider<typeof callContext> | undefined;
  // The grid must find the items of this update.
  #grid = new RovingGrid(this, new ToolbarItems(this));

  constructor() {
    super();
    new HostStates(this, this.#call, () => []);
  }

  /** After `hostUpdate`, in which another provider may be found. */
  protected override update(changed: PropertyValues<this>): void {
    // Controls in it belong to the provider it names. Without a name they find the one above by themselves, and must:
    // a page's own may be slotted through and outlive this row.
    if (this.for) this.#below ??= new ContextProvider(this, { context: callContext });
    this.#below?.setValue(this.#call.context);
    super.update(changed);
  }

  protected override render(): TemplateResult {
    return html`<div
      part="base"
      role="toolbar"
      aria-label=${this.label || this.#terms.t('controls')}
      @keydown=${this.#grid.handleKeydown}
      @focusin=${this.#grid.handleFocusin}
    >
      <slot @slotchange=${this.#handleSlotchange}></slot>${this.#isEmpty ? this.#renderOwn() : nothing}
    </div>`;
  }

  #renderOwn(): TemplateResult {
    return html`<call-mic-toggle></call-mic-toggle>
      <call-camera-toggle></call-camera-toggle>
      <call-hangup-button></call-hangup-button>`;
  }

  /** Nobody has put anything into it. As what a slot falls back to, its own would give way to mere white space. */
  get #isEmpty(): boolean {
    if (!this.#call.context) return false;
    const slot = this.renderRoot.querySelector('slot');
    return (slot?.assignedElements({ flatten: true }) ?? [...this.children]).length === 0;
  }

  #handleSlotchange(): void {
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-toolbar': CallToolbar;
  }
}
