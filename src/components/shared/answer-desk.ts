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
}

/** Not by context: a provider makes a new one for new words. */
let entries: readonly Entry[] = [];

/** Whether a dialog that can be seen asks whoever is called there; it says so to screen readers too. */
export const hasDialog = (controller: CallController | undefined): boolean =>
  firstOf('dialog', controller) !== undefined;

const firstOf = (place: Place, controller: CallController | undefined): ReactiveElement | undefined =>
  entries.find((one) => one.place === place && one.controller === controller && one.host.checkVisibility())
    ?.host;

export class AnswerDesk implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #place: Place;
  readonly #source: { readonly context: CallContext | undefined };
  #entry: Entry | undefined;

  constructor(host: ReactiveElement, source: { readonly context: CallContext | undefined }, place: Place) {
    this.#host = host;
    this.#source = source;
    this.#place = place;
    host.addController(this);
  }

  /** Whether an element of that kind, of the same provider, can be seen; one that a page hides is as good as none. */
  has(place: Place): boolean {
    return this.#first(place) !== undefined;
  }

  /** Of several of its kind that can be seen, this is the one that acts. */
  get isFirst(): boolean {
    return this.#first(this.#place) === this.#host;
  }

  hostUpdate(): void {
    this.#settle(this.#source.context?.controller);
  }

  hostDisconnected(): void {
    this.#settle(undefined);
  }

  #first(place: Place): ReactiveElement | undefined {
    return firstOf(place, this.#entry?.controller);
  }

  #settle(controller: CallController | undefined): void {
    const before = this.#entry;
    if (before?.controller === controller) return;
    const host = this.#host;
    this.#entry = controller && { place: this.#place, host, controller };
    entries = [...entries.filter((one) => one !== before), ...(this.#entry ? [this.#entry] : [])];
    for (const one of entries) {
      if (one.host !== host && (one.controller === controller || one.controller === before?.controller))
        one.host.requestUpdate();
    }
  }
}
