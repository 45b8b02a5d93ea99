/**
 * Remembers which devices the person has chosen, in `localStorage`, for all calls of this site. Where the browser stores
 * nothing the choice counts until the page is left. It opens nothing: user-media.ts reads it and follows.
 */
import type { DeviceChoice, DeviceRole } from '../../core/media/device-choice.js';
import { isRecord } from '../../protocol/index.js';

const PREFIX = 'call-elements/device:';

/** Choices that could not be stored. */
const unstored = new Map<DeviceRole, DeviceChoice | undefined>();
const listeners = new Set<(role: DeviceRole) => void>();

export function chosenDevice(role: DeviceRole): DeviceChoice | undefined {
  if (unstored.has(role)) return unstored.get(role);
  try {
    return toChoice(JSON.parse(localStorage.getItem(PREFIX + role) ?? 'null'));
  } catch {
    return undefined;
  }
}

/** Without a device: the browser's default again. Whatever is open follows. */
export function chooseDevice(role: DeviceRole, device?: DeviceChoice): void {
  unstored.delete(role);
  try {
    if (device) localStorage.setItem(PREFIX + role, JSON.stringify(device));
    else localStorage.removeItem(PREFIX + role);
  } catch {
    // Full, or not allowed in this frame.
    unstored.set(role, device);
  }
  for (const listener of [...listeners]) listener(role);
}

/** Tells of each choice made on this page, until the answer is called. */
export function onDeviceChoice(listener: (role: DeviceRole) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Anybody may have written there. */
function toChoice(kept: unknown): DeviceChoice | undefined {
  if (!isRecord(kept)) return undefined;
  const { deviceId, label, facingMode } = kept;
  return {
    ...(typeof deviceId === 'string' ? { deviceId } : {}),
    ...(typeof label === 'string' ? { label } : {}),
    ...(facingMode === 'user' || facingMode === 'environment' ? { facingMode } : {}),
  };
}
