/**
 * Which device is used: the one the page asks for, else the one the person chose, else the browser's default. Written
 * down for people in docs/devices.md. It opens nothing.
 */
import { findChosen } from '../../core/media/device-choice.js';
import type { MediaKind } from '../../core/stream-handle.js';
import type { CallController } from '../../core/controller.js';
import type { AudioProcessing } from '../../core/media/audio-processing.js';
import { onInputChoice } from './choices.js';
import { choicesMade, chosenDevice } from './chosen-devices.js';
import { chosenProcessing } from './chosen-processing.js';
import { isDemanded } from '../constraints.js';

/** None on insecure pages, where there is no list. */
export async function listDevices(): Promise<readonly MediaDeviceInfo[]> {
  try {
    return await navigator.mediaDevices.enumerateDevices();
  } catch {
    return [];
  }
}

/** What the page asks for, with the person's choices where it leaves one. */
export const withChoice = (wish: MediaTrackConstraints, kind: MediaKind): Promise<MediaTrackConstraints> =>
  withDevice(kind === 'audio' ? withProcessing(wish) : wish, kind);

/** Whose voice it is knows better than the page how it sounds, unless that demands something. */
function withProcessing(wish: MediaTrackConstraints): MediaTrackConstraints {
  const chosen = Object.entries(chosenProcessing()) as [keyof AudioProcessing, boolean][];
  const free = chosen.filter(([name]) => !isDemanded(wish[name]));
  return { ...wish, ...Object.fromEntries(free) };
}

async function withDevice(wish: MediaTrackConstraints, kind: MediaKind): Promise<MediaTrackConstraints> {
  const choice = chosenDevice(kind);
  if (!choice || wish.deviceId !== undefined || isDemanded(wish.facingMode)) return wish;
  if (choice.facingMode) return { ...wish, facingMode: choice.facingMode };
  const found = findChosen(choice, kind, await listDevices());
  return found ? { ...wish, deviceId: found.deviceId } : wish;
}

/**
 * Whether a microphone that was opened as the system's default still is that: it has `moved` to another one, or the former
 * one is `gone`. Only Chromium tells.
 */
export async function defaultNow(track: MediaStreamTrack): Promise<'same' | 'moved' | 'gone'> {
  const { deviceId, groupId } = track.getSettings();
  if (track.kind !== 'audio' || deviceId !== 'default' || !groupId) return 'same';
  const here = (await listDevices()).filter(({ kind }) => kind === 'audioinput');
  const now = here.find((device) => device.deviceId === deviceId);
  if (!now?.groupId || now.groupId === groupId) return 'same';
  return here.some((device) => device.groupId === groupId) ? 'moved' : 'gone';
}

/** All that decides what is opened for a wish: while it is the same, what has failed would fail again. */
export const circumstances = async (kind: MediaKind, wish: MediaTrackConstraints): Promise<string> =>
  JSON.stringify([
    wish,
    choicesMade(kind),
    (await listDevices())
      .filter((device) => device.kind === `${kind}input`)
      .map(({ deviceId, groupId }) => [deviceId, groupId]),
  ]);

/** Lets what is open follow what is plugged in and what the person chooses, until the answer is called. */
export function watchDevices(controller: CallController): () => void {
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
  const follow = (): void => {
    controller.applyConstraints();
  };
  mediaDevices?.addEventListener('devicechange', follow);
  const stop = onInputChoice(follow);
  return () => {
    mediaDevices?.removeEventListener('devicechange', follow);
    stop();
  };
}
