/**
 * Keeps keys that were meant for elsewhere from answering or declining: a person may be typing when the dialog comes. For
 * its first moments no key presses a button in it, and a key that is held down never does. It has no timer; it asks the
 * time when a key comes.
 */
export const GUARD_MS = 1_000;

export class KeyGuard {
  readonly #now: () => number;
  #sinceMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The dialog has come. */
  begin(): void {
    this.#sinceMs = this.#now();
  }

  /** For keydown and keyup of the whole dialog: Firefox presses a button by Space at its keyup. */
  readonly handleKey = (event: KeyboardEvent): void => {
    if ((event.key !== 'Enter' && event.key !== ' ') || !(event.target instanceof HTMLButtonElement)) return;
    if (event.repeat || this.#now() - this.#sinceMs < GUARD_MS) event.preventDefault();
  };
}
