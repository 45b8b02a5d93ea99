import { expect, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { CallState } from '../../core/call/call-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import { active, call, connecting, ended, incoming, missed, signedIn, user } from '../../testing/scenes.js';
import { expectSame, itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-incoming-dialog.define.js';
import { GUARD_MS } from './key-guard.js';

const show = (changes: Partial<Snapshot> = {}, attributes = '') =>
  mount('call-incoming-dialog', { ...signedIn(user('naomi')), ...changes }, attributes);

const ringing = (id = 'call-1', video = true): CallState =>
  incoming(call('naomi', { id, direction: 'incoming', media: { audio: true, video } }));

const DND = { self: { name: 'me', state: 'dnd' } } as const;

/** A field outside that has the focus, as while somebody types. */
function typing(): HTMLInputElement {
  const field = document.createElement('input');
  document.body.append(field);
  field.focus();
  return field;
}

const isOpen = (element: Element): boolean =>
  element.shadowRoot?.querySelector('dialog')?.matches(':modal') === true;

describe('call-incoming-dialog', () => {
  const leftovers: Element[] = [];
  const field = (): HTMLInputElement => {
    const one = typing();
    leftovers.push(one);
    return one;
  };
  afterEach(() => {
    for (const one of leftovers.splice(0)) one.remove();
  });

  itIsAnElement({
    tag: 'call-incoming-dialog',
    snapshot: { ...signedIn(), call: incoming() },
    russian: 'Ответить сообщением',
  });

  describe('while somebody calls', () => {
    it('asks over the page, by name, and takes the focus but not into a button', async () => {
      field();
      const { element, $ } = await show({ call: ringing() });
      expect(isOpen(element)).to.equal(true);
      expect(element.matches(':state(ringing)')).to.equal(true);
      expect($('dialog').getAttribute('role')).to.equal('alertdialog');
      expect($('#who').textContent.replace(/\s+/g, ' ').trim()).to.match(/naomi is calling you with video$/);
      expectSame(element.shadowRoot?.activeElement, $('#who'));
    });

    it('says all of a long name', async () => {
      const name = 'Support desk with a very long name indeed';
      const { $ } = await show({ call: incoming(call(name, { direction: 'incoming' })) });
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = $('#who strong');
      expect([scrollWidth, scrollHeight]).to.deep.equal([clientWidth, clientHeight]);
    });

    it('offers sound alone only for a call with video', async () => {
      const { $, element, set } = await show({ call: ringing() });
      expect($('[part=answer-audio-button]').textContent).to.contain('Audio');
      await set({ call: ringing('call-2', false) });
      expect($('#who').textContent).to.match(/is calling you\s*$/);
      expect(element.shadowRoot?.querySelector('[part=answer-audio-button]') === null).to.equal(true);
    });

    const buttons: readonly (readonly [string, string, object])[] = [
      ['answer-button', 'call-accept-request', { media: { audio: true, video: true } }],
      ['answer-audio-button', 'call-accept-request', { media: { audio: true, video: false } }],
      ['decline-button', 'call-hangup-request', { message: undefined }],
    ];
    for (const [part, type, fields] of buttons) {
      it(`asks for ${type} by its ${part}, and stays until it is so`, async () => {
        const { element, $, provider, set } = await show({ call: ringing() });
        $(`[part=${part}]`).click();
        expect(provider.requests).to.have.length(1);
        expect(provider.requests[0]).to.deep.include({ type, ...fields });
        expect(isOpen(element)).to.equal(true);
        await set({ call: ended('declined', 'me') });
        expect(isOpen(element)).to.equal(false);
      });
    }

    it('hands nothing to the provider when the page vetoes', async () => {
      const { $, provider } = await show({ call: ringing() });
      const { stop } = requestsAtWindow('call-accept-request', true);
      $('[part=answer-button]').click();
      stop();
      expect(provider.requests).to.deep.equal([]);
    });

    for (const [title, state] of [
      ['answered', connecting()],
      ['cancelled', ended('cancelled')],
    ] as const) {
      it(`gives the focus back when it is ${title}`, async () => {
        const before = field();
        const { element, set } = await show({ call: ringing() });
        expect(document.activeElement === before).to.equal(false);
        await set({ call: state });
        expect(isOpen(element)).to.equal(false);
        expectSame(document.activeElement, before);
      });
    }

    it('works inside other shadow roots, and gives the focus back into them', async () => {
      const outer = document.createElement('div');
      leftovers.push(outer);
      document.body.append(outer);
      const root = outer.attachShadow({ mode: 'open' });
      const provider = document.createElement('fake-provider');
      const inside = document.createElement('input');
      const dialog = document.createElement('call-incoming-dialog');
      provider.append(dialog);
      root.append(inside, provider);
      await dialog.updateComplete;
      inside.focus();
      provider.controller.set({ ...signedIn(), call: ringing() });
      await dialog.updateComplete;
      expect(isOpen(dialog)).to.equal(true);
      expectSame(root.activeElement, dialog);
      provider.controller.set({ call: active() });
      await dialog.updateComplete;
      expectSame(root.activeElement, inside);
    });

    it('is open again, over the page, when it is moved', async () => {
      const { element, provider } = await show({ call: ringing() });
      const dialog = element.shadowRoot?.querySelector('dialog');
      const closed = new Promise((resolve) => dialog?.addEventListener('close', resolve, { once: true }));
      const section = document.createElement('section');
      provider.append(section);
      section.append(element);
      await closed;
      await element.updateComplete;
      expect(isOpen(element)).to.equal(true);
      expect(element.matches(':state(ringing)')).to.equal(true);
    });

    it('is gone with its element, and the page can be used again', async () => {
      const before = field();
      const { element } = await show({ call: ringing() });
      element.remove();
      before.focus();
      expectSame(document.activeElement, before);
    });
  });

  describe('keys', () => {
    it('that were meant for elsewhere neither answer nor decline', async () => {
      field();
      const { element, provider, set } = await show();
      let nowMs = 5_000;
      provider.now = () => nowMs;
      await sendKeys({ type: 'Hello' });
      await set({ call: ringing() });
      await sendKeys({ press: 'Enter' });
      // As one leaves a field and sends its form.
      await sendKeys({ press: 'Tab' });
      for (const key of ['Enter', ' ', 'Tab', 'Enter', ' ', 'Tab', 'Enter'] as const)
        await sendKeys({ press: key });
      expect(provider.requests).to.deep.equal([]);
      expect(isOpen(element)).to.equal(true);

      nowMs += GUARD_MS;
      await sendKeys({ press: 'Enter' });
      expect(provider.requests).to.have.length(1);
    });

    it('that are held down press nothing', async () => {
      const { $, provider } = await show();
      let nowMs = 5_000;
      provider.now = () => nowMs;
      provider.controller.set({ call: ringing() });
      await nextFrame();
      nowMs += GUARD_MS;
      const press = (repeat: boolean): boolean =>
        $('[part=answer-button]').dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }),
        );
      expect([press(true), press(false)]).to.deep.equal([false, true]);
    });

    it('are not kept from a message that is written', async () => {
      const { element, $, provider } = await show();
      provider.now = () => 5_000;
      provider.controller.set({ call: ringing() });
      await element.updateComplete;
      $('[part=reply-button]').click();
      await element.updateComplete;
      $('[part=input]').focus();
      await sendKeys({ type: 'at five' });
      await sendKeys({ press: 'Enter' });
      expect(provider.requests[0]).to.deep.include({ message: 'at five' });
    });

    it('stay inside', async () => {
      const before = field();
      const { element } = await show({ call: ringing() });
      for (let at = 0; at < 8; at += 1) {
        await sendKeys({ press: 'Tab' });
        expect(document.activeElement === before).to.equal(false);
      }
      expect(isOpen(element)).to.equal(true);
    });

    it('Escape puts it aside: it rings on in the corner, and the focus goes back', async () => {
      const before = field();
      const { element, provider, $, set } = await show({ call: ringing() });
      await sendKeys({ press: 'Escape' });
      await element.updateComplete;
      expect(provider.requests).to.deep.equal([]);
      expect([isOpen(element), element.matches(':state(quiet)')]).to.deep.equal([false, true]);
      expectSame(document.activeElement, before);
      $('[part=card] [part=answer-button]').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-accept-request']);
      await set({ call: ringing('call-2') });
      expect(isOpen(element), 'another call asks again').to.equal(true);
    });

    it('is put aside too where the browser closes it by itself', async () => {
      const { element, $ } = await show({ call: ringing() });
      $<HTMLDialogElement>('dialog').close();
      while (!element.matches(':state(quiet)')) await nextFrame();
    });
  });

  describe('replying with a message', () => {
    it('declines with a phrase', async () => {
      const { element, $, provider } = await show({ call: ringing() });
      $('[part=reply-button]').click();
      await element.updateComplete;
      expectSame(element.shadowRoot?.activeElement, $('[part=phrase-button]'));
      await expect(element).to.be.accessible();
      $('[part=phrase-button]').click();
      expect(provider.requests[0]).to.deep.include({
        type: 'call-hangup-request',
        message: 'I will call you back',
      });
    });

    it('declines with one’s own words, and not with none', async () => {
      const { element, $, provider } = await show({ call: ringing() });
      $('[part=reply-button]').click();
      await element.updateComplete;
      const input = $<HTMLInputElement>('[part=input]');
      $('[part=send-button]').click();
      input.value = '   ';
      $('[part=send-button]').click();
      expect(provider.requests).to.deep.equal([]);
      input.value = ' at five ';
      $('[part=send-button]').click();
      expect(provider.requests[0]).to.deep.include({ message: 'at five' });
    });

    it('goes back by a button and by Escape, to where it came from', async () => {
      const { element, $ } = await show({ call: ringing() });
      const leave: readonly (() => Promise<void>)[] = [
        async () => {
          $('[part=back-button]').click();
          await element.updateComplete;
        },
        () => sendKeys({ press: 'Escape' }),
      ];
      for (const go of leave) {
        $('[part=reply-button]').click();
        await element.updateComplete;
        await go();
        while (!isOpen(element) || !element.shadowRoot?.querySelector('[part=reply-button]'))
          await nextFrame();
        expectSame(element.shadowRoot.activeElement, $('[part=reply-button]'));
      }
    });

    it('begins anew with the next call', async () => {
      const { element, $, set } = await show({ call: ringing() });
      $('[part=reply-button]').click();
      await element.updateComplete;
      await set({ call: ended('cancelled') });
      await set({ call: ringing('call-2') });
      expect($('[part=answer-button]').textContent).to.contain('Answer');
    });

    it('cannot be done without a connection, and says so', async () => {
      const { element, $ } = await show({
        call: ringing(),
        link: { status: 'waiting', attempt: 1, retryAtMs: 1 },
      });
      $('[part=reply-button]').click();
      await element.updateComplete;
      expect($('[part=reply-button]').title).to.equal('Not connected');
      expect($('[part=reply-button]').ariaDisabled).to.equal('true');
    });

    it('is left out where the page says so', async () => {
      const { element } = await show({ call: ringing() }, 'no-reply');
      expect(element.shadowRoot?.querySelector('[part=reply-button]') === null).to.equal(true);
    });
  });

  describe('in do-not-disturb', () => {
    it('stands in the corner, can be answered, and takes no focus', async () => {
      const before = field();
      const { element, $, provider } = await show({ ...DND, call: ringing() });
      expect([isOpen(element), element.matches(':state(quiet)')]).to.deep.equal([false, true]);
      expect($('[part=card]').getBoundingClientRect().height).to.be.above(0);
      expectSame(document.activeElement, before);
      await expect(element).to.be.accessible();
      $('[part=card] [part=decline-button]').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-hangup-request']);
    });
  });

  describe('of a missed call', () => {
    it('says quietly who called, and calls back', async () => {
      const before = field();
      const { element, $, provider } = await show({
        missed: [missed('naomi', { media: { audio: true, video: false } })],
      });
      expect(element.matches(':state(missed)')).to.equal(true);
      expect($('[part=card]').textContent).to.contain('Missed call from naomi');
      expectSame(document.activeElement, before);
      await expect(element).to.be.accessible();
      $('[part=call-back-button]').click();
      expect(provider.requests[0]).to.deep.include({
        type: 'call-dial-request',
        to: 'naomi',
        media: { audio: true, video: false },
      });
    });

    it('is put away', async () => {
      const { element, $, provider, set } = await show({ missed: [missed()] });
      $('[part=close-button]').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-clear-missed-request']);
      await set({ missed: [] });
      expect(element.matches(':state(missed)')).to.equal(false);
      expect($('[part=card]').getBoundingClientRect().height).to.equal(0);
    });

    it('counts several, and names each person once, the last one first', async () => {
      const people = ['ben', 'oleg', 'naomi', 'priya', 'ben'];
      const { element, $ } = await show({
        missed: people.map((name, at) => missed(name, { id: String(at), atMs: at * 60_000 })),
      });
      expect($('[part=card]').textContent).to.contain('Missed calls: 5').and.to.contain('+1');
      const names = [...(element.shadowRoot?.querySelectorAll('.line strong') ?? [])];
      expect(names.map(({ textContent }) => textContent)).to.deep.equal(['ben', 'priya', 'naomi']);
    });

    it('cannot be returned to somebody who is not here, nor without a connection, and says so', async () => {
      const { $, provider, set } = await show({ missed: [missed('oleg')] });
      $('[part=call-back-button]').click();
      expect($('[part=call-back-button]').title).to.equal('oleg is not here now');
      await set({ link: { status: 'connecting', attempt: 1 }, missed: [missed()] });
      $('[part=call-back-button]').click();
      expect($('[part=call-back-button]').title).to.equal('Not connected');
      expect(provider.requests).to.deep.equal([]);
    });

    it('waits until the call in progress is over', async () => {
      const { element, set } = await show({ call: active(), missed: [missed('oleg')] });
      expect(element.matches(':state(missed)')).to.equal(false);
      await set({ call: ended('ended') });
      expect(element.matches(':state(missed)')).to.equal(true);
    });

    it('is left to the page where that says so', async () => {
      const { element } = await show({ missed: [missed()] }, 'no-missed');
      expect(element.matches(':state(missed)')).to.equal(false);
    });
  });
});
