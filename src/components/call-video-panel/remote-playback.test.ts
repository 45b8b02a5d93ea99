/** Sound that a browser plays only after a gesture: the picture moves meanwhile, and the first gesture lets it through. */
import { expect, nextFrame } from '@open-wc/testing';
import { Recorder } from '../../testing/recorder.js';
import { active, drawnStream, localMedia, signedIn } from '../../testing/scenes.js';
import { mount } from '../shared/element.contract.js';
import './call-video-panel.define.js';

const OFF = { status: 'off', on: true } as const;

const has = (element: Element, selector: string): boolean =>
  Boolean(element.shadowRoot?.querySelector(selector));

describe('the sound of a call-video-panel, when the browser refuses it', () => {
  const { play } = HTMLMediaElement.prototype;
  beforeEach(() => {
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      return this.muted ? Promise.resolve() : Promise.reject(new DOMException('gesture', 'NotAllowedError'));
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
    return shown;
  };
  const allow = (): void => {
    HTMLMediaElement.prototype.play = () => Promise.resolve();
  };
  const expectSound = async ({ $, element }: Awaited<ReturnType<typeof blocked>>): Promise<void> => {
    while (element.matches(':state(sound-blocked)')) await nextFrame();
    expect($<HTMLVideoElement>('.remote').muted).to.equal(false);
    expect(has(element, '.unblock')).to.equal(false);
  };

  it('plays the picture muted and asks for a tap', async () => {
    const shown = await blocked();
    expect(shown.$('.unblock').textContent).to.contain('Tap to hear naomi');
    expect(shown.$<HTMLVideoElement>('.remote').muted).to.equal(true);
    allow();
    shown.$('.unblock').click();
    await expectSound(shown);
  });

  for (const type of ['click', 'keydown']) {
    it(`lets it through after a ${type} anywhere on the page`, async () => {
      const shown = await blocked();
      allow();
      document.body.dispatchEvent(new Event(type, { bubbles: true }));
      await expectSound(shown);
    });
  }

  it('lets it through when a device of this page opens', async () => {
    const shown = await blocked();
    allow();
    await shown.set({ media: localMedia({ camera: OFF }) });
    await expectSound(shown);
  });

  it('goes on muted, and asks still, when that was no gesture the browser counts', async () => {
    const { $, element } = await blocked();
    const video = $<HTMLVideoElement>('.remote');
    const tries = new Recorder<boolean>();
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      tries.add(this.muted);
      return play.call(this);
    };
    document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
    await tries.until(() => tries.items.length === 2);
    expect([tries.items, video.muted]).to.deep.equal([[false, true], true]);
    expect([has(element, '.unblock'), element.matches(':state(sound-blocked)')]).to.deep.equal([true, true]);
  });

  it('listens on the page no longer than it has to', async () => {
    const { element, $ } = await blocked();
    const video = $<HTMLVideoElement>('.remote');
    element.remove();
    let plays = 0;
    HTMLMediaElement.prototype.play = () => Promise.resolve(void (plays += 1));
    document.body.click();
    expect([plays, video.srcObject]).to.deep.equal([0, null]);
  });
});
