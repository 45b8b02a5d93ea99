/**
 * Shows a word in the page's title, in turn with the page's own where it should be noticed. The page's title comes back
 * as it was, or as the page made it meanwhile.
 */
import type { ClockPort } from '../../core/ports.js';

export const TURN_MS = 1_000;

interface Shown {
  readonly owner: TitleAlert;
  readonly element: HTMLTitleElement;
  readonly text: string;
  /** The page's own; null: it had no title. */
  readonly before: string | null;
}

/** What stands in the title now that is not the page's: two providers of one page share its title. */
let shown: Shown | undefined;

const isStanding = ({ element, text }: Shown): boolean => element.text === text;

export class TitleAlert {
  readonly #clock: ClockPort;
  #text: string | null = null;
  #inTurn = false;
  #cancel: (() => void) | undefined;

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  show(text: string | null, inTurn = false): void {
    if (text === this.#text && inTurn === this.#inTurn) return;
    this.#text = text;
    this.#inTurn = inTurn;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#restore();
    if (text !== null) this.#put(text);
  }

  #put(text: string): void {
    const own = document.head.querySelector('title');
    const element = own ?? document.head.appendChild(document.createElement('title'));
    const before = shown && isStanding(shown) ? shown.before : (own?.text ?? null);
    shown = { owner: this, element, text, before };
    element.text = text;
    if (this.#inTurn)
      this.#cancel = this.#clock.after(TURN_MS, () => {
        this.#restore();
        this.#cancel = this.#clock.after(TURN_MS, () => {
          this.#put(text);
        });
      });
  }

  /** What the page has changed since is the page's. */
  #restore(): void {
    if (shown?.owner !== this) return;
    if (isStanding(shown)) {
      if (shown.before === null) shown.element.remove();
      else shown.element.text = shown.before;
    }
    shown = undefined;
  }
}
