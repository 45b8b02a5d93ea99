import { expect, nextFrame } from '@open-wc/testing';
import { IDLE } from '../../core/call/call-state.js';
import { active, ended, incoming, outgoing, signedIn } from '../../testing/scenes.js';
import { itSaysItsNameOnce } from '../shared/button-face.contract.js';
import { expectSame, itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-hangup-button.define.js';

describe('call-hangup-button', () => {
  itIsAnElement({
    tag: 'call-hangup-button',
    snapshot: { ...signedIn(), call: active() },
    russian: 'Завершить',
  });

  itSaysItsNameOnce('Hang up', () => mount('call-hangup-button', { call: active() }));

  it('is called by what it would do now', async () => {
    const { $, set } = await mount('call-hangup-button', { call: outgoing() });
    expect($('button').title).to.equal('Cancel call');
    await set({ call: incoming() });
    expect($('button').title).to.equal('Decline');
    await set({ call: active() });
    expect($('button').title).to.equal('Hang up');
  });

  it('can be called something else by an attribute', async () => {
    const { $ } = await mount('call-hangup-button', { call: active() }, 'label="Bye"');
    expect($('button').textContent).to.contain('Bye');
  });

  it('can be called something else by the page’s terms', async () => {
    const { $, provider, element } = await mount('call-hangup-button', { call: active() });
    provider.terms = { hangUp: 'Leave' };
    await element.updateComplete;
    expect($('button').title).to.equal('Leave');
  });

  it('is not pressed by a key that is still held from another button', async () => {
    const { $ } = await mount('call-hangup-button', { call: active() });
    const press = (repeat: boolean) =>
      $('button').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat, cancelable: true }));
    expect([press(false), press(true)]).to.deep.equal([true, false]);
  });

  it('asks to end the call', async () => {
    const { $, provider } = await mount('call-hangup-button', { call: active() });
    $('button').click();
    expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
  });

  it('hands nothing to the provider when the page vetoes', async () => {
    const { $, provider } = await mount('call-hangup-button', { call: active() });
    const { events, stop } = requestsAtWindow('call-hangup-request', true);
    $('button').click();
    stop();
    expect(events).to.have.length(1);
    expect(provider.requests).to.deep.equal([]);
  });

  for (const call of [IDLE, ended('declined')]) {
    it(`is unavailable with a reason when the call is ${call.phase}`, async () => {
      const { $, provider, element } = await mount('call-hangup-button', { call });
      element.append('Bye');
      // The words are seen once the slot has told of them.
      await nextFrame();
      await element.updateComplete;
      $('button').click();
      expect($('button').ariaDisabled).to.equal('true');
      expect($('button').title).to.equal('No call to end');
      expect(element.matches(':state(idle)')).to.equal(true);
      expect(provider.requests).to.deep.equal([]);
    });
  }

  it('has the call’s phase as a state', async () => {
    const { element, set } = await mount('call-hangup-button', { call: outgoing() });
    expect(element.matches(':state(outgoing)')).to.equal(true);
    await set({ call: active() });
    expect(element.matches(':state(active)')).to.equal(true);
    expect(element.matches(':state(outgoing)')).to.equal(false);
  });

  it('takes the focus into its button', async () => {
    const { element, $ } = await mount('call-hangup-button', { call: active() });
    element.focus();
    expectSame(element.shadowRoot?.activeElement, $('button'));
  });
});
