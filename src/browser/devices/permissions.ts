/** What the browser says about camera and microphone, without asking the person. */
import type { MediaKind } from '../../core/stream-handle.js';

/** `unknown` where the browser does not tell. */
export type DevicePermission = PermissionState | 'unknown';

const NAMES = { audio: 'microphone', video: 'camera' } as const;

/** A status that changes with the permission; undefined where there is none. */
export async function permissionStatus(kind: MediaKind): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: NAMES[kind] });
  } catch {
    return undefined;
  }
}

export const permissionOf = async (kind: MediaKind): Promise<DevicePermission> =>
  (await permissionStatus(kind))?.state ?? 'unknown';
