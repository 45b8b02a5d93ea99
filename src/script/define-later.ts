/**
 * Loads the code of elements after that of the page's first sight: at once what the document has, the rest when the
 * browser is idle. What cannot be loaded is tried again, for a page that lost its network on the way. It registers
 * nothing itself.
 */
import { loadAgain } from '../components/shared/load-again.js';

export interface LaterElements {
  readonly tags: readonly string[];
  readonly load: () => Promise<unknown>;
}

const hasOneOf = ({ tags }: LaterElements): boolean => document.querySelector(tags.join()) !== null;

/** Runs when the page has nothing better to do; where the browser cannot tell (Safari), a moment after its load. */
function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 10_000 });
  else setTimeout(run, 1_000);
}

export function defineLater(groups: readonly LaterElements[]): void {
  const waiting = new Set(groups);
  const fetchWhere = (isDue: (elements: LaterElements) => boolean): void => {
    for (const elements of [...waiting].filter(isDue)) {
      waiting.delete(elements);
      void loadAgain(elements.load);
    }
  };
  fetchWhere(hasOneOf);
  // A script that is not deferred runs before the rest of the document is there.
  addEventListener(
    'DOMContentLoaded',
    () => {
      fetchWhere(hasOneOf);
    },
    { once: true },
  );
  whenIdle(() => {
    fetchWhere(() => true);
  });
}
