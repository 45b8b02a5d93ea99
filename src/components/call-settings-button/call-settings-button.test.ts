import { expect, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { active, ended, incoming, localMedia, outgoing, signedIn } from '../../testing/scenes.js';
import { itSaysItsNameOnce } from '../shared/button-face.contract.js';
import { expectSame, itIsAnElement, mount } from '../shared/element.contract.js';
import '../call-hangup-button/call-hangup-button.define.js';
import '../call-toolbar/call-toolbar.define.js';
import './call-settings-button.define.js';

const OFF = { status: 'off', on: true } as const;
const before = { ...signedIn(), media: localMedia({ microphone: OFF, camera: OFF }) };
const inCall = { ...signedIn(), call: active() };

async function show(snapshot: Parameters<typeof mount>[1], attributes = '') {
  const mounted = await mount('call-settings-button', snapshot, attributes);
  const { element, $ } = mounted;
  const isOpen = (): boolean => $<HTMLDialogElement>('dialog').matches(':modal');
  const inside = (): string[] =>
    [...$('dialog').querySelectorAll('*')]
      .map(({ localName }) => localName)
      .filter((tag) => tag.includes('-'));
  /** Presses the button and waits for what is in the dialog. */
  const open = async (): Promise<void> => {
    $('button').focus();
    $('button').click();
    while (inside().length === 0) await nextFrame();
    await element.updateComplete;
  };
  return { ...mounted, isOpen, inside, open };
}

describe('call-settings-button', () => {
  itIsAnElement({ tag: 'call-settings-button', snapshot: inCall, russian: 'Камера и звук' });

  itSaysItsNameOnce('Camera and sound', () => show(inCall));

  it('has in a call the devices, the level and the switches', async () => {
    const { $, isOpen, inside, open, element } = await show(inCall);
    expect(isOpen()).to.equal(false);
    await open();
    expect(isOpen()).to.equal(true);
    expect(element.matches(':state(open)')).to.equal(true);
    expect(inside().filter((tag) => tag === 'call-device-select')).to.have.length(3);
    expect(inside()).to.include.members(['call-audio-meter', 'call-audio-processing']);
    expect($('h2').textContent).to.equal('Camera and sound');
  });

  for (const [title, snapshot] of [
    ['without one', before],
    ['while one rings', { ...before, call: incoming() }],
  ] as const) {
    it(`is a lobby ${title}, which closes its devices and itself when the person is ready`, async () => {
      const { $, isOpen, inside, open, provider } = await show(snapshot);
      await open();
      expect(inside()).to.deep.equal(['call-lobby']);
      const lobby = $('call-lobby').shadowRoot;
      while (!lobby?.querySelector('[part~=open-button]')) await nextFrame();
      lobby.querySelector<HTMLElement>('[part~=open-button]')?.click();
      lobby.querySelector<HTMLElement>('[part~=ready-button]')?.click();
      while (isOpen()) await nextFrame();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal([
        'call-preview-request',
        'call-preview-request',
      ]);
    });
  }

  it('closes by Escape, by its button and by a press beside it, and gives the focus back', async () => {
    const { $, isOpen, open, element } = await show(inCall);
    const isBack = async (): Promise<void> => {
      while (isOpen()) await nextFrame();
      expectSame(element.shadowRoot?.activeElement, $('[part=button]'));
    };
    await open();
    expectSame(element.shadowRoot?.activeElement, $('h2'));
    await sendKeys({ press: 'Escape' });
    await isBack();
    await open();
    await sendKeys({ press: 'Tab' });
    expectSame(element.shadowRoot?.activeElement, $('[part=close-button]'));
    await sendKeys({ press: 'Enter' });
    await isBack();
    expect($('dialog').getAttribute('closedby')).to.equal('any');
  });

  for (const [title, first, then] of [
    ['begins', before, { call: outgoing() }],
    ['ends', inCall, { call: ended('busy', 'peer') }],
  ] as const) {
    it(`closes when a call ${title}`, async () => {
      const { open, isOpen, set } = await show(first);
      await open();
      await set(then);
      expect(isOpen()).to.equal(false);
    });
  }

  it('closes when it is removed, and opens again where it is put', async () => {
    const { element, provider, open, isOpen } = await show(inCall);
    await open();
    element.remove();
    provider.append(element);
    await element.updateComplete;
    expect(isOpen()).to.equal(false);
    await open();
    expect(isOpen()).to.equal(true);
  });

  it('opens nothing without a provider', async () => {
    const { element, $ } = await show(inCall);
    document.body.append(element);
    await element.updateComplete;
    expect($('button').ariaDisabled).to.equal('true');
    $('button').click();
    await element.updateComplete;
    expect($('dialog').matches(':modal')).to.equal(false);
    element.remove();
  });

  it('keeps the keys that are pressed in the dialog from a toolbar around it', async () => {
    const { element, provider, open } = await show(inCall);
    const toolbar = document.createElement('call-toolbar');
    toolbar.append(element, document.createElement('call-hangup-button'));
    provider.append(toolbar);
    await toolbar.updateComplete;
    await open();
    await sendKeys({ press: 'ArrowRight' });
    expectSame(document.activeElement, element);
  });

  for (const snapshot of [before, inCall]) {
    for (const scheme of ['light', 'dark']) {
      it(`is accessible when it is open, ${snapshot === before ? 'before' : 'in'} a call, in ${scheme}`, async () => {
        document.documentElement.style.setProperty('color-scheme', scheme);
        try {
          const { element, open } = await show(snapshot);
          await open();
          await expect(element).to.be.accessible();
        } finally {
          document.documentElement.style.removeProperty('color-scheme');
        }
      });
    }
  }
});
