/**
 * Shows a stream in the host's `<video class="own">`. A video that is taken out while it waits for its first picture is kept
 * by Chromium, with all that hangs on it, as long as it has a stream: so it is taken from it.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

export class OwnPicture implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #stream: () => MediaStream | null;
  #video: HTMLVideoElement | null = null;

  constructor(host: ReactiveElement, stream: () => MediaStream | null) {
    this.#host = host;
    this.#stream = stream;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const video = this.#host.renderRoot.querySelector<HTMLVideoElement>('video.own');
    if (video !== this.#video) this.#release();
    if (!this.#host.isConnected) return;
    this.#video = video;
    const stream = this.#stream();
    // A video starts anew with each set.
    if (video && video.srcObject !== stream) video.srcObject = stream;
  }

  hostDisconnected(): void {
    this.#release();
  }

  #release(): void {
    if (this.#video) this.#video.srcObject = null;
    this.#video = null;
  }
}
