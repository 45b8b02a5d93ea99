/** Who asks whether to answer, of all the elements of one provider. */
import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { LitElement } from 'lit';
import { type CallState, IDLE } from '../../core/call/call-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import { active, call, ended, incoming, missed, signedIn, user } from '../../testing/scenes.js';
import { type FakeProvider, registerFakeProvider } from '../../testing/fake-provider.js';
import '../call-video-panel/call-video-panel.define.js';
import './call-incoming-dialog.define.js';

registerFakeProvider();

const CALL = call('naomi', { direction: 'incoming' });

describe('answering', () => {
  let provider: FakeProvider;

  const settle = async (): Promise<void> => {
    for (const one of document.querySelectorAll<LitElement>('call-video-panel, call-incoming-dialog'))
      await one.updateComplete;
  };

  const show = async (changes: Partial<Snapshot>, content = html`<call-video-panel></call-video-panel>`) => {
    provider = await fixture<FakeProvider>(html`<fake-provider>${content}</fake-provider>`);
    provider.controller.set({ ...signedIn(user('naomi'), user('oleg')), ...changes });
    await settle();
  };

  const add = async (): Promise<HTMLElementTagNameMap['call-incoming-dialog']> => {
    const dialog = document.createElement('call-incoming-dialog');
    provider.append(dialog);
    await settle();
    return dialog;
  };

  const panelAnswers = (): boolean =>
    provider.querySelector('call-video-panel')?.shadowRoot?.querySelector('[part=answer-button]') !== null;
  const saidByPanel = (): string =>
    provider.querySelector('call-video-panel')?.shadowRoot?.querySelector('[role=status]')?.textContent ?? '';

  it('is the panel’s while there is no dialog, and follows one that comes and goes', async () => {
    await show({ call: incoming(CALL) });
    expect(panelAnswers()).to.equal(true);
    const dialog = await add();
    expect(panelAnswers()).to.equal(false);
    expect(provider.querySelector('call-video-panel')?.shadowRoot?.textContent).to.contain('naomi');
    dialog.remove();
    await settle();
    expect(panelAnswers()).to.equal(true);
  });

  it('is the panel’s where the page hides the dialog', async () => {
    await show({});
    (await add()).hidden = true;
    provider.controller.set({ call: incoming(CALL) });
    await settle();
    expect(panelAnswers()).to.equal(true);
  });

  it('is the panel’s where the dialog belongs to another provider, and changes with that', async () => {
    const other = document.createElement('fake-provider');
    other.id = 'other';
    document.body.append(other);
    await show({ call: incoming(CALL) });
    const dialog = await add();
    dialog.for = 'other';
    await settle();
    await settle();
    expect(panelAnswers()).to.equal(true);
    dialog.for = '';
    await settle();
    await settle();
    expect(panelAnswers()).to.equal(false);
    other.remove();
  });

  it('goes on when the provider has other words', async () => {
    await show({ call: incoming(CALL) });
    const dialog = await add();
    provider.terms = { answer: 'Take it' };
    await settle();
    expect(panelAnswers()).to.equal(false);
    expect(dialog.shadowRoot?.querySelector('[part=answer-button]')?.textContent).to.contain('Take it');
  });

  it('is asked for by one of several dialogs', async () => {
    await show({ call: incoming(CALL) });
    const [one, other] = [await add(), await add()];
    const isOpen = (dialog: Element): boolean =>
      dialog.shadowRoot?.querySelector('dialog')?.matches(':modal') === true;
    expect([isOpen(one), isOpen(other)]).to.deep.equal([true, false]);
    one.remove();
    await settle();
    expect(isOpen(other)).to.equal(true);
  });

  it('leads the keyboard into the call that it answered, and otherwise back to where it was', async () => {
    await show({});
    await add();
    const panel = provider.querySelector('call-video-panel');
    const before = document.createElement('input');
    provider.append(before);
    const isTaken = async (isByKeyboard: boolean, state: CallState): Promise<boolean> => {
      before.focus();
      provider.controller.set({ call: incoming(CALL) });
      await settle();
      if (isByKeyboard) await sendKeys({ press: 'Tab' });
      provider.controller.set({ call: state });
      await settle();
      await settle();
      const focused = document.activeElement;
      provider.controller.set({ call: IDLE });
      await settle();
      expect([panel, before]).to.include(focused);
      return focused === panel;
    };
    expect(await isTaken(false, active({ call: CALL }))).to.equal(false);
    expect(await isTaken(true, ended('declined', 'me', CALL))).to.equal(false);
    expect(await isTaken(true, active({ call: CALL }))).to.equal(true);
    // What had the focus before is gone.
    before.hidden = true;
    expect(await isTaken(true, ended('declined', 'me', CALL))).to.equal(true);
  });

  it('is said to screen readers by the dialog, which has the focus, and not by the panel too', async () => {
    await show({});
    await add();
    provider.controller.set({ call: incoming(CALL) });
    await settle();
    expect(saidByPanel()).to.equal('');
    provider.controller.set({ call: ended('cancelled', 'peer', CALL) });
    await settle();
    expect(saidByPanel()).to.equal('Missed call from naomi');
  });

  it('of a call that was missed is left to the panel while that shows it, but not of others', async () => {
    const last = missed('naomi', { id: CALL.id });
    await show({ call: ended('cancelled', 'peer', CALL), missed: [last] });
    const dialog = await add();
    expect(dialog.matches(':state(missed)')).to.equal(false);
    provider.controller.set({ missed: [missed('oleg'), last] });
    await settle();
    expect(dialog.shadowRoot?.textContent).to.contain('Missed call from oleg');
    provider.querySelector('call-video-panel')?.remove();
    await settle();
    expect(dialog.shadowRoot?.textContent).to.contain('Missed calls: 2');
  });
});
