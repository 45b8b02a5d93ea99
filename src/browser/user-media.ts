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
    const tracks = await this.#request(kinds, errors);
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
  ): Promise<readonly MediaStreamTrack[]> {
    const asked = KINDS.filter((kind) => kinds[kind]);
    try {
      return await this.#getTracks(asked);
    } catch (error) {
      if (asked.length > 1) {
        const each = await Promise.all(asked.map((kind) => this.#request(only(kind), errors)));
        return each.flat();
      }
      for (const kind of asked) errors[kind] = isInsecure() ? 'media-insecure' : mediaErrorCode(error, kind);
      return [];
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

const only = (kind: MediaKind): MediaKinds => ({ audio: kind === 'audio', video: kind === 'video' });

/** Insecure pages have no `mediaDevices` at all. */
const isInsecure = (): boolean => !('mediaDevices' in navigator);
