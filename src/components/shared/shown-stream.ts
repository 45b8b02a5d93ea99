/**
 * Shows a stream in media elements of the host, as long as they are in the page. A video that is taken out while it waits
 * for its first picture is kept by Chromium, with all that hangs on it, as long as it has a stream: so it is taken from it.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

export class ShownStream implements ReactiveController {
  protected readonly host: ReactiveElement;
  /** Those that have the stream. */
  protected elements: readonly HTMLMediaElement[] = [];
  readonly #selector: string;
  readonly #stream: () => MediaStream | null;

  constructor(host: ReactiveElement, selector: string, stream: () => MediaStream | null) {
    this.host = host;
    this.#selector = selector;
    this.#stream = stream;
    host.addController(this);
  }

  hostConnected(): void {
    // What was moved has no stream, and is paused by the browser; an update gives it back.
    this.host.requestUpdate();
  }

  hostUpdated(): void {
    const elements = [...this.host.renderRoot.querySelectorAll<HTMLMediaElement>(this.#selector)];
    if (this.elements[0] !== elements[0]) this.release();
    if (!this.host.isConnected) return;
    this.elements = elements;
    const stream = this.#stream();
    // A video starts anew with each set.
    for (const element of elements) if (element.srcObject !== stream) element.srcObject = stream;
  }

  hostDisconnected(): void {
    this.release();
  }

  protected release(): void {
    for (const element of this.elements) element.srcObject = null;
    this.elements = [];
  }
}
