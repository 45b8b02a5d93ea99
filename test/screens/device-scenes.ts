/** The states of the elements for devices and quality, each shown alone. Data only; show-elements.ts shows one of them. */
import { chooseDevice } from '../../src/browser/devices/chosen-devices.js';
import type { MediaErrorCode, PathErrorCode } from '../../src/core/errors.js';
import { figuresBetween } from '../../src/core/quality/figures.js';
import type { MeasuredQuality } from '../../src/core/quality/quality-state.js';
import type { LocalMedia, Snapshot } from '../../src/core/snapshot.js';
import { DrawnSound } from '../../src/testing/drawn-sound.js';
import { chromiumReport } from '../../src/testing/sample-reports.js';
import { active, call, localMedia, reconnecting, signedIn, user } from '../../src/testing/scenes.js';
import { picture } from './picture.js';

export interface ElementScene {
  readonly tags: readonly { readonly tag: string; readonly attributes?: Readonly<Record<string, string>> }[];
  /** What the browser says of camera and microphone. */
  readonly permission?: PermissionState;
  /** Pressed in the first element, one after the other, each when what the last one began is over. */
  readonly press?: readonly string[];
}

interface DeviceScene {
  readonly snapshot: Partial<Snapshot>;
  readonly elements: ElementScene;
}

export const me = (changes: Partial<LocalMedia> = {}): LocalMedia => {
  const stream = picture('me');
  const { track } = new DrawnSound(0.05);
  track.getCapabilities = () => ({});
  stream.addTrack(track);
  return localMedia({ stream, ...changes });
};

const off = { status: 'off', on: true } as const;
const failed = (code: MediaErrorCode) => ({ status: 'failed', on: false, code }) as const;
const requesting = { status: 'requesting', on: true, request: 1 } as const;

const diagnosis = (code: PathErrorCode): Snapshot['diagnosis'] => ({
  callId: 'call-1',
  code,
  relayOnly: code === 'no-turn',
  evidence: { local: [], remote: [], refusals: [], gathering: 'complete' },
});

const lobby = (media: LocalMedia, scene: Partial<ElementScene> = {}): DeviceScene => ({
  snapshot: { ...signedIn(user('Priya')), media },
  elements: { tags: [{ tag: 'call-lobby', attributes: { to: 'Priya' } }], permission: 'granted', ...scene },
});

export const measured = (changes: Partial<MeasuredQuality> = {}): MeasuredQuality => ({
  callId: 'call-1',
  rating: 'good',
  cause: null,
  figures: figuresBetween(chromiumReport({ at: 2 }), chromiumReport({ at: 4, lost: 10, relayed: true })),
  summary: null,
  ...changes,
});

const bars = (changes: Partial<MeasuredQuality> = {}): DeviceScene => ({
  snapshot: { ...signedIn(), call: active(), quality: measured(changes) },
  elements: { tags: [{ tag: 'call-quality' }], press: ['[part~=button]'] },
});

export const DEVICE_SCENES: Readonly<Record<string, () => DeviceScene>> = {
  'lobby-closed': () =>
    lobby(localMedia({ microphone: off, camera: off }), {
      tags: [{ tag: 'call-lobby' }],
      permission: 'prompt',
    }),
  'lobby-asking': () =>
    lobby(localMedia({ microphone: requesting, camera: requesting }), { permission: 'prompt' }),
  lobby: () => lobby(me()),
  'lobby-camera-off': () =>
    lobby(me({ camera: { status: 'off', on: false }, microphone: { status: 'muted', on: false } })),
  'lobby-denied': () =>
    lobby(localMedia({ microphone: failed('media-denied'), camera: failed('media-denied') }), {
      permission: 'denied',
    }),
  'lobby-in-use': () => lobby(me({ camera: failed('media-busy') })),
  'lobby-tested': () => lobby(me(), { press: ['[name=speaker]', '[name=network]', '[name=call]'] }),
  'device-elements': () => ({
    snapshot: { ...signedIn(), media: me() },
    elements: {
      tags: [
        ...['camera', 'microphone', 'speaker'].map((kind) => ({
          tag: 'call-device-select',
          attributes: { kind },
        })),
        { tag: 'call-audio-meter' },
        { tag: 'call-audio-processing' },
        { tag: 'call-flip-button' },
      ],
    },
  }),
  'devices-gone': () => {
    chooseDevice('audio', { deviceId: 'gone', label: 'A headset with a name that is too long for the list' });
    chooseDevice('video', { facingMode: 'environment' });
    return {
      snapshot: { ...signedIn(), media: me() },
      elements: {
        tags: ['camera', 'microphone'].map((kind) => ({ tag: 'call-device-select', attributes: { kind } })),
      },
    };
  },
  // The most and the longest words at once.
  notices: () => ({
    snapshot: {
      ...signedIn(),
      call: reconnecting('network', active({ call: call('Support desk with a very long name indeed') })),
      diagnosis: diagnosis('peer-unreachable'),
      link: { status: 'waiting', attempt: 4, retryAtMs: Date.now() + 28_000 },
      media: localMedia({ camera: failed('media-overconstrained'), microphone: failed('media-denied') }),
    },
    elements: { tags: [{ tag: 'call-notice' }] },
  }),
  'notices-for-authors': () => ({
    snapshot: {
      ...signedIn(),
      call: active(),
      diagnosis: diagnosis('no-turn'),
      media: localMedia({ camera: failed('media-policy'), microphone: failed('media-policy') }),
    },
    elements: { tags: [{ tag: 'call-notice' }] },
  }),
  'quality-good': () => bars(),
  'quality-poor': () => bars({ rating: 'poor', cause: 'loss' }),
};
