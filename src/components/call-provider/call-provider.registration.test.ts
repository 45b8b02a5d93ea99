/** Registering: in any order, more than once, before or after the elements that look for a provider. */
import { expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';

class EarlyProbe extends LitElement {
  @property() for = '';
  readonly selector = new CallSelector(this, ({ link }) => link.status);
}
customElements.define('early-probe', EarlyProbe);

/** The test file's one chance to see a page on which the provider is not defined yet. */
describe('elements upgraded before the provider', () => {
  it('get it once it is defined, whether they stand in it or name it', async () => {
    const root = await fixture<HTMLElement>(html`
      <div>
        <call-provider id="late"><early-probe></early-probe></call-provider>
        <early-probe for="late"></early-probe>
      </div>
    `);
    const probes = [...root.querySelectorAll<EarlyProbe>('early-probe')];
    expect(customElements.get('call-provider')).to.equal(undefined);
    expect(probes.map(({ selector }) => selector.value)).to.deep.equal([undefined, undefined]);
    await import('./call-provider.define.js');
    await customElements.whenDefined('call-provider');
    await (root.querySelector('call-provider') as LitElement).updateComplete;
    expect(probes.map(({ selector }) => selector.value)).to.deep.equal(['offline', 'offline']);
  });
});

describe('registering', () => {
  it('a second time, as a second copy of the library does, does not throw', async () => {
    await import('./call-provider.define.js');
    const first = customElements.get('call-provider');
    const again = new URL('./call-provider.define.ts?second-copy', import.meta.url).href;
    await import(again);
    expect(customElements.get('call-provider') === first).to.equal(true);
  });
});
