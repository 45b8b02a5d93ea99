import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isLive } from '../../core/call/call-state.js';
import type { User } from '../../core/people/roster.js';
import { CallDialRequest, CallReconnectRequest } from '../../events/requests.js';
import { avatarStyles } from '../shared/avatar.js';
import { buttonStyles } from '../shared/button.styles.js';
import { fieldStyles } from '../shared/field.styles.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { keyed } from '../shared/keyed.js';
import { linkWords } from '../shared/link-words.js';
import { pick } from '../shared/pick.js';
import { RovingGrid } from '../shared/roving-grid.js';
import { TermsController } from '../shared/terms-controller.js';
import { Ticker } from '../shared/ticker.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-user-list.styles.js';
import { PeopleFilter } from './people-filter.js';
import { userRow } from './user-row.js';

/**
 * Everybody else who is here, with their state and buttons to call them with sound or with video. One Tab stop; arrow
 * keys move within the list. Needs a `call-provider` above it or named by `for`.
 *
 * @slot heading - Another heading than "People".
 * @slot empty - What stands there while nobody else is here.
 * @fires call-dial-request - The person calls somebody.
 * @fires call-reconnect-request - The person tries the lost connection now.
 * @csspart header - Heading and count.
 * @csspart search - The search field.
 * @csspart notice - What is wrong with the connection.
 * @csspart list - The grid of people.
 * @csspart row - One person.
 * @csspart avatar - A person's initials.
 * @csspart dot - The coloured dot; the word beside it says the same.
 * @csspart name - A person's name.
 * @csspart state - A person's state in words.
 * @csspart audio-button - Calls with sound.
 * @csspart video-button - Calls with video.
 * @cssState inert - There is no provider.
 * @cssState empty - Nobody else is here.
 * @cssState offline - Signed out.
 * @cssState connecting - Connecting to the server.
 * @cssState online - Connected to the server.
 * @cssState waiting - No connection; it is tried again.
 * @cssState refused - The server does not want us.
 * @example <call-user-list></call-user-list>
 */
export class CallUserList extends LitElement {
  static override styles = [tokens, buttonStyles, fieldStyles, avatarStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';
  /** From how many people on there is a search field. */
  @property({ type: Number, attribute: 'search-from' }) searchFrom = 6;

  @state() private query = '';

  #call = new CallSelector(this, pick('users', 'link', 'call'));
  #terms = new TermsController(this, this.#call);
  #grid = new RovingGrid(this);
  #filter = new PeopleFilter();

  constructor() {
    super();
    new HostStates(this, this.#call, () => [
      this.#call.value?.users.length === 0 && 'empty',
      this.#call.value?.link.status,
    ]);
    new Ticker(this, () => this.#call.value?.link.status === 'waiting');
  }

  /** Who signs out leaves no search to the one who signs in next. */
  protected override willUpdate(): void {
    if (this.#call.value?.link.status === 'offline') this.query = '';
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const users = this.#call.value?.users ?? [];
    const canSearch = users.length >= this.searchFrom || this.query !== '';
    const shown = this.#filter.apply(users, canSearch ? this.query : '', this.#terms.lang);
    return html`
      <div class="header" part="header">
        <h2><slot name="heading">${t('people')}</slot></h2>
        ${users.length > 0 ? html`<small>${t('here', { count: users.length })}</small>` : nothing}
      </div>
      ${this.#renderNotice()} ${canSearch ? this.#renderSearch() : nothing}
      ${shown.length > 0 ? this.#renderGrid(shown) : this.#renderEmpty(users.length > 0)}
    `;
  }

  #renderSearch(): TemplateResult {
    const label = this.#terms.t('search');
    return html`<label class="search">
      ${icon('search')}
      <input
        type="search"
        part="search"
        aria-label=${label}
        placeholder=${label}
        .value=${this.query}
        @input=${this.#handleSearch}
      />
    </label>`;
  }

  #renderNotice(): TemplateResult | typeof nothing {
    const { t } = this.#terms;
    const link = this.#call.value?.link;
    if (link?.status !== 'waiting' && link?.status !== 'refused') return nothing;
    const retry = html`<button type="button" @click=${this.#handleRetry}>${t('retry')}</button>`;
    return html`<div class="notice" part="notice">
      ${icon('warn')}<span>${linkWords(t, link, this.#call.nowMs)}</span>${link.status === 'waiting' ? retry : nothing}
    </div>`;
  }

  #renderEmpty(isSearch: boolean): TemplateResult | typeof nothing {
    const { t } = this.#terms;
    const status = this.#call.value?.link.status ?? 'offline';
    if (status === 'waiting' || status === 'refused') return nothing;
    const words = isSearch
      ? t('noMatch', { query: this.query })
      : t(status === 'online' ? 'nobodyHere' : status === 'offline' ? 'signInToSee' : 'connectingLink');
    return html`<div class="empty">
      ${isSearch ? words : html`<slot name="empty">${icon('people')}${words}</slot>`}
    </div>`;
  }

  #renderGrid(users: readonly User[]): TemplateResult {
    const { t } = this.#terms;
    const obstacle = this.#obstacle;
    const call = this.#call.value?.call;
    const live = call && isLive(call) ? call : undefined;
    return html`<div
      role="grid"
      part="list"
      aria-label=${t('people')}
      @keydown=${this.#grid.handleKeydown}
      @focusin=${this.#grid.handleFocusin}
    >
      ${keyed(
        users,
        (user) => user.sid ?? user.name,
        (user) =>
          userRow(user, {
            t,
            obstacle,
            call: live?.call.peer.name === user.name ? live : undefined,
            dial: this.#dial,
            prepare: this.#prepare,
          }),
      )}
    </div>`;
  }

  /** Why nobody can be called now. */
  get #obstacle(): string | undefined {
    const { t } = this.#terms;
    const { call, link } = this.#call.value ?? {};
    if (call && isLive(call)) return t('alreadyInCall');
    return link?.status === 'online' ? undefined : t('notOnline');
  }

  readonly #dial = (user: User, video: boolean): void => {
    if (this.#obstacle === undefined)
      this.#call.request(new CallDialRequest(user.name, { audio: true, video }));
  };

  readonly #prepare = (): void => {
    if (this.#obstacle === undefined) this.#call.context?.controller.prepareCall();
  };

  #handleSearch(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
  }

  #handleRetry(): void {
    this.#call.request(new CallReconnectRequest());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-user-list': CallUserList;
  }
}
