/** Who speaks while muted is told so, and nothing listens otherwise. */
import { expect, nextFrame } from '@open-wc/testing';
import { AudioProbe } from '../../testing/audio-probe.js';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { localMedia } from '../../testing/scenes.js';
import { mount } from '../shared/element.contract.js';
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
  });

  async function muted() {
    sound.track.enabled = false;
    const mounted = await mount('call-mic-toggle', scene(MUTED));
    const hint = mounted.$('[role=status]');
    const shows = async (isShown: boolean): Promise<void> => {
      while (hint.matches(':popover-open') !== isShown) await nextFrame();
    };
    return { ...mounted, hint, shows };
  }
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
    await nextFrame();
    expect(clones).to.deep.equal([]);
  });
});
