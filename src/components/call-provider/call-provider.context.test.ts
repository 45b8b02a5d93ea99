/** What the provider gives to elements that read its context themselves. */
import { expect, fixture, html } from '@open-wc/testing';
import { browserClock } from '../../browser/clock.js';
import type { CallProvider } from './call-provider.js';
import './call-provider.define.js';

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
});
