/** Plays three notes on the chosen speaker. They are computed: a strict page has nothing to load. */
import { SpeakerOutput } from './speaker-output.js';

const NOTES_HZ = [523.25, 659.26, 783.99];
const NOTE_S = 0.3;
/** Loud enough to be found, quiet enough for headphones. */
const VOLUME = 0.2;

/** Resolves when they are over, or `signal` ends them; rejects where the browser plays nothing. */
export async function playTone(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const output = new SpeakerOutput();
  try {
    await output.start();
    const startS = output.context.currentTime + 0.1;
    await output.play(
      NOTES_HZ.map((frequency, at) => note(output, frequency, startS + at * NOTE_S)),
      signal,
    );
  } finally {
    output.close();
  }
}

/** It swells and fades, so that nothing clicks. */
function note({ context, input }: SpeakerOutput, frequency: number, startS: number): OscillatorNode {
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, startS);
  volume.gain.linearRampToValueAtTime(VOLUME, startS + 0.03);
  volume.gain.linearRampToValueAtTime(0, startS + NOTE_S);
  const oscillator = new OscillatorNode(context, { frequency });
  oscillator.connect(volume).connect(input);
  oscillator.start(startS);
  oscillator.stop(startS + NOTE_S);
  return oscillator;
}
