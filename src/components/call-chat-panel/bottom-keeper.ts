/**
 * Keeps a scrolled area at its end as it grows, unless the person has scrolled away from there. It moves nothing else,
 * and tells its host when the person leaves the end or comes back to it.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

/** So near the end counts as there: fractions of a pixel, a finger's slip. */
const SLACK_PX = 24;

export class BottomKeeper implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #area: () => HTMLElement | null;
  readonly #observer: ResizeObserver;
  #watched: HTMLElement | null = null;
  #isAtEnd = true;
  /** Where it was scrolled to when that was looked at last. */
  #top = 0;

  /** `area` answers the scrolled element, whose one child is what grows. */
  constructor(host: ReactiveElement, area: () => HTMLElement | null) {
    this.#host = host;
    this.#area = area;
    this.#observer = new ResizeObserver(() => {
      // Not at once: rows that come into sight get their true height, which is a change again.
      requestAnimationFrame(() => {
        this.#keep();
      });
    });
    host.addController(this);
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** Goes to the end, and stays there. */
  toEnd(): void {
    this.#isAtEnd = true;
    this.#keep();
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const area = this.#area();
    if (area !== this.#watched) this.#watch(area);
    this.#keep();
  }

  hostDisconnected(): void {
    this.#watch(null);
  }

  readonly handleScroll = (): void => {
    const area = this.#area();
    if (!area) return;
    const isNear = area.scrollTop + area.clientHeight >= area.scrollHeight - SLACK_PX;
    // The end can also move away by itself, before it is noticed: then nobody has scrolled up.
    const hasLeft = !isNear && area.scrollTop < this.#top;
    this.#top = area.scrollTop;
    if (isNear === this.#isAtEnd || (!isNear && !hasLeft)) return;
    this.#isAtEnd = isNear;
    this.#host.requestUpdate();
  };

  #watch(area: HTMLElement | null): void {
    this.#observer.disconnect();
    this.#watched = area;
    if (!area) return;
    this.#observer.observe(area);
    if (area.firstElementChild) this.#observer.observe(area.firstElementChild);
  }

  #keep(): void {
    const area = this.#area();
    if (!area || !this.#isAtEnd) return;
    area.scrollTop = area.scrollHeight;
    this.#top = area.scrollTop;
  }
}
