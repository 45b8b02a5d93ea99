/**
 * What the person has chosen to be done to the sound of their microphone, remembered for all calls of this site. It treats
 * nothing itself: user-media.ts reads it and follows.
 */
import { AUDIO_PROCESSING, type AudioProcessing } from '../../core/media/audio-processing.js';
import { isRecord } from '../../protocol/index.js';
import { KeptChoice } from './kept-choice.js';

const choice = new KeptChoice('audio-processing', toProcessing);

/** Empty where the person has no opinion. */
export const chosenProcessing = (): AudioProcessing => choice.value ?? {};

/** Changes what is named and leaves the rest; without an argument page and browser decide again. An open microphone follows. */
export function chooseProcessing(changes?: AudioProcessing): void {
  choice.choose(changes && toProcessing({ ...chosenProcessing(), ...changes }));
}

/** Tells of each choice made on this page, until the answer is called. */
export const onProcessingChoice = (listener: () => void): (() => void) => choice.onChoice(listener);

function toProcessing(kept: unknown): AudioProcessing | undefined {
  if (!isRecord(kept)) return undefined;
  return Object.fromEntries(
    AUDIO_PROCESSING.flatMap((name) => (typeof kept[name] === 'boolean' ? [[name, kept[name]]] : [])),
  );
}
