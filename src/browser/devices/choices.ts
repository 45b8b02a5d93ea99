/** What a person can choose of their devices, as one file that is loaded when somebody does. */
import type { AudioProcessing } from '../../core/media/audio-processing.js';
import type { DeviceChoice, DeviceRole } from '../../core/media/device-choice.js';
import { chooseDevice } from './chosen-devices.js';
import { chooseProcessing } from './chosen-processing.js';

/** Null: as page and browser decide. */
export type Choice =
  | { readonly kind: DeviceRole; readonly device: DeviceChoice | null }
  | { readonly processing: AudioProcessing | null };

export function choose(choice: Choice): void {
  if ('processing' in choice) chooseProcessing(choice.processing ?? undefined);
  else chooseDevice(choice.kind, choice.device ?? undefined);
}
