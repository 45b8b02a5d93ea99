/**
 * An element upgraded before its provider asks for a context that nobody gives yet; a ContextRoot remembers the
 * question and asks again when the provider is there. Attached once per document, by the first element that asks.
 */
import { ContextRoot } from '@lit/context';

const MARK = Symbol.for('call-elements.context-root');

export function attachContextRoot(): void {
  // Server-side rendering defines elements where there is no document.
  if (typeof document === 'undefined') return;
  const body = document as Document & { [MARK]?: ContextRoot };
  if (body[MARK]) return;
  body[MARK] = new ContextRoot();
  body[MARK].attach(document.documentElement);
}
