/**
 * The media port over getUserMedia: one stream for the page's side of a call, whose tracks come and go. Asks for
 * everything with one prompt, then for each kind alone when that fails, so that a call goes on with what is left.
 */
import type { MediaErrorCode } from '../core/errors.js';
import type { MediaOpened, MediaPort } from '../core/ports.js';
import type { MediaKind, MediaKinds } from '../core/stream-handle.js';
import { mediaErrorCode } from './media-errors.js';

export type Constraints = Readonly<Partial<Record<MediaKind, MediaTrackConstraints>>>;

const KINDS: readonly MediaKind[] = ['audio', 'video'];

export class UserMedia implements MediaPort {
  readonly stream = new MediaStream();
  onEnded: ((kind: MediaKind) => void) | undefined;
  /** Read at each opening, so that they can change between calls. */
  readonly #constraints: () => Constraints;
  /** Raised by `stop`: what was asked for before is not wanted any more. */
  readonly #generation: Record<MediaKind, number> = { audio: 0, video: 0 };

  constructor(constraints: () => Constraints = () => ({})) {
    this.#constraints = constraints;
  }

  async open(kinds: MediaKinds): Promise<MediaOpened> {
    const before = { ...this.#generation };
    const errors: Partial<Record<MediaKind, MediaErrorCode>> = {};
    const tracks = await this.#request(kinds, errors, before);
    const opened = { audio: false, video: false };
    for (const track of tracks) {
      const kind = track.kind as MediaKind;
      if (this.#generation[kind] === before[kind]) {
        this.#take(track, kind);
        opened[kind] = true;
      } else track.stop();
    }
    return { opened, errors };
  }

  setEnabled(kind: MediaKind, enabled: boolean): void {
    for (const track of this.#tracks(kind)) track.enabled = enabled;
  }

  stop(kind: MediaKind): void {
    this.#generation[kind] += 1;
    for (const track of this.#tracks(kind)) {
      track.onended = null;
      track.stop();
      this.stream.removeTrack(track);
    }
  }

  #tracks(kind: MediaKind): readonly MediaStreamTrack[] {
    return this.stream.getTracks().filter((track) => track.kind === kind);
  }

  #take(track: MediaStreamTrack, kind: MediaKind): void {
    this.stop(kind);
    track.onended = () => this.onEnded?.(kind);
    this.stream.addTrack(track);
  }

  async #request(
    kinds: MediaKinds,
    errors: Partial<Record<MediaKind, MediaErrorCode>>,
    before: Readonly<Record<MediaKind, number>>,
  ): Promise<readonly MediaStreamTrack[]> {
    const asked = KINDS.filter((kind) => kinds[kind]);
    try {
      return await this.#getTracks(asked);
    } catch (error) {
      for (const kind of asked) errors[kind] = isInsecure() ? 'media-insecure' : mediaErrorCode(error, kind);
      const hopeful = asked.length > 1 ? await worthAnotherTry(asked, error) : [];
      // Whoever hung up meanwhile is not asked again.
      const wanted = hopeful.filter((kind) => this.#generation[kind] === before[kind]);
      const each = await Promise.all(
        wanted.map((kind) => {
          Reflect.deleteProperty(errors, kind);
          return this.#request(only(kind), errors, before);
        }),
      );
      return each.flat();
    }
  }

  async #getTracks(kinds: readonly MediaKind[]): Promise<readonly MediaStreamTrack[]> {
    const wish = this.#constraints();
    const constraint = (kind: MediaKind): MediaTrackConstraints | boolean =>
      kinds.includes(kind) ? (wish[kind] ?? true) : false;
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraint('audio'),
      video: constraint('video'),
    });
    return stream.getTracks();
  }
}

/**
 * What could not be had together may be had alone. But a person who said no to both, or sent the prompt away, is not
 * asked twice: after a refusal only what is not the forbidden one is tried, where the browser tells which that is.
 */
async function worthAnotherTry(kinds: readonly MediaKind[], error: unknown): Promise<readonly MediaKind[]> {
  if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return kinds;
  const states = await Promise.all(kinds.map(permissionOf));
  if (states.includes('unknown')) return kinds;
  return states.includes('denied') ? kinds.filter((_, at) => states[at] !== 'denied') : [];
}

const PERMISSIONS = { audio: 'microphone', video: 'camera' } as const;

async function permissionOf(kind: MediaKind): Promise<PermissionState | 'unknown'> {
  try {
    return (await navigator.permissions.query({ name: PERMISSIONS[kind] })).state;
  } catch {
    return 'unknown';
  }
}

const only = (kind: MediaKind): MediaKinds => ({ audio: kind === 'audio', video: kind === 'video' });

/** Insecure pages have no `mediaDevices` at all. */
const isInsecure = (): boolean => !('mediaDevices' in navigator);
