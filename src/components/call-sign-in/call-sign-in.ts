import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import type { LinkState } from '../../core/link/link-state.js';
import { CallSignInRequest, CallSignOutRequest } from '../../events/requests.js';
import { normalizeName } from '../../protocol/names.js';
import { avatar, avatarStyles } from '../shared/avatar.js';
import { buttonStyles } from '../shared/button.styles.js';
import { fieldStyles } from '../shared/field.styles.js';
import { FocusKeeper } from '../shared/focus-keeper.js';
import { HostStates } from '../shared/host-states.js';
import { linkWords } from '../shared/link-words.js';
import { pick } from '../shared/pick.js';
import { TermsController } from '../shared/terms-controller.js';
import { Ticker } from '../shared/ticker.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-sign-in.styles.js';

/**
 * Asks for a name and signs in with it; then shows who one is, what the server made of the name, and a way out. Needs
 * a `call-provider` above it or named by `for`.
 *
 * @slot label - What stands above the field.
 * @fires call-sign-in-request - The person signs in with a name.
 * @fires call-sign-out-request - The person signs out, or gives up while there is no connection yet.
 * @csspart form - The form.
 * @csspart input - The field.
 * @csspart button - The button to join or to sign out.
 * @csspart cancel-button - Gives up while there is no connection yet.
 * @csspart waiting - That there is no connection, and when it is tried again.
 * @csspart me - Who one is, when signed in.
 * @csspart avatar - The initials.
 * @cssState inert - There is no provider.
 * @cssState signed-in - There is a name and a connection, or one being tried again.
 * @example <call-sign-in></call-sign-in>
 */
export class CallSignIn extends LitElement {
  static override styles = [tokens, buttonStyles, fieldStyles, avatarStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** The name the field starts with. */
  @property() value = '';

  @state() private invalid = false;

  #call = new CallSelector(this, pick('self', 'link'));
  #terms = new TermsController(this, this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#isSignedIn && 'signed-in']);
    // Not the sign-out button: a second Enter would undo the first.
    new FocusKeeper(this, () => this.renderRoot.querySelector<HTMLElement>('input,.me'));
    new Ticker(this, () => this.#call.value?.link.status === 'waiting');
  }

  protected override render(): TemplateResult {
    return this.#isSignedIn ? this.#renderMe() : this.#renderForm();
  }

  get #isSignedIn(): boolean {
    const { self, link } = this.#call.value ?? {};
    return self?.name !== undefined && link?.status !== 'offline' && link?.status !== 'refused';
  }

  #renderForm(): TemplateResult {
    const { t } = this.#terms;
    const link = this.#call.value?.link;
    const busy = link?.status === 'connecting';
    const error = this.invalid
      ? t('nameInvalid')
      : link?.status === 'refused'
        ? linkWords(t, link, this.#call.nowMs)
        : undefined;
    return html`<form part="form" novalidate @submit=${this.#handleSubmit}>
      <label for="name"><slot name="label">${t('name')}</slot></label>
      <input
        id="name"
        part="input"
        name="name"
        autocomplete="nickname"
        dir="auto"
        .value=${this.value}
        aria-invalid=${this.invalid}
        aria-describedby="error waiting"
        @input=${this.#handleInput}
      />
      <button part="button" class="accent" aria-disabled=${busy || !link}>
        ${busy ? t('connectingLink') : t('join')}
      </button>
      ${
        busy || link?.status === 'waiting'
          ? html`<button type="button" part="cancel-button" @click=${this.#handleSignOut}>
              ${t('cancelJoin')}
            </button>`
          : nothing
      }
      <p id="error" role="alert" ?hidden=${!error}>${error}</p>
      ${link?.status === 'waiting' ? this.#renderWaiting(link) : nothing}
    </form>`;
  }

  /** No live region: it would say every second. */
  #renderWaiting(link: LinkState): TemplateResult {
    return html`<p id="waiting" part="waiting">${linkWords(this.#terms.t, link, this.#call.nowMs)}</p>`;
  }

  #renderMe(): TemplateResult {
    const { t } = this.#terms;
    const { self, link } = this.#call.value ?? {};
    const name = self?.name ?? '';
    const renamed = self?.requested !== undefined && self.requested !== name && !self.isNameReserved;
    const online = link?.status === 'online';
    const words = renamed
      ? t('renamed', { requested: self.requested ?? '' })
      : online || !link
        ? t('signedInAs')
        : linkWords(t, link, this.#call.nowMs);
    return html`<div class="me" part="me" role="group" aria-label="${name}, ${words}">
      ${avatar(name)}
      <span class="names">
        <span class="name cut" dir="auto">${name}</span>
        <small class=${renamed ? 'warn' : 'cut'}>${words}</small>
      </span>
      <button type="button" part="button" @click=${this.#handleSignOut}>${t('signOut')}</button>
    </div>`;
  }

  #handleInput(event: Event): void {
    this.value = (event.target as HTMLInputElement).value;
    this.invalid = false;
  }

  #handleSubmit(event: Event): void {
    event.preventDefault();
    const { value } = this.#call;
    if (!value || value.link.status === 'connecting') return;
    const name = normalizeName(this.value);
    this.invalid = name === undefined;
    if (name !== undefined) this.#call.request(new CallSignInRequest(name));
    else this.renderRoot.querySelector('input')?.focus();
  }

  #handleSignOut(): void {
    this.#call.request(new CallSignOutRequest());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-sign-in': CallSignIn;
  }
}
