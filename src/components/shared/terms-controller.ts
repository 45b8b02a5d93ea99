/**
 * Gives an element its words: the page's own (from the provider), then the language of the nearest ancestor with a
 * `lang`, across shadow roots, then English. It asks the host to update when a language arrives or a `lang` changes in
 * the document. It renders nothing.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { CallContext } from '../../context/call-context.js';
import { termsFor } from '../../i18n/locales.js';
import type { LaterTermKey, TermKey, Terms } from '../../i18n/terms.js';

export type TermValues = Readonly<Record<string, string | number>>;
export type Translate<K = TermKey> = (key: K, values?: TermValues) => string;

const hosts = new Set<ReactiveElement>();
let observer: MutationObserver | undefined;

/** One observer for all elements, there only while there are elements. */
function watch(): void {
  if (hosts.size === 0) {
    observer?.disconnect();
    observer = undefined;
  } else if (!observer) {
    observer = new MutationObserver(() => {
      for (const host of hosts) host.requestUpdate();
    });
    observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
  }
}

/** The language of the nearest element that says one; empty where none does. */
export function languageOf(start: Element): string {
  const near = start.closest('[lang]');
  if (near) return near.getAttribute('lang') ?? '';
  const root = start.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
}

const RTL = /[\u0590-\u08ff\ufb1d-\ufefc]/;

/** Fills the braces. Where a right-to-left text is involved, each value is isolated (U+2068, U+2069) from its sentence. */
export function fill(text: string, values: TermValues): string {
  return text.replace(/\{(\w+)\}/g, (brace, key: string) => {
    const value = String(values[key] ?? brace);
    return RTL.test(text + value) ? `\u2068${value}\u2069` : value;
  });
}

export class TermsController<K extends LaterTermKey = never> implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #source: { readonly context: CallContext | undefined };
  /** English words beyond those that are always there. */
  readonly #more: Readonly<Record<string, string>>;
  #terms: Terms | undefined;

  constructor(
    host: ReactiveElement,
    source: { readonly context: CallContext | undefined },
    more: Readonly<Record<K, string>> = {} as Record<K, string>,
  ) {
    this.#host = host;
    this.#source = source;
    this.#more = more;
    host.addController(this);
  }

  /** The word for `key`, with its braces filled. */
  readonly t: Translate<TermKey | K> = (key, values) => {
    this.#terms ??= this.#find();
    const text = this.#source.context?.terms[key] ?? this.#terms[key] ?? this.#more[key] ?? key;
    return values ? fill(text, values) : text;
  };

  /** The language the words are asked for in; empty where the page says none. */
  get lang(): string {
    return languageOf(this.#host);
  }

  hostConnected(): void {
    hosts.add(this.#host);
    watch();
  }

  hostUpdate(): void {
    this.#terms = undefined;
  }

  hostDisconnected(): void {
    hosts.delete(this.#host);
    watch();
  }

  #find(): Terms {
    return termsFor(this.lang, () => {
      this.#host.requestUpdate();
    });
  }
}
