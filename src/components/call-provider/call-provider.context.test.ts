/** What the provider gives to elements that read its context themselves. */
import { expect, fixture, html } from '@open-wc/testing';
import { browserClock } from '../../browser/clock.js';
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { CallSelector } from '../../context/call-selector.js';
import type { CallProvider } from './call-provider.js';
import './call-provider.define.js';

class NamingProbe extends LitElement {
  @property() for = 'late-name';
  readonly selector = new CallSelector(this, ({ link }) => link.status);
}
customElements.define('naming-probe', NamingProbe);

describe('the context of a provider', () => {
  const { now } = browserClock;
  afterEach(() => {
    browserClock.now = now;
  });

  it('tells the time on the controller’s clock, not on the system’s', async () => {
    const provider = await fixture<CallProvider>(html`<call-provider></call-provider>`);
    browserClock.now = () => 5_000;
    expect(provider.callContext?.now()).to.equal(5_000);
  });

  it('goes to the elements that name it, also when it gets and loses its id later', async () => {
    const root = await fixture<HTMLElement>(
      html`<div><call-provider></call-provider><naming-probe></naming-probe></div>`,
    );
    const provider = root.querySelector('call-provider') as CallProvider;
    const { selector } = root.querySelector('naming-probe') as NamingProbe;
    expect(selector.value).to.equal(undefined);
    provider.id = 'late-name';
    expect(selector.value).to.equal('offline');
    provider.removeAttribute('id');
    expect(selector.value).to.equal(undefined);
  });
});
