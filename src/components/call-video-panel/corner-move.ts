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
  #from: { readonly x: number; readonly y: number } | undefined;
  #dragged = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
  }

  readonly handleClick = (): void => {
    if (this.#dragged) return;
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
    this.#from = { x: event.clientX, y: event.clientY };
    this.#dragged = false;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  readonly handlePointermove = (event: PointerEvent): void => {
    if (!this.#from) return;
    const x = event.clientX - this.#from.x;
    const y = event.clientY - this.#from.y;
    this.#dragged ||= Math.hypot(x, y) > CLICK_SLOP_PX;
    if (this.#dragged) (event.currentTarget as HTMLElement).style.setProperty('translate', `${x}px ${y}px`);
  };

  /** Also for pointercancel. The corner nearest to where it was let go. */
  readonly handlePointerup = (event: PointerEvent): void => {
    this.#from = undefined;
    if (!this.#dragged) return;
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
