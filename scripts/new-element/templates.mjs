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
    '.test.ts': test(tag, name),
  };
}

/** @param {string} tag @param {string} name */
const element = (tag, name) => `import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import { HostStates } from '../shared/host-states.js';
import { tokens } from '../shared/tokens.js';
import { styles } from './${tag}.styles.js';

/**
 * What it is for, in one sentence. Needs a \`call-provider\` above it or named by \`for\`.
 *
 * @slot - What it shows; without it, the call's phase.
 * @csspart base - The whole of it.
 * @cssState inert - There is no provider; otherwise the state is the call's phase.
 * @example <${tag}></${tag}>
 */
export class ${name} extends LitElement {
  static override styles = [tokens, styles];

  /** The id of the provider; empty: the nearest one above. */
  @property() for = '';

  #call = new CallSelector(this, ({ call }) => call.phase);

  constructor() {
    super();
    new HostStates(this, this.#call, () => [this.#call.value]);
  }

  protected override render(): TemplateResult {
    return html\`<div part="base"><slot>\${this.#call.value}</slot></div>\`;
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

customElements.get('${tag}') ?? customElements.define('${tag}', ${name});
`;

/** @param {string} tag @param {string} name */
const test = (tag, name) => `import { expect, fixture, html } from '@open-wc/testing';
import { type FakeProvider, registerFakeProvider } from '../../testing/fake-provider.js';
import './${tag}.define.js';
import type { ${name} } from './${tag}.js';

registerFakeProvider();

async function render(): Promise<${name}> {
  const provider = await fixture<FakeProvider>(html\`<fake-provider><${tag}></${tag}></fake-provider>\`);
  const element = provider.querySelector('${tag}')!;
  await element.updateComplete;
  return element;
}

describe('${tag}', () => {
  it('renders', async () => {
    const element = await render();
    expect(element.shadowRoot?.querySelector('[part="base"]')).to.exist;
  });

  it('is accessible', async () => {
    await expect(await render()).to.be.accessible();
  });

  it('shows the phase of the call as a state', async () => {
    expect((await render()).matches(':state(idle)')).to.equal(true);
  });

  it('is inert without a provider', async () => {
    const element = await render();
    document.body.append(element);
    await element.updateComplete;
    const inert = element.matches(':state(inert)');
    element.remove();
    expect(inert).to.equal(true);
  });
});
`;
