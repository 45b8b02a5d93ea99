import { expect, nextFrame } from '@open-wc/testing';
import type { LinkState } from '../../core/link/link-state.js';
import type { Self } from '../../core/snapshot.js';
import { ONLINE } from '../../testing/scenes.js';
import { expectSame, itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-sign-in.define.js';

const here = { link: ONLINE, self: { name: 'naomi', state: 'available' as const } };

async function form(attributes = '') {
  const mounted = await mount('call-sign-in', {}, attributes);
  const submit = async (name: string): Promise<void> => {
    const input = mounted.$<HTMLInputElement>('input');
    input.value = name;
    input.dispatchEvent(new Event('input'));
    mounted.$('button').click();
    await mounted.element.updateComplete;
  };
  return { ...mounted, submit };
}

describe('call-sign-in', () => {
  itIsAnElement({ tag: 'call-sign-in', snapshot: {}, russian: 'Ваше имя' });

  it('asks for a name', async () => {
    const { $ } = await form();
    expect($('label').textContent).to.contain('Your name');
    expect($('button').textContent).to.contain('Join');
  });

  it('starts with the name a page gives', async () => {
    const { $ } = await form('value="oleg"');
    expect($<HTMLInputElement>('input').value).to.equal('oleg');
  });

  it('asks to sign in with the name as it will be shown', async () => {
    const { provider, submit } = await form();
    await submit('  Zoë ');
    expect(provider.requests[0]).to.include({ type: 'call-sign-in-request', name: 'Zoë' });
  });

  for (const name of ['', '   ', 'a'.repeat(65), 'no\u202eway']) {
    it(`refuses ${JSON.stringify(name.slice(0, 9))} in words and asks for nothing`, async () => {
      const { provider, submit, $, element } = await form();
      await submit(name);
      expect(provider.requests).to.deep.equal([]);
      expect($('[role=alert]').textContent).to.contain('1 to 64');
      expect($('input').ariaInvalid).to.equal('true');
      expectSame(element.shadowRoot?.activeElement, $('input'));
    });
  }

  it('hands nothing to the provider when the page vetoes', async () => {
    const { provider, submit } = await form();
    const { events, stop } = requestsAtWindow('call-sign-in-request', true);
    await submit('naomi');
    stop();
    expect(events).to.have.length(1);
    expect(provider.requests).to.deep.equal([]);
  });

  it('asks once while it connects', async () => {
    const { provider, submit, set, $ } = await form();
    await set({ link: { status: 'connecting', attempt: 0 } });
    await submit('naomi');
    expect($('button').ariaDisabled).to.equal('true');
    expect(provider.requests).to.deep.equal([]);
  });

  describe('while the connection waits for its next try', () => {
    const link: LinkState = { status: 'waiting', attempt: 3, retryAtMs: 69_500 };
    const waiting = async (who: Omit<Self, 'state'>) => {
      const self: Self = { ...who, state: 'available' };
      const mounted = await form();
      mounted.provider.now = () => 50_000;
      await mounted.set({ link, self });
      return mounted;
    };

    it('says so with the seconds, as a description of the field and not aloud each second', async () => {
      const { $ } = await waiting({});
      expect($('[part=waiting]').textContent).to.equal('No connection. Trying again in 20 s');
      expect($('input').getAttribute('aria-describedby')?.split(' ')).to.include($('[part=waiting]').id);
      expect(Boolean($('[part=waiting]').closest('[role=alert],[role=status],[aria-live]'))).to.equal(false);
    });

    it('is accessible', async () => {
      await expect((await waiting({})).element).to.be.accessible();
    });

    it('lets one join at once', async () => {
      const { provider, submit, $ } = await waiting({});
      await submit('naomi');
      expect($('button').ariaDisabled).to.equal('false');
      expect(provider.requests[0]).to.include({ type: 'call-sign-in-request', name: 'naomi' });
    });

    it('says so beside the name of somebody signed in', async () => {
      const { $ } = await waiting({ name: 'naomi' });
      expect($('.names').textContent).to.contain('Trying again in 20 s');
    });
  });

  it('shows who I am and lets me out', async () => {
    const { provider, $, element } = await mount('call-sign-in', here);
    expect($('.name').textContent).to.equal('naomi');
    expect(element.matches(':state(signed-in)')).to.equal(true);
    $('button').click();
    expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-sign-out-request']);
  });

  it('is accessible when signed in', async () => {
    await expect((await mount('call-sign-in', here)).element).to.be.accessible();
  });

  it('says what the server made of the name', async () => {
    const { element } = await mount('call-sign-in', {
      link: ONLINE,
      self: { name: 'naomi1', requested: 'naomi', state: 'available' },
    });
    expect(element.shadowRoot?.textContent).to.contain('naomi1').and.to.contain('“naomi” was taken');
  });

  it('says nothing of a name that was not theirs to choose', async () => {
    const { element } = await mount('call-sign-in', {
      link: ONLINE,
      self: { name: 'naomi', requested: 'anybody', isNameReserved: true, state: 'available' },
    });
    expect(element.shadowRoot?.textContent).to.contain('naomi').and.not.to.contain('anybody');
  });

  it('keeps the focus when the form goes, but not on the button that would sign out again', async () => {
    const { $, set, element } = await form();
    $('input').focus();
    await set(here);
    expectSame(element.shadowRoot?.activeElement, $('.me'));
  });

  for (const link of [
    { status: 'connecting', attempt: 0, first: true },
    { status: 'waiting', attempt: 1, retryAtMs: Date.now() + 9_000 },
  ] as const) {
    it(`can be given up while it is ${link.status}`, async () => {
      const { $, set, element, provider } = await mount('call-sign-in', { link });
      $('[part=cancel-button]').focus();
      $('[part=cancel-button]').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-sign-out-request']);
      await set({ link: { status: 'offline' } });
      while (element.shadowRoot?.activeElement !== $('input')) await nextFrame();
      expect(() => $('[part=cancel-button]')).to.throw();
    });
  }

  it('says that the server refused', async () => {
    const { $ } = await mount('call-sign-in', { link: { status: 'refused', closeCode: 4503 } });
    expect($('[role=alert]').textContent).to.contain('refused');
  });
});
