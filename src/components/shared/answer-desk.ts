/**
 * Where a call is answered: in a `call-incoming-dialog` where there is one, else in the panel. The elements of one provider
 * know of each other here, and hear when one comes or goes. It renders nothing.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { CallContext } from '../../context/call-context.js';
import type { CallController } from '../../core/controller.js';

type Place = 'dialog' | 'panel';

interface Entry {
  readonly place: Place;
  readonly host: ReactiveElement;
  readonly controller: CallController;
  readonly takeFocus: (() => void) | undefined;
}

/** Not by context: a provider makes a new one for new words. */
let entries: readonly Entry[] = [];

/** One that a page hides is as good as none. */
const firstOf = (place: Place, controller: CallController | undefined): Entry | undefined =>
  entries.find((one) => one.place === place && one.controller === controller && one.host.checkVisibility());

/** Whether a dialog that can be seen asks whoever is called there; it says so to screen readers too. */
export const hasDialog = (controller: CallController | undefined): boolean =>
  firstOf('dialog', controller) !== undefined;

export class AnswerDesk implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #place: Place;
  readonly #source: { readonly context: CallContext | undefined };
  readonly #takeFocus: (() => void) | undefined;
  #entry: Entry | undefined;

  /** `takeFocus` takes the focus from wherever it is. */
  constructor(
    host: ReactiveElement,
    source: { readonly context: CallContext | undefined },
    place: Place,
    takeFocus?: () => void,
  ) {
    this.#host = host;
    this.#source = source;
    this.#place = place;
    this.#takeFocus = takeFocus;
    host.addController(this);
  }

  /** Whether an element of that kind, of the same provider, can be seen. */
  has(place: Place): boolean {
    return this.#first(place) !== undefined;
  }

  /** Of several of its kind that can be seen, this is the one that acts. */
  get isFirst(): boolean {
    return this.#first(this.#place)?.host === this.#host;
  }

  /** What was answered by the keyboard goes on in the panel, for the keyboard too. */
  handFocusOn(): void {
    this.#first('panel')?.takeFocus?.();
  }

  /** Whether the focus is nowhere, or in the panel, whose view is another one by now. */
  get isFocusLost(): boolean {
    const { activeElement, body } = this.#host.ownerDocument;
    return activeElement === body || (this.#first('panel')?.host.matches(':focus-within') ?? false);
  }

  hostUpdate(): void {
    this.#settle(this.#source.context?.controller);
  }

  hostDisconnected(): void {
    this.#settle(undefined);
  }

  #first(place: Place): Entry | undefined {
    return firstOf(place, this.#entry?.controller);
  }

  #settle(controller: CallController | undefined): void {
    const before = this.#entry;
    if (before?.controller === controller) return;
    const host = this.#host;
    const [place, takeFocus] = [this.#place, this.#takeFocus];
    this.#entry = controller && { place, host, controller, takeFocus };
    entries = [...entries.filter((one) => one !== before), ...(this.#entry ? [this.#entry] : [])];
    for (const one of entries) {
      if (one.host !== host && (one.controller === controller || one.controller === before?.controller))
        one.host.requestUpdate();
    }
  }
}
