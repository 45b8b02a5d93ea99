/** Where the keyboard's focus goes when the control that has it goes with the panel's view. */
import { expect, nextFrame } from '@open-wc/testing';
import type { CallState } from '../../core/call/call-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import {
  active,
  connecting,
  ended,
  incoming,
  outgoing,
  reconnecting,
  signedIn,
} from '../../testing/scenes.js';
import { expectSame, mount } from '../shared/element.contract.js';
import './call-video-panel.define.js';

const show = (changes: Partial<Snapshot>, attributes = '') =>
  mount('call-video-panel', { ...signedIn(), ...changes }, attributes);

/** An element inside needs its first update before it can have the focus. */
async function untilFocused(panel: Element, control: HTMLElement): Promise<void> {
  while (panel.shadowRoot?.activeElement !== control && document.activeElement !== control) {
    control.focus();
    await nextFrame();
  }
}

describe('the keyboard’s focus in a call-video-panel', () => {
  const video = incoming();
  const moves: readonly (readonly [string, CallState, string, CallState, string])[] = [
    ['answering', video, '[part=answer-button]', connecting(), 'call-hangup-button'],
    ['answering with sound', video, '[part=answer-audio-button]', connecting(), 'call-hangup-button'],
    ['declining', video, '[part=decline-button]', ended('declined', 'me'), '[part=close-button]'],
    ['hanging up', active(), 'call-hangup-button', ended('ended', 'me'), '[part=close-button]'],
    ['muting as the other hangs up', active(), 'call-mic-toggle', ended('ended'), '[part=close-button]'],
    ['dismissing', ended('ended'), '[part=close-button]', { phase: 'idle' }, '.stage'],
    ['calling again', ended('ended'), '[part=again-button]', outgoing(), 'call-hangup-button'],
  ];
  for (const [title, from, control, to, main] of moves) {
    it(`goes on at ${main} after ${title}`, async () => {
      const { $, element, set } = await show({ call: from });
      await untilFocused(element, $(control));
      await set({ call: to });
      await nextFrame();
      expectSame(element.shadowRoot?.activeElement, $(main));
    });
  }

  it('goes on at the stage where the page has the controls elsewhere', async () => {
    const { $, element, set } = await show({ call: video }, 'no-controls');
    $('[part=answer-button]').focus();
    await set({ call: connecting() });
    expectSame(element.shadowRoot?.activeElement, $('.stage'));
    $('.stage').blur();
    expect($('.stage').hasAttribute('tabindex')).to.equal(false);
  });

  it('goes from a control of the page’s own that is no longer shown, and to one that is', async () => {
    const { $, element, set } = await show({ call: active() });
    const hangUp = document.createElement('call-hangup-button');
    element.append(document.createElement('call-mic-toggle'), hangUp);
    await untilFocused(element, hangUp);
    await set({ call: ended('ended', 'me') });
    await nextFrame();
    expectSame(element.shadowRoot?.activeElement, $('[part=close-button]'));
    await set({ call: outgoing() });
    await nextFrame();
    expectSame(document.activeElement, hangUp);
  });

  it('stays where it is while its control does, and outside the panel', async () => {
    const { $, element, set, provider } = await show({ call: active() });
    const outside = document.createElement('button');
    provider.append(outside);
    await untilFocused(element, $('call-mic-toggle'));
    await set({ call: reconnecting() });
    await nextFrame();
    expectSame(element.shadowRoot?.activeElement, $('call-mic-toggle'));
    outside.focus();
    await set({ call: ended('ended') });
    await nextFrame();
    expectSame(document.activeElement, outside);
  });

  it('is not taken by a panel that never had it', async () => {
    const { set } = await show({ call: video });
    await set({ call: connecting() });
    await nextFrame();
    expectSame(document.activeElement, document.body);
  });
});
