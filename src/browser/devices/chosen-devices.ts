/**
 * Which devices the person has chosen, remembered for all calls of this site. It opens nothing: user-media.ts reads it and
 * follows.
 */
import type { DeviceChoice, DeviceRole } from '../../core/media/device-choice.js';
import { isRecord } from '../../protocol/index.js';
import { KeptChoice } from './kept-choice.js';

const ROLES: readonly DeviceRole[] = ['audio', 'video', 'speaker'];

const keep = (role: DeviceRole): KeptChoice<DeviceChoice> => new KeptChoice(`device:${role}`, toChoice);

const choices: Readonly<Record<DeviceRole, KeptChoice<DeviceChoice>>> = {
  audio: keep('audio'),
  video: keep('video'),
  speaker: keep('speaker'),
};

export const chosenDevice = (role: DeviceRole): DeviceChoice | undefined => choices[role].value;

/** How often the person has chosen one on this page: grows by each choice, the same one again included. */
export const choicesMade = (role: DeviceRole): number => choices[role].made;

/** Without a device: the browser's default again. Whatever is open follows. */
export function chooseDevice(role: DeviceRole, device?: DeviceChoice): void {
  choices[role].choose(device);
}

/** Tells of each choice made on this page, until the answer is called. */
export function onDeviceChoice(listener: (role: DeviceRole) => void): () => void {
  const stops = ROLES.map((role) =>
    choices[role].onChoice(() => {
      listener(role);
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

function toChoice(kept: unknown): DeviceChoice | undefined {
  if (!isRecord(kept)) return undefined;
  const { deviceId, label, facingMode } = kept;
  return {
    ...(typeof deviceId === 'string' ? { deviceId } : {}),
    ...(typeof label === 'string' ? { label } : {}),
    ...(facingMode === 'user' || facingMode === 'environment' ? { facingMode } : {}),
  };
}
