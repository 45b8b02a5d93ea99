/**
 * What a page asks of its camera and microphone: whether it can be read, and whether a track that is open follows it
 * or another one must be opened. It opens nothing.
 */
import { AUDIO_PROCESSING } from '../core/media/audio-processing.js';
import type { MediaKind } from '../core/stream-handle.js';

export type Constraints = Readonly<Partial<Record<MediaKind, MediaTrackConstraints>>>;

/** Chromium takes nonsense here for 0, and films 96 by 96. */
const NUMBERS: ReadonlySet<string> = new Set(['width', 'height', 'frameRate', 'aspectRatio']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): boolean =>
  value === undefined ||
  (isObject(value) ? Object.values(value).every(Number.isFinite) : Number.isFinite(value));

/** What is asked of one kind. Throws a TypeError that says what to write instead. */
export function wishFor(constraints: unknown, kind: MediaKind): MediaTrackConstraints {
  if (!isObject(constraints))
    throw new TypeError('constraints must be an object like {video: {width: 1280}, audio: {}}');
  const stray = Object.keys(constraints).find((key) => key !== 'audio' && key !== 'video');
  if (stray !== undefined)
    throw new TypeError(`constraints has no "${stray}": write {video: {…}, audio: {…}}`);
  const wish = constraints[kind] ?? {};
  if (!isObject(wish))
    throw new TypeError(
      `constraints.${kind} must be an object; whether it is used at all is said by call(name, {${kind}: false})`,
    );
  const wrong = Object.keys(wish).find((key) => NUMBERS.has(key) && !isNumber(wish[key]));
  if (wrong !== undefined)
    throw new TypeError(`constraints.${kind}.${wrong} must be a number or an object like {ideal: 1}`);
  return wish;
}

/** The values of a constraint, whether they must be or only should. */
export function valuesOf(constraint: unknown): readonly unknown[] {
  const { exact, ideal } = isObject(constraint) ? constraint : { exact: constraint, ideal: undefined };
  return [exact ?? ideal ?? []].flat();
}

export const isDemanded = (constraint: unknown): boolean => isObject(constraint) && 'exact' in constraint;

/** Whether only another device will do. What a browser does not tell of its device cannot differ. */
export function asksForAnother(settings: MediaTrackSettings, wish: MediaTrackConstraints): boolean {
  return (['deviceId', 'facingMode'] as const).some((key) => {
    const values = valuesOf(wish[key]);
    return Boolean(settings[key]) && values.length > 0 && !values.includes(settings[key]);
  });
}

/**
 * Whether the sound is treated as it was asked; else only opening the microphone anew does it: Chromium's takes such wishes
 * from `applyConstraints` without doing them.
 */
export const isTreatedAs = (settings: MediaTrackSettings, wish: MediaTrackConstraints): boolean =>
  AUDIO_PROCESSING.every((key) => {
    const [value] = valuesOf(wish[key]);
    return value === undefined || settings[key] === undefined || value === settings[key];
  });
