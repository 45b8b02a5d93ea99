/**
 * Asks getUserMedia for devices: all of them with one prompt, once more after a moment when one is busy, then each
 * alone, so that what can be had is had. It keeps no track and no state: each track is handed on as soon as it is there.
 */
import type { ClockPort } from '../core/ports.js';
import type { MediaKind } from '../core/stream-handle.js';
import { isDemanded, valuesOf } from './constraints.js';
import { permissionOf } from './devices/permissions.js';

/** Long enough for a camera that was closed just now, here or in another tab. */
const BUSY_MS = 500;

export interface DeviceRequest {
  /** Aborted for a kind that is not wanted any more. */
  readonly wanted: Readonly<Record<MediaKind, AbortSignal>>;
  wish(kind: MediaKind): MediaTrackConstraints;
  take(track: MediaStreamTrack, kind: MediaKind): void;
  readonly after: ClockPort['after'];
}

export type DeviceErrors = ReadonlyMap<MediaKind, unknown>;

/** Resolves with why a kind did not come; what nobody wants any more is in neither list. */
export async function requestDevices(
  kinds: readonly MediaKind[],
  request: DeviceRequest,
  retries = 1,
): Promise<DeviceErrors> {
  try {
    await getTracks(kinds, request);
    return new Map();
  } catch (error) {
    const mayRetry = retries > 0 && isBusy(error);
    if (mayRetry) await pause(kinds, request);
    const hopeful = mayRetry || kinds.length > 1 ? await worthAnotherTry(kinds, error) : [];
    // Whoever hung up meanwhile is not asked again.
    const wanted = hopeful.filter((kind) => !request.wanted[kind].aborted);
    const again = mayRetry ? [wanted].filter(({ length }) => length > 0) : wanted.map((kind) => [kind]);
    const errors = await Promise.all(
      again.map((some) => requestDevices(some, request, mayRetry ? 0 : retries)),
    );
    const left = kinds.filter((kind) => !hopeful.includes(kind)).map((kind) => [kind, error] as const);
    return new Map([...left, ...errors.flatMap((some) => [...some])]);
  }
}

async function getTracks(kinds: readonly MediaKind[], request: DeviceRequest): Promise<void> {
  const constraint = (kind: MediaKind): false | Promise<MediaTrackConstraints> =>
    kinds.includes(kind) && chooseDevice(request.wish(kind), kind);
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: await constraint('audio'),
    video: await constraint('video'),
  });
  for (const track of stream.getTracks()) request.take(track, track.kind as MediaKind);
}

/** Chromium opens the device that the person prefers, whichever one the page wishes for: so one that is there is demanded. */
async function chooseDevice(wish: MediaTrackConstraints, kind: MediaKind): Promise<MediaTrackConstraints> {
  const ids = isDemanded(wish.deviceId) ? [] : valuesOf(wish.deviceId);
  if (ids.length === 0) return wish;
  const here = await navigator.mediaDevices.enumerateDevices();
  const found = here.find((device) => device.kind === `${kind}input` && ids.includes(device.deviceId));
  return found ? { ...wish, deviceId: { exact: found.deviceId } } : wish;
}

const nameOf = (error: unknown): string => (error instanceof DOMException ? error.name : '');

/** The device is there and cannot be read now. */
export const isBusy = (error: unknown): boolean =>
  ['NotReadableError', 'TrackStartError', 'AbortError'].includes(nameOf(error));

/** Waits a moment; no longer than somebody wants what is waited for. */
function pause(kinds: readonly MediaKind[], { wanted, after }: DeviceRequest): Promise<void> {
  return new Promise((resolve) => {
    const stop = after(BUSY_MS, resolve);
    const check = (): void => {
      if (!kinds.every((kind) => wanted[kind].aborted)) return;
      stop();
      resolve();
    };
    for (const kind of kinds) wanted[kind].addEventListener('abort', check);
    check();
  });
}

/**
 * What could not be had together may be had alone. But a person who said no to both, or sent the prompt away, is not
 * asked twice: after a refusal only what is not the forbidden one is tried, where the browser tells which that is. Where all
 * of them are allowed nobody was asked: the system said no, mostly to one.
 */
async function worthAnotherTry(kinds: readonly MediaKind[], error: unknown): Promise<readonly MediaKind[]> {
  if (nameOf(error) !== 'NotAllowedError') return kinds;
  const states = await Promise.all(kinds.map(permissionOf));
  if (states.includes('unknown') || states.every((state) => state === 'granted')) return kinds;
  return states.includes('denied') ? kinds.filter((_, at) => states[at] !== 'denied') : [];
}
