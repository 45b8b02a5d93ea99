/**
 * The four files of a new element, in the order and manner of those that exist. What they hold is the least
 * that renders, passes axe and follows its provider.
 */

/** @param {string} tag `call-mic-toggle` @returns {string} `CallMicToggle` */
export const classOf = (tag) => tag.replace(/(?:^|-)([a-z])/g, (_all, letter) => letter.toUpperCase());

/** @param {string} tag @returns {Record<string, string>} text by the ending of the file's name */
export function templates(tag) {
  const name = classOf(tag);
  return {
    '.ts': element(tag, name),
    '.styles.ts': styles,
    '.define.ts': define(tag, name),
    '.test.ts': test(tag),
  };
}

/** @param {string} tag @param {string} name */
const element = (tag, name) => `import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { HostStates } from '../shared/host-states.js';
import { phaseWords } from '../shared/phase-words.js';
import { TermsController } from '../shared/terms-controller.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './${tag}.styles.js';

/**
 * What it is for, in one sentence. Needs a \`call-provider\` above it or named by \`for\`.
 *
 * @slot - What it shows; without it, the call's phase in words.
 * @csspart base - The whole of it.
 * @cssState inert - There is no provider; otherwise the state is the call's phase.
 * @example <${tag}></${tag}>
 */
export class ${name} extends LitElement {
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';

  #call = new CallSelector(this, ({ call }) => call);
  #terms = new TermsController(this, this.#call);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#call.value?.phase]);
  }

  protected override render(): TemplateResult {
    const { t } = this.#terms;
    const call = this.#call.value;
    return html\`<div part="base"><slot>\${call ? phaseWords(t, call) : t('notOnline')}</slot></div>\`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    '${tag}': ${name};
  }
}
`;

const styles = `import { css } from 'lit';

export const styles = css\`
  :host {
    display: block;
  }
\`;
`;

/** @param {string} tag @param {string} name */
const define = (
  tag,
  name,
) => `/** Registers <${tag}>. Two copies of the library on one page are no error: the first one wins. */

import { ${name} } from './${tag}.js';

// Exported so that the types of this entry know the tag, and the events.
export { ${name} };
export type * from '../../events/event-types.js';

customElements.get('${tag}') ?? customElements.define('${tag}', ${name});
`;

/** @param {string} tag */
const test = (tag) => `import { expect } from '@open-wc/testing';
import { active, incoming, signedIn } from '../../testing/scenes.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './${tag}.define.js';

describe('${tag}', () => {
  itIsAnElement({
    tag: '${tag}',
    snapshot: { ...signedIn(), call: active() },
    russian: 'Разговор: naomi',
  });

  it('shows the phase of the call as a state and in words', async () => {
    const { $, element, set } = await mount('${tag}', { call: active() });
    expect(element.matches(':state(active)')).to.equal(true);
    await set({ call: incoming() });
    expect(element.matches(':state(incoming)')).to.equal(true);
    expect($('[part=base]').textContent).to.equal('is calling you with video');
  });
});
`;
