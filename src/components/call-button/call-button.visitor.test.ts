/** A visitor without a name presses the button of a page. */
import { expect } from '@open-wc/testing';
import type { LinkState } from '../../core/link/link-state.js';
import type { CallSignInRequest } from '../../events/requests.js';
import { ONLINE, outgoing, signedIn } from '../../testing/scenes.js';
import { requestsAtWindow } from '../shared/element.contract.js';
import { type Button, clockOf, here, ours, press, said, show, types } from './button-scene.contract.js';

const CONNECTING: LinkState = { status: 'connecting', first: true, attempt: 0 };
const ringing = { ...here, call: outgoing(true, ours) };

describe('call-button for a visitor who is not signed in', () => {
  const visit = async (attributes = ''): Promise<Button & { clock: ReturnType<typeof clockOf> }> => {
    const button = await show({ link: { status: 'offline' } }, attributes);
    return { ...button, clock: clockOf(button) };
  };
  /** What a provider does with the request to sign in, before the element has looked again. */
  const enter = async (button: Button): Promise<void> => {
    button.$('button').click();
    await button.set({ link: CONNECTING });
  };

  it('is a button like any other, with nothing to say yet', async () => {
    const button = await visit();
    expect(said(button, 'status')).to.equal('');
    expect(button.$('button').ariaDisabled).to.equal('false');
    expect(button.element.matches(':state(signed-out)')).to.equal(true);
  });

  it('signs a guest in and calls when the person is here', async () => {
    const button = await visit();
    await enter(button);
    expect((button.provider.requests[0] as CallSignInRequest).name).to.equal('guest');
    expect([said(button, 'label'), said(button, 'status')]).to.deep.equal(['Cancel call', 'Connecting…']);
    await button.set(here);
    expect(types(button)).to.deep.equal(['call-sign-in-request', 'call-dial-request']);
    await button.set(ringing);
    await button.set(here);
    expect(types(button)).to.have.length(2);
  });

  it('uses the name that the page gives to guests', async () => {
    const button = await visit('guest-name="visitor"');
    await enter(button);
    expect((button.provider.requests[0] as CallSignInRequest).name).to.equal('visitor');
  });

  it('says that nobody is here, and calls nobody who comes later', async () => {
    const button = await visit();
    await enter(button);
    await button.set(signedIn());
    expect(said(button, 'status')).to.equal('support is not here now');
    await button.set(here);
    expect(types(button)).to.deep.equal(['call-sign-in-request']);
  });

  it('can be cancelled, but not by the second of two presses', async () => {
    const button = await visit();
    await enter(button);
    await press(button);
    expect(said(button, 'label')).to.equal('Cancel call');
    button.clock.pass(1_000);
    await press(button);
    await button.set(here);
    expect(types(button)).to.deep.equal(['call-sign-in-request']);
  });

  it('does not surprise anybody with a call when the server answers much later', async () => {
    const button = await visit();
    await enter(button);
    await button.set({ link: { status: 'waiting', attempt: 1, retryAtMs: 0 } });
    expect(said(button, 'status')).to.equal('Not connected');
    await button.set(here);
    expect(types(button)).to.deep.equal(['call-sign-in-request']);
  });

  it('does nothing more when the page vetoes', async () => {
    const button = await visit();
    const { stop } = requestsAtWindow('call-sign-in-request', true);
    await enter(button);
    stop();
    await button.set({ link: ONLINE, ...here });
    expect(types(button)).to.deep.equal([]);
  });
  it('forgets what a visitor wished when it is taken away', async () => {
    const button = await show({ link: { status: 'offline' } });
    button.$('button').click();
    await button.set({ link: CONNECTING });
    button.element.remove();
    button.provider.append(button.element);
    await button.set(here);
    expect(types(button)).to.deep.equal(['call-sign-in-request']);
  });
});
