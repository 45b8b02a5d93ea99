/**
 * Whether a person can see an element now: it is on the screen, not scrolled or folded away, and the page is not behind
 * another one. It asks its host to update when that changes. Whether somebody looks, nobody can know.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

export class InView implements ReactiveController {
  readonly #host: ReactiveElement;
  #isOnScreen = false;
  #observer: IntersectionObserver | undefined;
  /** The host may be put into a window of its own, whose page can be seen while the one it came from cannot. */
  #page: Document | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  get value(): boolean {
    return this.#isOnScreen && this.#page?.visibilityState === 'visible';
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((entries) => {
      this.#isOnScreen = entries.at(-1)?.isIntersecting ?? false;
      this.#host.requestUpdate();
    });
    this.#observer.observe(this.#host);
    this.#page = this.#host.ownerDocument;
    this.#page.addEventListener('visibilitychange', this.#handleVisibility);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#isOnScreen = false;
    this.#page?.removeEventListener('visibilitychange', this.#handleVisibility);
  }

  readonly #handleVisibility = (): void => {
    this.#host.requestUpdate();
  };
}
