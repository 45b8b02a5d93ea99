/**
 * Plays the other person's stream in the host's `<video>`, and knows when the browser refuses to play sound before a
 * gesture: then the picture goes on muted and `blocked` is true until `unblock` is called from a click.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

export class RemotePlayback implements ReactiveController {
  blocked = false;
  readonly #host: ReactiveElement;
  readonly #stream: () => MediaStream | null;
  #video: HTMLVideoElement | undefined;

  constructor(host: ReactiveElement, stream: () => MediaStream | null) {
    this.#host = host;
    this.#stream = stream;
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
    const stream = this.#stream();
    if (video.srcObject !== stream) video.srcObject = stream;
    if (stream && video.paused) void this.#play(video);
  }

  hostDisconnected(): void {
    this.#release();
  }

  /** Must be called from a person's gesture. */
  readonly unblock = (): void => {
    this.blocked = false;
    this.#host.requestUpdate();
    if (this.#video) void this.#play(this.#video);
  };

  async #play(video: HTMLVideoElement): Promise<void> {
    video.muted = this.blocked;
    try {
      await video.play();
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (!refused || this.blocked || video !== this.#video) return;
      this.blocked = true;
      this.#host.requestUpdate();
    }
  }

  #release(): void {
    if (this.#video) this.#video.srcObject = null;
    this.#video = undefined;
    this.blocked = false;
  }
}
