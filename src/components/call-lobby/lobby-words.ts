/** What is said of a device that does not open, of the network, and of a test call. Words only. */
import type { NetworkReport, PathState } from '../../browser/devices/network-check.js';
import type { DevicePermission } from '../../browser/devices/permissions.js';
import type { MediaErrorCode } from '../../core/errors.js';
import type { LocalMedia } from '../../core/snapshot.js';
import type { MediaKind } from '../../core/stream-handle.js';
import type { DeviceTermKey, PathTermKey, TermKey } from '../../i18n/terms.js';

export type LobbyKey = TermKey | DeviceTermKey | PathTermKey;

/** Where a permission is given back stands elsewhere in each browser, and none tells: only its name does. */
function permissionHelp(userAgent: string): DeviceTermKey {
  if (userAgent.includes('Firefox/')) return 'helpFirefox';
  return userAgent.includes('Safari/') && !userAgent.includes('Chrom') ? 'helpSafari' : 'helpChromium';
}

const TROUBLES: Readonly<Record<MediaErrorCode, readonly [title: LobbyKey, help: LobbyKey | undefined]>> = {
  'media-denied': ['isBlocked', undefined],
  'media-missing': ['isMissing', 'helpMissing'],
  'media-busy': ['isInUse', 'helpBusy'],
  'media-overconstrained': ['isUnfit', 'tellOwner'],
  'media-constraints': ['isUnfit', 'tellOwner'],
  'media-insecure': ['isForbidden', 'helpInsecure'],
  'media-policy': ['isForbidden', 'tellOwner'],
  'media-ended': ['isFailing', 'helpFailing'],
  'media-paused': ['isPaused', 'helpPaused'],
  'media-failed': ['isFailing', 'helpFailing'],
};

/** What is wrong, and with which devices: both at once where it is the same with both. */
export interface DeviceTrouble {
  readonly kinds: readonly MediaKind[];
  readonly devices: TermKey;
  readonly title: LobbyKey;
  readonly help: LobbyKey;
}

/** A prompt that was sent away is shown again; a no is for good until it is taken back. Whom the browser lets the system stops. */
function helpFor(code: MediaErrorCode, permission: DevicePermission, userAgent: string): LobbyKey {
  const help = TROUBLES[code][1];
  if (help) return help;
  if (permission === 'granted') return 'helpSystem';
  return permission === 'prompt' ? 'helpDismissed' : permissionHelp(userAgent);
}

export function deviceTroubles(
  { camera, microphone }: LocalMedia,
  permission: (kind: MediaKind) => DevicePermission,
  userAgent: string,
): readonly DeviceTrouble[] {
  const trouble = (
    code: MediaErrorCode,
    devices: TermKey,
    ...kinds: readonly MediaKind[]
  ): DeviceTrouble => ({
    kinds,
    devices,
    title: TROUBLES[code][0],
    help: helpFor(code, permission(kinds[0] ?? 'video'), userAgent),
  });
  const [seen, heard] = [camera, microphone].map((device) => ('code' in device ? device.code : undefined));
  if (seen && seen === heard) return [trouble(seen, 'yourDevices', 'video', 'audio')];
  return [
    ...(seen ? [trouble(seen, 'yourCamera', 'video')] : []),
    ...(heard ? [trouble(heard, 'yourMic', 'audio')] : []),
  ];
}

const STATES: Readonly<Record<PathState, DeviceTermKey>> = {
  works: 'pathWorks',
  silent: 'pathSilent',
  refused: 'pathRefused',
  unset: 'pathUnset',
};

export type PathLook = 'good' | 'bad' | 'none';

export interface PathRow {
  readonly name: LobbyKey;
  readonly state: LobbyKey;
  readonly look: PathLook;
}

/** Each kind of path, and whether it works. Servers that come with the sign-in are not known before it. */
export function pathRows({ host, srflx, relay }: NetworkReport, isOnline: boolean): readonly PathRow[] {
  const row = (name: DeviceTermKey, state: PathState): PathRow => ({
    name,
    state: state === 'unset' && !isOnline ? 'pathLater' : STATES[state],
    look: state === 'works' ? 'good' : state === 'unset' ? 'none' : 'bad',
  });
  return [row('pathHost', host), row('pathInternet', srflx), row('pathRelay', relay)];
}

/** What all that means for a call, and whether it is good, bad, or not known yet. */
export type Verdict = readonly [words: DeviceTermKey, look: PathLook];

/** `needsRelay`: the page lets calls use nothing but TURN. */
export function networkVerdict(
  { host, srflx, relay }: NetworkReport,
  { needsRelay, isOnline }: { readonly needsRelay: boolean; readonly isOnline: boolean },
): Verdict {
  if (relay === 'works') return ['networkGood', 'good'];
  const isOpen = host === 'works' || srflx === 'works';
  if (relay === 'unset' && isOpen && !isOnline) return ['networkLater', 'none'];
  if (relay === 'unset' && needsRelay) return ['networkUnset', 'bad'];
  if (needsRelay || !isOpen) return ['networkNone', 'bad'];
  if (relay !== 'unset') return ['networkNoRelay', 'bad'];
  return srflx === 'works' ? ['networkStrict', 'good'] : ['networkLocal', 'bad'];
}
