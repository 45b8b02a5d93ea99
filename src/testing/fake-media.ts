/** Devices that open, fail and disappear on demand. Nothing is captured. */
import type { MediaErrorCode } from '../core/errors.js';
import type { MediaOpened, MediaPause, MediaPort } from '../core/ports.js';
import type { MediaKind, MediaKinds, StreamHandle } from '../core/stream-handle.js';

export class FakeMedia implements MediaPort {
  readonly stream: StreamHandle = { id: 'local' };
  onEnded: ((kind: MediaKind) => void) | undefined;
  onPaused: ((kind: MediaKind, pause: MediaPause) => void) | undefined;
  /**
   * Why a kind will not open, or not be adjusted; none: it does. With `media-constraints` it opens all the same, as
   * what makes no sense is left out.
   */
  readonly failures: Partial<Record<MediaKind, MediaErrorCode>> = {};
  /** Devices that are open now: their lights are on. */
  readonly lit = new Set<MediaKind>();
  readonly muted = new Set<MediaKind>();
  readonly #generation: Record<MediaKind, number> = { audio: 0, video: 0 };
  #prompt: Promise<void> = Promise.resolve();

  /** From now on opening waits, as for a person who has to allow it; the answer lets it go on. */
  holdPrompt(): () => void {
    let answer = (): void => undefined;
    this.#prompt = new Promise((resolve) => (answer = resolve));
    return answer;
  }

  async open(kinds: MediaKinds): Promise<MediaOpened> {
    const before = { ...this.#generation };
    await this.#prompt;
    const opened = { audio: false, video: false };
    const errors: Partial<Record<MediaKind, MediaErrorCode>> = {};
    for (const kind of ['audio', 'video'] as const) {
      const failure = this.failures[kind];
      if (!kinds[kind] || before[kind] !== this.#generation[kind]) continue;
      if (failure) errors[kind] = failure;
      if (failure && failure !== 'media-constraints') continue;
      opened[kind] = true;
      this.lit.add(kind);
    }
    return { opened, errors };
  }

  async adjust(kinds: MediaKinds): Promise<MediaOpened> {
    const before = { ...this.#generation };
    await this.#prompt;
    const opened = { audio: false, video: false };
    const errors: Partial<Record<MediaKind, MediaErrorCode>> = {};
    for (const kind of ['audio', 'video'] as const) {
      const failure = this.failures[kind];
      if (!kinds[kind] || before[kind] !== this.#generation[kind]) continue;
      opened[kind] = this.lit.has(kind);
      if (failure && opened[kind]) errors[kind] = failure;
    }
    return { opened, errors };
  }

  setEnabled(kind: MediaKind, enabled: boolean): void {
    if (enabled) this.muted.delete(kind);
    else this.muted.add(kind);
  }

  stop(kind: MediaKind): void {
    this.#generation[kind] += 1;
    this.lit.delete(kind);
    this.muted.delete(kind);
  }

  /** It gives nothing from now on, or something again. */
  pause(kind: MediaKind, pause: MediaPause): void {
    this.onPaused?.(kind, pause);
  }

  /** The device goes away by itself. */
  lose(kind: MediaKind): void {
    if (this.lit.delete(kind)) this.onEnded?.(kind);
  }
}
