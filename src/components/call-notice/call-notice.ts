import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { isLive } from '../../core/call/call-state.js';
import { CallReconnectRequest, CallRetryDevicesRequest } from '../../events/requests.js';
import { paths } from '../../i18n/paths.js';
import { buttonStyles } from '../shared/button.styles.js';
import { FocusKeeper } from '../shared/focus-keeper.js';
import { HostStates } from '../shared/host-states.js';
import { icon } from '../shared/icons.js';
import { keyed } from '../shared/keyed.js';
import { secondsUntilRetry } from '../shared/link-words.js';
import { pick } from '../shared/pick.js';
import { TermsController } from '../shared/terms-controller.js';
import { Ticker } from '../shared/ticker.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-notice.styles.js';
import { authorHint, canBeTried, consequence, problemHelp, problemTitle } from './notice-words.js';
import { type PageLimits, pageLimits } from './page-limits.js';
import { type Problem, Problems } from './problems.js';

/**
 * What went wrong and what to do about it, in words: a camera or microphone that does not work, a page or frame in
 * which none can, a connection that is lost or refused, a call that finds no way to the other one. Nothing to say takes no room. What the person puts away comes
 * back when it happens anew. Each problem is announced once, politely. Needs a `call-provider` above it or named by
 * `for`.
 *
 * @fires call-retry-devices-request - The person tries devices again.
 * @fires call-reconnect-request - The person tries the connection now.
 * @csspart problem - One problem.
 * @csspart title - What is wrong.
 * @csspart text - What it means and what helps.
 * @csspart hint - What the page's author has to write.
 * @csspart retry-button - Tries again.
 * @csspart close-button - Puts the problem away.
 * @cssState inert - There is no provider.
 * @cssState empty - There is nothing to say.
 * @cssState media-denied - A device is not allowed.
 * @cssState media-missing - There is no such device.
 * @cssState media-busy - Another program has the device.
 * @cssState media-overconstrained - No device does what the page demands.
 * @cssState media-constraints - The page demands something that makes no sense.
 * @cssState media-insecure - The page is not secure, so no device can ever work in it.
 * @cssState media-policy - The page may not use the device where it stands.
 * @cssState media-ended - The device stopped.
 * @cssState media-paused - The device is open and gives nothing.
 * @cssState media-failed - The device does not work.
 * @cssState network-down - The call has no path, since this device has no network.
 * @cssState peer-unreachable - The call has no path, since the other one has no network.
 * @cssState turn-auth - The call has no path, and no TURN server takes the credentials.
 * @cssState turn-unreachable - The call has no path, and no TURN server answers.
 * @cssState udp-blocked - The call has no path, since the network lets no UDP through.
 * @cssState no-turn - The call has no path, and the page names no TURN server.
 * @cssState no-path - The call has no path.
 * @cssState link-lost - There is no connection; it is tried again.
 * @cssState link-refused - The server does not want us.
 * @example <call-notice></call-notice>
 */
export class CallNotice extends LitElement {
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';

  #call = new CallSelector(this, pick('media', 'link', 'call', 'diagnosis'));
  #terms = new TermsController(this, this.#call, paths);
  #problems = new Problems();
  #shown: readonly Problem[] = [];
  #limits: PageLimits = { isSecure: true, isFramed: false, forbidden: [] };

  constructor() {
    super();
    new HostStates(this, this.#call, () =>
      this.#shown.length > 0 ? this.#shown.map(({ code }) => code) : ['empty'],
    );
    new FocusKeeper(this, () => this.renderRoot.querySelector<HTMLElement>('button'));
    new Ticker(this, () => this.#shown.some(({ code, isTried }) => code === 'link-lost' && !isTried));
  }

  /** After `hostUpdate`, in which another provider may be found. */
  protected override update(changed: PropertyValues<this>): void {
    const { value } = this.#call;
    if (value) {
      this.#limits = pageLimits();
      this.#problems.update(value, this.#limits);
    } else this.#problems = new Problems();
    this.#shown = this.#problems.shown;
    super.update(changed);
  }

  protected override render(): TemplateResult {
    return html`<div role="status" aria-atomic="false">
      ${keyed(
        this.#shown,
        ({ code }) => code,
        (problem) => this.#renderProblem(problem),
      )}
    </div>`;
  }

  #renderProblem(problem: Problem): TemplateResult {
    const { t } = this.#terms;
    const { call } = this.#call.value ?? {};
    const title = problemTitle(t, problem, call && 'call' in call ? call.call.peer.name : '');
    return html`<section part="problem">
      ${icon('warn')}
      <div>
        <strong part="title">${title}</strong>
        ${this.#renderText(problem)} ${canBeTried(problem) ? this.#renderRetry(problem) : nothing}
      </div>
      <button
        type="button"
        part="close-button"
        title="${t('close')}: ${title}"
        @click=${() => {
          this.#handleClose(problem);
        }}
      >
        ${icon('close')}
      </button>
    </section>`;
  }

  #renderText(problem: Problem): TemplateResult {
    const { t } = this.#terms;
    const { value, nowMs } = this.#call;
    const { code, kinds, isTried } = problem;
    const isLost = code === 'link-lost';
    const [whom, what] = authorHint(t, problem, this.#limits);
    const words = [
      // Of all devices together, so it is said once.
      problem === this.#shown[0] && kinds.length > 0 && consequence(t, this.#problems.lost),
      isLost && value && isLive(value.call) && t('callGoesOn'),
      isTried ? t('tryingAgain') : problemHelp(t, problem, value?.diagnosis),
      whom,
    ];
    // The seconds are for the eye: a live region that counts would never fall silent.
    return html`<p part="text">
        ${words.filter(Boolean).join(' ')}
        ${
          isLost && value && !isTried
            ? html`<span aria-live="off"
                >${t('tryingIn', { seconds: secondsUntilRetry(value.link, nowMs) })}</span
              >`
            : nothing
        }
      </p>
      ${what ? html`<code part="hint" dir="ltr">${what}</code>` : nothing}`;
  }

  #renderRetry(problem: Problem): TemplateResult {
    const { t } = this.#terms;
    return html`<button
      type="button"
      part="retry-button"
      aria-disabled=${problem.isTried}
      title=${problem.isTried ? t('tryingAgain') : nothing}
      @click=${() => {
        this.#handleRetry(problem);
      }}
    >
      ${t(problem.code === 'link-lost' ? 'retry' : 'tryAgain')}
    </button>`;
  }

  #handleRetry({ kinds, isTried }: Problem): void {
    if (isTried) return;
    if (kinds.length === 0) this.#call.request(new CallReconnectRequest());
    else
      this.#call.request(
        new CallRetryDevicesRequest({ audio: kinds.includes('audio'), video: kinds.includes('video') }),
      );
  }

  #handleClose(problem: Problem): void {
    this.#problems.dismiss(problem);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-notice': CallNotice;
  }
}
