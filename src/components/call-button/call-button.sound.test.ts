/** A page whose button is all there is of a call: it must not be a silent one. */
import { expect, nextFrame } from '@open-wc/testing';
import type { Snapshot } from '../../core/snapshot.js';
import { active, drawnStream } from '../../testing/scenes.js';
import { expectSame } from '../shared/element.contract.js';
import '../call-video-panel/call-video-panel.define.js';
import { here, ours, press, said, show, types } from './button-scene.contract.js';

describe('call-button as the only thing on a page that can be heard', () => {
  const talking = (): Partial<Snapshot> => ({
    ...here,
    call: active({
      call: ours,
      remote: { stream: drawnStream(), media: { audio: true, video: false } },
    }),
  });
  const soundOf = (element: Element): HTMLAudioElement | null | undefined =>
    element.shadowRoot?.querySelector('audio');

  it('plays the call', async () => {
    const { element, provider } = await show(talking());
    const { call: state } = provider.controller.snapshot;
    const stream = state.phase === 'active' ? state.remote.stream : undefined;
    expectSame(soundOf(element)?.srcObject, stream);
  });

  it('leaves it to a panel while there is one', async () => {
    const { element, provider } = await show(talking());
    const panel = document.createElement('call-video-panel');
    provider.append(panel);
    await panel.updateComplete;
    await element.updateComplete;
    expect(soundOf(element)).to.equal(null);
    panel.remove();
    await element.updateComplete;
    expect(soundOf(element)?.srcObject).to.be.instanceOf(MediaStream);
  });

  it('plays it once, whichever of several buttons is left', async () => {
    const { element, provider } = await show(talking());
    const second = document.createElement('call-button');
    provider.append(second);
    await second.updateComplete;
    expect([soundOf(element) !== null, soundOf(second) !== null]).to.deep.equal([true, false]);
    element.remove();
    await second.updateComplete;
    expect(soundOf(second)).not.to.equal(null);
  });
});

it('lets sound through that the browser blocked, and does not hang up by the same press', async () => {
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('gesture', 'NotAllowedError'));
  try {
    const button = await show();
    const remote = { stream: drawnStream(), media: { audio: true, video: false } };
    await button.set({ ...here, call: active({ call: ours, remote }) });
    await nextFrame();
    expect(said(button, 'label')).to.equal('Tap to hear support');
    expect(button.element.matches(':state(sound-blocked)')).to.equal(true);
    HTMLMediaElement.prototype.play = () => Promise.resolve();
    await press(button);
    expect(types(button)).to.deep.equal([]);
    await nextFrame();
    expect(said(button, 'label')).to.equal('Hang up');
  } finally {
    HTMLMediaElement.prototype.play = play;
  }
});
