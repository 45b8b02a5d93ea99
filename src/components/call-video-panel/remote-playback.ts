/**
 * Plays the other person's stream in the host's `<video>`, and knows when the browser refuses to play sound before a
 * gesture: then the picture goes on muted and `blocked` is true until the person clicks or types anywhere on the page,
 * or a device of this page opens, which also lets sound through.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

export interface Playing {
  readonly stream: MediaStream | null;
  /** A microphone or camera of this page is open. */
  readonly captures: boolean;
}

export class RemotePlayback implements ReactiveController {
  blocked = false;
  readonly #host: ReactiveElement;
  readonly #playing: () => Playing;
  #video: HTMLVideoElement | undefined;
  #captures = false;
  #gestures: AbortController | undefined;

  constructor(host: ReactiveElement, playing: () => Playing) {
    this.#host = host;
    this.#playing = playing;
    host.addController(this);
  }

  hostConnected(): void {
    // A video that was moved is paused by the browser; an update plays it again.
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const video = this.#host.renderRoot.querySelector<HTMLVideoElement>('.remote') ?? undefined;
    if (this.#video !== video) this.#release();
    this.#video = video;
    if (!video || !this.#host.isConnected) return;
    const { stream, captures } = this.#playing();
    const isNew = captures && !this.#captures;
    this.#captures = captures;
    if (video.srcObject !== stream) video.srcObject = stream;
    if (isNew && this.blocked) this.unblock();
    else if (stream && video.paused) void this.#play(video);
  }

  hostDisconnected(): void {
    this.#release();
  }

  /** To be called when the browser may have changed its mind, above all from a person's gesture. */
  readonly unblock = (): void => {
    if (this.blocked && this.#video) void this.#play(this.#video, false);
  };

  async #play(video: HTMLVideoElement, muted = this.blocked): Promise<void> {
    video.muted = muted;
    try {
      await video.play();
      if (!muted && video === this.#video) this.#setBlocked(false);
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (!refused || muted || video !== this.#video) return;
      this.#setBlocked(true);
      void this.#play(video);
    }
  }

  #setBlocked(blocked: boolean): void {
    if (this.blocked === blocked) return;
    this.blocked = blocked;
    this.#gestures?.abort();
    this.#host.requestUpdate();
    if (!blocked) return;
    this.#gestures = new AbortController();
    for (const type of ['click', 'keydown']) {
      this.#host.ownerDocument.addEventListener(type, this.unblock, {
        capture: true,
        signal: this.#gestures.signal,
      });
    }
  }

  #release(): void {
    if (this.#video) this.#video.srcObject = null;
    this.#video = undefined;
    this.#captures = false;
    this.#gestures?.abort();
    this.blocked = false;
  }
}
