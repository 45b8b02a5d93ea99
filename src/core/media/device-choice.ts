/**
 * What a person may choose: a microphone, a camera, a speaker; and which device that is among those that are there.
 * Pure; it remembers nothing.
 */
import type { MediaKind } from '../stream-handle.js';

export type DeviceRole = MediaKind | 'speaker';

/** A device as the browser names it, or the side that a phone's camera looks to. */
export interface DeviceChoice {
  readonly deviceId?: string;
  /** Finds the device again where the browser has given it another id. */
  readonly label?: string;
  readonly facingMode?: 'user' | 'environment';
}

/** One of the browser's list, as MediaDeviceInfo has it. */
export interface KnownDevice {
  readonly kind: string;
  readonly deviceId: string;
  readonly label: string;
}

const KINDS: Readonly<Record<DeviceRole, string>> = {
  audio: 'audioinput',
  video: 'videoinput',
  speaker: 'audiooutput',
};

/** Chromium's entries for a device that is in the list under its own name as well. */
const ALIASES: ReadonlySet<string> = new Set(['default', 'communications']);

/** The real devices of one role; none that the browser does not name before it is allowed. */
export const devicesFor = <D extends KnownDevice>(role: DeviceRole, all: readonly D[]): readonly D[] =>
  all.filter(({ kind, deviceId }) => kind === KINDS[role] && deviceId !== '' && !ALIASES.has(deviceId));

/**
 * The browser hides which devices of this role there are: before one is allowed an entry without a name stands for all of
 * its kind, and some browsers list no speaker before a microphone is allowed.
 */
export const areUnnamed = (role: DeviceRole, all: readonly KnownDevice[]): boolean =>
  all.some(
    ({ kind, label }) =>
      label === '' && (kind === KINDS[role] || (role === 'speaker' && kind === KINDS.audio)),
  );

/** The chosen device if it is there: by its id, else by its name. */
export function findChosen<D extends KnownDevice>(
  { deviceId, label }: DeviceChoice,
  role: DeviceRole,
  all: readonly D[],
): D | undefined {
  const devices = devicesFor(role, all);
  return (
    devices.find((device) => device.deviceId === deviceId) ??
    devices.find((device) => label !== undefined && label !== '' && device.label === label)
  );
}
