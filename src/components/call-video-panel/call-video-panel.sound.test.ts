/** Sound that a browser plays only after a gesture: the picture moves meanwhile, and the first gesture lets it through. */
import { expect, nextFrame } from '@open-wc/testing';
import { Recorder } from '../../testing/recorder.js';
import { active, drawnStream, localMedia, signedIn } from '../../testing/scenes.js';
import { expectSame, mount } from '../shared/element.contract.js';
import './call-video-panel.define.js';

const OFF = { status: 'off', on: true } as const;

const has = (element: Element, selector: string): boolean =>
  Boolean(element.shadowRoot?.querySelector(selector));

describe('the sound of a call-video-panel, when the browser refuses it', () => {
  const { play } = HTMLMediaElement.prototype;
  let allowed: boolean;
  let played: Recorder<string>;
  beforeEach(() => {
    allowed = false;
    played = new Recorder();
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      played.add(this.className);
      return this.muted || allowed
        ? Promise.resolve()
        : Promise.reject(new DOMException('gesture', 'NotAllowedError'));
    };
  });
  afterEach(() => {
    HTMLMediaElement.prototype.play = play;
  });

  const blocked = async () => {
    const shown = await mount('call-video-panel', {
      ...signedIn(),
      call: active({ remote: { stream: drawnStream(), media: { audio: true, video: true } } }),
      media: localMedia({ camera: OFF, microphone: OFF }),
    });
    while (!shown.element.matches(':state(sound-blocked)')) await nextFrame();
    played.items.length = 0;
    return shown;
  };
  const expectSound = async (element: Element): Promise<void> => {
    await played.first((name) => name === 'sound');
    while (element.matches(':state(sound-blocked)')) await nextFrame();
    expect(has(element, '.unblock')).to.equal(false);
  };

  it('leaves the picture moving and asks for a tap', async () => {
    const { $, element } = await blocked();
    expect($('.unblock').textContent).to.contain('Tap to hear naomi');
    expect($<HTMLVideoElement>('.remote').muted).to.equal(true);
    allowed = true;
    $('.unblock').click();
    await expectSound(element);
  });

  for (const type of ['click', 'keydown']) {
    it(`comes after a ${type} anywhere on the page`, async () => {
      const { element } = await blocked();
      allowed = true;
      document.body.dispatchEvent(new Event(type, { bubbles: true }));
      await expectSound(element);
    });
  }

  it('comes when a device of this page opens', async () => {
    const { element, set } = await blocked();
    allowed = true;
    await set({ media: localMedia({ camera: OFF }) });
    await expectSound(element);
  });

  it('is still asked for when that was no gesture the browser counts, and not tried without one', async () => {
    const { element } = await blocked();
    element.requestUpdate();
    await element.updateComplete;
    expect(played.items).not.to.include('sound');
    document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
    expect(played.items).to.include('sound');
    await element.updateComplete;
    expect([has(element, '.unblock'), element.matches(':state(sound-blocked)')]).to.deep.equal([true, true]);
  });

  it('is not tried any more by a panel that has left', async () => {
    const { element, $ } = await blocked();
    const sound = $<HTMLAudioElement>('.sound');
    element.remove();
    document.body.click();
    expect(played.items).to.deep.equal([]);
    expectSame(sound.srcObject, null);
  });
});
