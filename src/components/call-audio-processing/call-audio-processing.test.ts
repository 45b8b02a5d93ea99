import { expect, nextFrame } from '@open-wc/testing';
import { chooseProcessing } from '../../browser/devices/chosen-processing.js';
import type { AudioProcessing } from '../../core/media/audio-processing.js';
import type { CallChooseProcessingRequest } from '../../events/requests.js';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { localMedia } from '../../testing/scenes.js';
import { itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-audio-processing.define.js';

const { mediaDevices } = navigator;

async function show(snapshot: object = {}) {
  const mounted = await mount('call-audio-processing', snapshot);
  const one = (name: keyof AudioProcessing): HTMLInputElement =>
    mounted.$<HTMLInputElement>(`input[name=${name}]`);
  const asked = (): unknown[] =>
    (mounted.provider.requests as CallChooseProcessingRequest[]).map(({ processing }) => processing);
  return { ...mounted, one, asked };
}

describe('call-audio-processing', () => {
  itIsAnElement({ tag: 'call-audio-processing', snapshot: {}, russian: 'Снижать шум' });

  afterEach(() => {
    chooseProcessing();
  });

  it('asks for the opposite of what is, with the others as they are, and shows what is so', async () => {
    const { element, one, asked } = await show();
    expect(one('noiseSuppression').checked).to.equal(true);
    one('noiseSuppression').click();
    await element.updateComplete;
    const others = { echoCancellation: true, autoGainControl: true };
    expect(asked()).to.deep.equal([{ ...others, noiseSuppression: false }]);
    expect(one('noiseSuppression').checked).to.equal(true);
    chooseProcessing({ noiseSuppression: false });
    await element.updateComplete;
    expect([one('noiseSuppression').checked, one('echoCancellation').checked]).to.deep.equal([false, true]);
    one('noiseSuppression').click();
    expect(asked().at(-1)).to.deep.equal({ ...others, noiseSuppression: true });
  });

  it('changes nothing after a veto', async () => {
    const { one, asked } = await show();
    const { events, stop } = requestsAtWindow('call-choose-processing-request', true);
    one('autoGainControl').click();
    stop();
    expect([events.length, asked().length, one('autoGainControl').checked]).to.deep.equal([1, 0, true]);
  });

  describe('with an open microphone', () => {
    let sound: DrawnSound;
    beforeEach(() => {
      sound = new DrawnSound();
    });
    afterEach(() => sound.close());

    it('shows what that does, whatever was chosen', async () => {
      sound.track.getSettings = () => ({ echoCancellation: false, autoGainControl: true });
      chooseProcessing({ echoCancellation: true });
      const { one } = await show({ media: localMedia({ stream: sound.stream }) });
      expect([one('echoCancellation').checked, one('autoGainControl').checked]).to.deep.equal([false, true]);
    });

    it('looks again when it is another one', async () => {
      const { one, set, element } = await show({ media: localMedia({ stream: sound.stream }) });
      sound.track.getSettings = () => ({ noiseSuppression: false });
      await set({ media: localMedia({ stream: sound.stream }) });
      await element.updateComplete;
      expect(one('noiseSuppression').checked).to.equal(false);
    });

    it('says so where that can do it only one way, and asks for nothing', async () => {
      sound.track.getCapabilities = () => ({ echoCancellation: [true] });
      const { one, asked } = await show({ media: localMedia({ stream: sound.stream }) });
      one('echoCancellation').click();
      expect([asked().length, one('echoCancellation').ariaDisabled]).to.deep.equal([0, 'true']);
      expect(one('echoCancellation').closest('label')?.title).to.contain('does not let it be changed');
      expect(one('noiseSuppression').ariaDisabled).to.equal('false');
    });
  });

  it('has only what the browser knows, and nothing where that is nothing', async () => {
    mediaDevices.getSupportedConstraints = () => ({ echoCancellation: true });
    try {
      const { element } = await show();
      expect(element.shadowRoot?.querySelectorAll('input')).to.have.length(1);
      mediaDevices.getSupportedConstraints = () => ({});
      element.requestUpdate();
      while (!element.matches(':state(unsupported)')) await nextFrame();
      expect(element.shadowRoot?.querySelector('fieldset')).to.equal(null);
    } finally {
      Reflect.deleteProperty(mediaDevices, 'getSupportedConstraints');
    }
  });
});
