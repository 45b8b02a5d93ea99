/**
 * Lets one's own picture be moved between the four corners of the stage: drag it, press it for the next corner, or use
 * the arrow keys. Corners are logical, so that they mirror in right-to-left pages. It moves nothing but that picture.
 */
import type { ReactiveElement } from 'lit';

const CLICK_SLOP_PX = 6;

export class CornerMove {
  block: 'start' | 'end' = 'end';
  inline: 'start' | 'end' = 'end';
  readonly #host: ReactiveElement;
  /** Where the picture was taken hold of, and by which finger. */
  #from: { readonly pointerId: number; readonly x: number; readonly y: number } | undefined;
  /** From the first move until the click that a browser makes of the end of a drag. */
  #dragged = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
  }

  readonly handleClick = (): void => {
    const isEndOfDrag = this.#dragged;
    this.#dragged = false;
    if (isEndOfDrag) return;
    if (this.block === this.inline) this.#put(this.block, this.inline === 'end' ? 'start' : 'end');
    else this.#put(this.block === 'end' ? 'start' : 'end', this.inline);
  };

  readonly handleKeydown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (!key.startsWith('Arrow')) return;
    event.preventDefault();
    if (key === 'ArrowUp' || key === 'ArrowDown') this.#put(key === 'ArrowUp' ? 'start' : 'end', this.inline);
    else this.#put(this.block, (key === 'ArrowLeft') === this.#isRtl ? 'end' : 'start');
  };

  readonly handlePointerdown = (event: PointerEvent): void => {
    const { isPrimary, button, pointerId, clientX: x, clientY: y } = event;
    if (!isPrimary || button !== 0) return;
    this.#from = { pointerId, x, y };
    this.#dragged = false;
    (event.currentTarget as HTMLElement).setPointerCapture(pointerId);
  };

  readonly handlePointermove = (event: PointerEvent): void => {
    const self = event.currentTarget as HTMLElement;
    // A picture that went while it was held, with its call, is never let go.
    if (this.#from?.pointerId !== event.pointerId || !self.hasPointerCapture(event.pointerId)) return;
    const x = event.clientX - this.#from.x;
    const y = event.clientY - this.#from.y;
    this.#dragged ||= Math.hypot(x, y) > CLICK_SLOP_PX;
    if (this.#dragged) self.style.setProperty('translate', `${x}px ${y}px`);
  };

  /** Also for pointercancel. The corner nearest to where it was let go. */
  readonly handlePointerup = (event: PointerEvent): void => {
    if (this.#from?.pointerId !== event.pointerId) return;
    this.#from = undefined;
    if (!this.#dragged) return;
    this.#dragged = event.type === 'pointerup';
    const self = event.currentTarget as HTMLElement;
    const stage = this.#host.getBoundingClientRect();
    const at = self.getBoundingClientRect();
    const isLeft = at.left + at.right < stage.left + stage.right;
    const isTop = at.top + at.bottom < stage.top + stage.bottom;
    self.style.removeProperty('translate');
    this.#put(isTop ? 'start' : 'end', isLeft === this.#isRtl ? 'end' : 'start');
  };

  get #isRtl(): boolean {
    return getComputedStyle(this.#host).direction === 'rtl';
  }

  #put(block: 'start' | 'end', inline: 'start' | 'end'): void {
    this.block = block;
    this.inline = inline;
    this.#host.requestUpdate();
  }
}
