/** What is heard, with the browser's own sound system; a test browser lets every page be heard. */
import { expect, nextFrame } from '@open-wc/testing';
import { AudioProbe } from '../../testing/audio-probe.js';
import { Recorder } from '../../testing/recorder.js';
import { Sound } from './sound.js';
import { SAMPLE_RATE, samplesOf } from './tones.js';

/** A WAV file of silence that lasts as long. */
function wav(seconds: number): Blob {
  const bytes = Math.round(8_000 * seconds);
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string): void => {
    for (let n = 0; n < word.length; n += 1) header.setUint8(at + n, word.charCodeAt(n));
  };
  text(0, 'RIFF');
  header.setUint32(4, 36 + bytes, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, 8_000, true);
  header.setUint32(28, 8_000, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  text(36, 'data');
  header.setUint32(40, bytes, true);
  return new Blob([header.buffer, new Uint8Array(bytes).fill(128)], { type: 'audio/wav' });
}

describe('sound', () => {
  const probe = new AudioProbe();
  let sound: Sound;

  beforeEach(() => {
    probe.install();
    probe.contexts.length = 0;
    sound = new Sound();
  });

  afterEach(async () => {
    sound.stop();
    while (probe.states.some((state) => state !== 'closed')) await nextFrame();
    expect(probe.playing.size).to.equal(0);
    probe.remove();
  });

  const untilState = async (state: AudioContextState): Promise<void> => {
    while (probe.contexts[0]?.state !== state) await nextFrame();
  };

  const onlySource = (): AudioBufferSourceNode => {
    expect(probe.playing.size).to.equal(1);
    return [...probe.playing][0] as AudioBufferSourceNode;
  };

  it('makes no context before it is needed', () => {
    sound.play(null);
    expect(probe.contexts).to.have.length(0);
    expect(sound.isHeard).to.equal(false);
  });

  it('plays a tone in a loop until it is stopped, and lets the sound system rest then', async () => {
    sound.play('ring');
    await untilState('running');
    expect(sound.isHeard).to.equal(true);
    expect(onlySource().loop).to.equal(true);
    expect(onlySource().buffer?.length).to.equal(samplesOf('ring').length);
    sound.play(null);
    expect(probe.playing.size).to.equal(0);
    await untilState('suspended');
    expect(sound.isHeard).to.equal(false);
  });

  it('plays one tone at a time, in one context, however often it is told', async () => {
    sound.play('ring');
    sound.play('ring');
    const ring = onlySource();
    sound.play('ringback');
    expect(onlySource() === ring).to.equal(false);
    sound.play(null);
    sound.play('ring');
    onlySource();
    await untilState('running');
    expect(probe.contexts).to.have.length(1);
  });

  it('is got ready by a gesture, silently', async () => {
    sound.unlock();
    const states = new Recorder<string>();
    const [context] = probe.contexts;
    context?.addEventListener('statechange', () => states.add(context.state));
    // It only changes to that from having run.
    await states.first((state) => state === 'suspended');
    expect(probe.playing.size).to.equal(0);
    sound.unlock();
    sound.play('ring');
    await untilState('running');
    expect(probe.contexts).to.have.length(1);
  });

  it('is not got ready by what the browser counts as no gesture, but by the next one', async () => {
    sound.play('ring');
    await untilState('running');
    sound.play(null);
    await untilState('suspended');
    const context = probe.contexts[0] as AudioContext;
    // As Safari answers while a finger comes down: it waits for a gesture.
    context.resume = () => new Promise(() => undefined);
    sound.unlock();
    Reflect.deleteProperty(context, 'resume');
    const states = new Recorder<string>();
    context.addEventListener('statechange', () => states.add(context.state));
    sound.unlock();
    await states.first((state) => state === 'suspended');
  });

  it('goes on when the gesture comes while it rings', async () => {
    sound.play('ring');
    await probe.contexts[0]?.suspend();
    sound.unlock();
    await untilState('running');
    onlySource();
  });

  describe('of the page’s own', () => {
    const addresses: string[] = [];
    const addressOf = (blob: Blob): string => {
      const address = URL.createObjectURL(blob);
      addresses.push(address);
      return address;
    };
    afterEach(() => {
      for (const address of addresses.splice(0)) URL.revokeObjectURL(address);
    });

    const lengthOfRing = (): number => {
      sound.play(null);
      sound.play('ring');
      return Math.round((onlySource().buffer?.duration ?? 0) * 10);
    };

    it('rings instead of the built-in one; the caller hears the built-in ring-back', async () => {
      sound.use(addressOf(wav(0.7)));
      while (lengthOfRing() !== 7) await nextFrame();
      sound.play('ringback');
      expect(onlySource().buffer?.length).to.equal(samplesOf('ringback').length);
      sound.use('');
      expect(lengthOfRing()).to.equal(Math.round((samplesOf('ring').length / SAMPLE_RATE) * 10));
    });

    it('is replaced by the built-in one, with a word on the console, where it cannot be used', async () => {
      const warn = console.warn;
      for (const address of ['/no-such-sound.mp3', addressOf(new Blob(['no sound']))]) {
        const said = new Promise<string>((resolve) => (console.warn = resolve));
        sound.use(address);
        expect(await said).to.contain(address);
        expect(lengthOfRing()).to.equal(34);
      }
      console.warn = warn;
    });
  });

  it('is none where the machine has none', () => {
    window.AudioContext = function throws() {
      throw new DOMException('no device', 'NotSupportedError');
    } as unknown as typeof AudioContext;
    sound.play('ring');
    sound.unlock();
    expect(sound.isHeard).to.equal(false);
  });
});
