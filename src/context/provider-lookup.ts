/**
 * Finds the provider an element names with `for`: by id in the element's root node, then in the document. When it is
 * not there yet, it waits for the provider to say that it is ready.
 */
import { type CallContext, type ContextHolder, PROVIDER_READY } from './call-context.js';

export class ProviderLookup {
  /** The id looked for last. */
  name = '';
  readonly #host: HTMLElement;
  readonly #onReady: () => void;
  #watching: Document | undefined;

  constructor(host: HTMLElement, onReady: () => void) {
    this.#host = host;
    this.#onReady = onReady;
  }

  /** The context of the provider called `name`; while it has one to find, it keeps watching for changes. */
  find(name: string): CallContext | undefined {
    this.name = name;
    if (name === '') {
      this.stop();
      return undefined;
    }
    this.#watch();
    const root = this.#host.getRootNode() as Document | ShadowRoot;
    const holder = root.getElementById(name) ?? this.#host.ownerDocument.getElementById(name);
    return (holder as ContextHolder | null)?.callContext;
  }

  stop(): void {
    this.#watching?.removeEventListener(PROVIDER_READY, this.#onReady);
    this.#watching = undefined;
  }

  #watch(): void {
    if (this.#watching === this.#host.ownerDocument) return;
    this.stop();
    this.#watching = this.#host.ownerDocument;
    this.#watching.addEventListener(PROVIDER_READY, this.#onReady);
  }
}
