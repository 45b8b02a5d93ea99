/**
 * Which camera is the other one. A phone has several on one side and says to which side one looks: there the side is
 * changed. Other machines say nothing, and have the next one in the list.
 */
import type { DeviceChoice, KnownDevice } from '../../core/media/device-choice.js';

const OTHER_SIDE: Readonly<Record<string, DeviceChoice>> = {
  user: { facingMode: 'environment' },
  environment: { facingMode: 'user' },
};

/** Undefined where there is no other. */
export function otherCamera(
  { deviceId, facingMode = '' }: MediaTrackSettings,
  cameras: readonly KnownDevice[],
): DeviceChoice | undefined {
  if (cameras.length < 2) return undefined;
  const side = OTHER_SIDE[facingMode];
  if (side) return side;
  const at = cameras.findIndex((camera) => camera.deviceId === deviceId);
  const next = cameras[(at + 1) % cameras.length];
  return next && { deviceId: next.deviceId, label: next.label };
}
