/**
 * Which camera is the other one. A phone has several on one side and says to which side each looks: there the side is
 * changed. Where no camera looks to the other side it is the next one in the list.
 */
import type { DeviceChoice, KnownDevice } from '../../core/media/device-choice.js';

const OTHER_SIDE = { user: 'environment', environment: 'user' } as const;

/** As InputDeviceInfo; not every browser has the second. */
export interface KnownCamera extends KnownDevice {
  getCapabilities?(): { readonly facingMode?: readonly string[] };
}

/** Undefined where there is no other. */
export function otherCamera(
  { deviceId, facingMode = '' }: MediaTrackSettings,
  cameras: readonly KnownCamera[],
): DeviceChoice | undefined {
  if (cameras.length < 2) return undefined;
  const side = facingMode === 'user' || facingMode === 'environment' ? OTHER_SIDE[facingMode] : undefined;
  if (side && mayLookTo(side, cameras)) return { facingMode: side };
  const at = cameras.findIndex((camera) => camera.deviceId === deviceId);
  const next = cameras[(at + 1) % cameras.length];
  return next && { deviceId: next.deviceId, label: next.label };
}

/** Where no browser says to which side its cameras look, the one that is open says that there are sides. */
function mayLookTo(side: string, cameras: readonly KnownCamera[]): boolean {
  const known = cameras.filter((camera) => camera.getCapabilities !== undefined);
  return known.length === 0 || known.some((camera) => camera.getCapabilities?.().facingMode?.includes(side));
}
