/** How the level deals with a browser that does not let its sound start. */
import { expect, nextFrame } from '@open-wc/testing';
import { DrawnSound } from '../../testing/drawn-sound.js';
import { AudioLevel } from './audio-level.js';

describe('the level of a sound that cannot start', () => {
  const Native = AudioContext;
  let answers: (() => void)[];
  let sound: DrawnSound;
  let level: AudioLevel;

  beforeEach(() => {
    answers = [];
    sound = new DrawnSound(0.3);
    window.AudioContext = class extends Native {
      override get state(): AudioContextState {
        return 'suspended';
      }

      override resume(): Promise<void> {
        return new Promise((resolve) => answers.push(resolve));
      }
    };
    Object.defineProperty(navigator.userActivation, 'hasBeenActive', { value: true, configurable: true });
    level = new AudioLevel(sound.track);
  });
  afterEach(async () => {
    window.AudioContext = Native;
    Reflect.deleteProperty(navigator.userActivation, 'hasBeenActive');
    level.close();
    await sound.close();
  });

  it('is asked for once at a time, whatever became of what was asked before the gesture', async () => {
    const atFirst = answers.length;
    for (const frame of [1, 2, 3]) {
      level.read();
      expect(answers.length, `frame ${frame}`).to.equal(atFirst + 1);
    }
    answers.at(-1)?.();
    await nextFrame();
    level.read();
    expect(answers).to.have.length(atFirst + 2);
  });
});
