import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import type { MeasuredQuality, QualityCause, QualityRating } from '../../core/quality/quality-state.js';
import { quality as words } from '../../i18n/quality.js';
import { buttonStyles } from '../shared/button.styles.js';
import { HostStates } from '../shared/host-states.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './call-quality.styles.js';
import { figureRows, type QualityKey } from './figure-rows.js';

const BARS: Readonly<Record<QualityRating, number>> = { good: 4, fair: 3, poor: 2, lost: 1 };

const RATING_WORDS: Readonly<Record<QualityRating, QualityKey>> = {
  good: 'qualityGood',
  fair: 'qualityFair',
  poor: 'qualityPoor',
  lost: 'qualityLost',
};

const CAUSE_WORDS: Readonly<Record<QualityCause, QualityKey>> = {
  delay: 'causeDelay',
  loss: 'causeLoss',
  freezes: 'causeFreezes',
  silence: 'causeSilence',
  path: 'causePath',
};

/**
 * How good the connection of the call is: four bars in a button, and at a press the same in plain words with the figures
 * behind it, and the safety code by which two people find out whether somebody sits between them. More bars are better, so nothing hangs on their colour. Without a call there is nothing to press. It is no
 * live region: that a call is lost is said by the element that tells its phases. Needs a `call-provider` above it or
 * named by `for`.
 *
 * @csspart button - The button with the bars.
 * @csspart bars - The bars.
 * @csspart panel - What opens at a press.
 * @csspart text - The rating and its cause in words.
 * @csspart figures - The figures, a `<dl>`.
 * @csspart safety - The safety code and what it is for.
 * @csspart code - The digits.
 * @cssState inert - There is no provider.
 * @cssState idle - There is no call that is connected.
 * @cssState unknown - It is being measured.
 * @cssState good - Nothing is in the way.
 * @cssState fair - One notices, but can talk.
 * @cssState poor - It is hard to talk.
 * @cssState lost - Nothing arrives.
 * @cssState relay - The call goes by a TURN server.
 * @example <call-quality></call-quality>
 */
export class CallQuality extends LitElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles = [tokens, buttonStyles, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';

  @state() private code: string | undefined;

  #call = new CallSelector(this, ({ quality }) => quality);
  #terms = new TermsController(this, this.#call, words);

  constructor() {
    super();
    new HostStates(this, this.#call, () => {
      const quality = this.#present;
      if (!quality) return ['idle'];
      return [quality.rating ?? 'unknown', quality.figures?.path?.kind === 'relay' && 'relay'];
    });
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const quality = this.#present;
    const name = quality
      ? t(quality.rating ? RATING_WORDS[quality.rating] : 'qualityUnknown')
      : t('qualityNone');
    return html`
      <button
        type="button"
        part="button"
        title=${name}
        aria-disabled=${quality ? 'false' : 'true'}
        popovertarget=${quality ? 'panel' : nothing}
      >
        ${this.#renderBars(quality?.rating ? BARS[quality.rating] : 0)}
      </button>
      ${quality ? this.#renderPanel(quality, name) : nothing}
    `;
  }

  protected override updated(): void {
    void this.#askForCode();
  }

  /** Its digits change with the connection, so it is asked for as long as it is looked at, and not kept. */
  async #askForCode(): Promise<void> {
    const isOpen = this.shadowRoot?.querySelector(':popover-open');
    this.code = isOpen ? await this.#call.context?.controller.safetyCode() : undefined;
  }

  #renderBars(count: number): TemplateResult {
    return html`<span part="bars" class="bars" aria-hidden="true">
      ${[1, 2, 3, 4].map((bar) => html`<i class=${bar <= count ? 'full' : ''}></i>`)}
    </span>`;
  }

  #renderPanel({ cause, figures }: MeasuredQuality, name: string): TemplateResult {
    const { t, lang } = this.#terms;
    return html`<div
      id="panel"
      part="panel"
      popover
      role="group"
      aria-labelledby="words"
      @toggle=${this.#askForCode}
    >
      <p id="words" part="text">
        ${name}${cause ? html`<br /><small>${t(CAUSE_WORDS[cause])}</small>` : nothing}
      </p>
      ${
        figures
          ? html`<dl part="figures">
              ${figureRows(t, lang, figures).map(
                ([key, value]) =>
                  html`<div>
                    <dt>${t(key)}</dt>
                    <dd>${value}</dd>
                  </div>`,
              )}
            </dl>`
          : nothing
      }
      ${
        this.code
          ? html`<p part="safety" class="safety">
              ${t('safetyCode')} <b part="code" dir="ltr">${this.code}</b> <small>${t('safetyHelp')}</small>
            </p>`
          : nothing
      }
    </div>`;
  }

  /** Of a call that goes on: what an ended one was like is the page's to tell. */
  get #present(): MeasuredQuality | undefined {
    const quality = this.#call.value;
    return quality?.summary ? undefined : (quality ?? undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'call-quality': CallQuality;
  }
}
