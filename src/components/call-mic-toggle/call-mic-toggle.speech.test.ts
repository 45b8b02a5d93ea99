/** Who speaks while muted is told so, and nothing listens otherwise. */
import { expect, nextFrame } from '@open-wc/testing';
import { AudioProbe } from '../../testing/audio-probe.js';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { active, localMedia } from '../../testing/scenes.js';
import { expectSame, mount } from '../shared/element.contract.js';
import type { CallMicToggle } from './call-mic-toggle.js';
import './call-mic-toggle.define.js';

const MUTED = { status: 'muted', on: false } as const;
const ON = { status: 'on', on: true } as const;

describe('call-mic-toggle, when a person speaks while muted', () => {
  let sound: DrawnSound;
  let probe: AudioProbe;
  let clones: MediaStreamTrack[];

  beforeEach(() => {
    sound = new DrawnSound();
    probe = new AudioProbe();
    probe.install();
    clones = [];
    const { track } = sound;
    const clone = track.clone.bind(track);
    track.clone = () => {
      const made = clone();
      clones.push(made);
      return made;
    };
  });
  afterEach(async () => {
    probe.remove();
    await sound.close();
  });

  const scene = (microphone: typeof MUTED | typeof ON) => ({
    media: localMedia({ stream: sound.stream, microphone }),
    call: active(),
  });

  async function muted() {
    sound.track.enabled = false;
    const mounted = await mount('call-mic-toggle', scene(MUTED));
    const hint = mounted.$('[popover]');
    const voice = mounted.$('[role=status]');
    const shows = async (isShown: boolean): Promise<void> => {
      while (hint.matches(':popover-open') !== isShown) await nextFrame();
    };
    return { ...mounted, hint, voice, shows };
  }
  const toggleIn = async (provider: HTMLElement): Promise<CallMicToggle> => {
    const toggle = document.createElement('call-mic-toggle');
    provider.append(toggle);
    await toggle.updateComplete;
    return toggle;
  };
  const isShownIn = (toggle: CallMicToggle): boolean =>
    toggle.shadowRoot?.querySelector(':popover-open') !== null;
  const frames = async (count: number): Promise<void> => {
    for (let frame = 0; frame < count; frame += 1) await nextFrame();
  };
  /** A context is closed a moment after it was told to. */
  const untilClosed = async (): Promise<void> => {
    expect(clones.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
    while (!probe.states.every((state) => state === 'closed')) await nextFrame();
  };

  it('says so until they are silent, and is heard by nobody', async () => {
    const { hint, shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    expect(hint.textContent).to.equal('You are speaking, but your microphone is off');
    expect(sound.track.enabled).to.equal(false);
    sound.setVolume(0);
    await shows(false);
    expect(hint.textContent).to.equal('');
  });

  it('lies neither over the controls at the foot of a page nor in the way of any', async () => {
    const { element, hint, shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    for (const inset of ['auto auto 10vh 45vw', '8px auto auto 45vw']) {
      element.style.cssText = `position: fixed; inset: ${inset}`;
      const { left, top, width, height } = element.getBoundingClientRect();
      expectSame(document.elementFromPoint(left + width / 2, top + height / 2), element, inset);
      if (top > innerHeight / 2) expect(hint.getBoundingClientRect().bottom).to.be.below(top);
    }
  });

  it('says it in a region that is there before the words, and once', async () => {
    const { hint, voice, shows } = await muted();
    expect([voice.checkVisibility(), voice.textContent]).to.deep.equal([true, '']);
    sound.setVolume(0.3);
    await shows(true);
    expect(voice.textContent).to.equal(hint.textContent);
    expect(hint.ariaHidden).to.equal('true');
  });

  it('says it once however many toggles there are, and goes on when that one is hidden', async () => {
    const { element, provider } = await muted();
    const toggles = [element, await toggleIn(provider), await toggleIn(provider)];
    const one = async (): Promise<CallMicToggle> => {
      while (!toggles.some(isShownIn)) await nextFrame();
      const showing = toggles.filter(isShownIn);
      expect(showing).to.have.length(1);
      return showing[0] ?? element;
    };
    sound.setVolume(0.3);
    const first = await one();
    expect(clones).to.have.length(1);
    first.hidden = true;
    while (isShownIn(first)) await nextFrame();
    await one();
    expect(clones.map(({ readyState }) => readyState)).to.deep.equal(['ended', 'live']);
  });

  it('listens no longer while the page is behind another one', async () => {
    const { shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    await shows(false);
    await untilClosed();
    Reflect.deleteProperty(document, 'visibilityState');
    document.dispatchEvent(new Event('visibilitychange'));
    await shows(true);
  });

  it('listens no longer without a provider', async () => {
    const { element, shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    element.for = 'nobody';
    await shows(false);
    await untilClosed();
  });

  it('listens to nobody before a call', async () => {
    const { set } = await muted();
    await set({ call: { phase: 'idle' } });
    clones = [];
    await set({ media: localMedia({ stream: sound.stream, microphone: MUTED }) });
    await frames(5);
    expect(clones).to.deep.equal([]);
  });

  it('listens no longer once the microphone is on', async () => {
    const { set, shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    await set(scene(ON));
    await shows(false);
    await untilClosed();
  });

  it('listens no longer once it is removed, and again where it is put', async () => {
    const { element, provider, shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    element.remove();
    await untilClosed();
    provider.append(element);
    await shows(true);
  });

  it('does not keep a microphone lit that was closed', async () => {
    const { shows } = await muted();
    sound.setVolume(0.3);
    await shows(true);
    sound.track.stop();
    await shows(false);
    await untilClosed();
  });

  it('listens to nobody who is not muted', async () => {
    await mount('call-mic-toggle', scene(ON));
    await frames(5);
    expect(clones).to.deep.equal([]);
  });
});
