/**
 * The first pictures of a call are half as wide and high: a connection begins with little that it may send, and a whole
 * picture is many packets. Once that much has been found out, they are whole.
 */
import type { CallState } from '../call/call-state.js';
import type { ClockPort } from '../ports.js';

/** From both being connected. Browsers have found out by then how much a line carries. */
export const FIRST_PICTURE_MS = 1_500;

export class FirstPicture {
  readonly #clock: ClockPort;
  readonly #changed: () => void;
  #cancel: (() => void) | undefined;
  #isOver = false;

  /** `changed`: `isDue` is another one now, in a call. */
  constructor(clock: ClockPort, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Nothing of this call has been seen yet. */
  get isDue(): boolean {
    return !this.#isOver;
  }

  /** The call is in this state now. A path that was lost and is back has had its first picture. */
  follow({ phase }: CallState): void {
    if (phase === 'active')
      this.#cancel ??= this.#clock.after(FIRST_PICTURE_MS, () => {
        this.#isOver = true;
        this.#changed();
      });
    else if (phase !== 'reconnecting') this.dispose();
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isOver = false;
  }
}
