/**
 * What a person can choose of their devices, all of it in one place. The engine hears of choices here, so that this is
 * loaded with it: in a call nothing has to come over a network that may be gone.
 */
import type { AudioProcessing } from '../../core/media/audio-processing.js';
import type { DeviceChoice, DeviceRole } from '../../core/media/device-choice.js';
import { chooseDevice, onDeviceChoice } from './chosen-devices.js';
import { chooseProcessing, onProcessingChoice } from './chosen-processing.js';

/** Null: as page and browser decide. */
export type Choice =
  | { readonly kind: DeviceRole; readonly device: DeviceChoice | null }
  | { readonly processing: AudioProcessing | null };

export function choose(choice: Choice): void {
  if ('processing' in choice) chooseProcessing(choice.processing ?? undefined);
  else chooseDevice(choice.kind, choice.device ?? undefined);
}

/** Tells of each choice that concerns an open camera or microphone, until the answer is called. */
export function onInputChoice(listener: () => void): () => void {
  const stops = [
    onProcessingChoice(listener),
    onDeviceChoice((role) => {
      if (role !== 'speaker') listener();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
