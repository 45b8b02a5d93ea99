import { expect } from '@open-wc/testing';
import type { LinkState } from '../../core/link/link-state.js';
import { active, ended, incoming, ONLINE, outgoing, reconnecting, signedIn } from '../../testing/scenes.js';
import { itIsAnElement, mount } from '../shared/element.contract.js';
import './call-status.define.js';

const wordsIn = (element: Element): string =>
  element.shadowRoot?.querySelector('[part=text]')?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('call-status', () => {
  itIsAnElement({
    tag: 'call-status',
    snapshot: { ...signedIn(), call: active() },
    russian: 'Разговор: naomi',
  });

  const links: readonly (readonly [LinkState, string])[] = [
    [{ status: 'offline' }, 'Signed out'],
    [{ status: 'connecting', attempt: 0 }, 'Connecting…'],
    [ONLINE, 'Online'],
    [{ status: 'refused', closeCode: 4503 }, 'The server refused the connection'],
  ];
  for (const [link, words] of links) {
    it(`says "${words}" when the link is ${link.status}`, async () => {
      const { element } = await mount('call-status', { link });
      expect(wordsIn(element)).to.equal(words);
      expect(element.matches(`:state(${link.status})`)).to.equal(true);
    });
  }

  it('counts the seconds until the next try', async () => {
    const link: LinkState = { status: 'waiting', attempt: 1, retryAtMs: 57_900 };
    const { element, provider, set } = await mount('call-status');
    provider.now = () => 50_000;
    await set({ link });
    expect(wordsIn(element)).to.contain('Trying again in 8 s');
  });

  it('says who is called and who calls', async () => {
    const { element, set } = await mount('call-status', { call: outgoing(true) });
    expect(wordsIn(element)).to.equal('naomi: Ringing…');
    await set({ call: incoming() });
    expect(wordsIn(element)).to.equal('naomi is calling you with video');
  });

  it('shows how long a call lasts, by the provider’s clock', async () => {
    const { $, provider, set } = await mount('call-status');
    provider.now = () => 352_000;
    await set({ call: active({ sinceMs: 100_000 }) });
    expect($('time').textContent).to.equal('04:12');
  });

  it('says that a call is being mended, and goes back to the link when it is over', async () => {
    const { element, set } = await mount('call-status', { ...signedIn(), call: reconnecting() });
    expect(wordsIn(element)).to.equal('Reconnecting…');
    await set({ call: ended('ended') });
    expect(wordsIn(element)).to.equal('Online');
  });

  it('says that another tab rings or is in a call, unless this one is', async () => {
    const { element, set } = await mount('call-status', {
      ...signedIn(),
      elsewhere: { phase: 'incoming', name: 'oleg' },
    });
    expect(wordsIn(element)).to.equal('Ringing in another tab');
    await set({ elsewhere: { phase: 'active', name: 'oleg' } });
    expect(wordsIn(element)).to.equal('In a call in another tab');
    await set({ call: active() });
    expect(wordsIn(element)).to.equal('In a call with naomi');
    await set({ call: ended('ended'), elsewhere: null });
    expect(wordsIn(element)).to.equal('Online');
  });

  it('announces the phase politely, and not the time', async () => {
    const { $ } = await mount('call-status', { call: active() });
    expect($('[role=status]').textContent).to.equal('In a call with naomi');
  });
});
