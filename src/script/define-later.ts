/**
 * Loads the code of elements after that of the page's first sight: at once what the document has, the rest when the
 * browser is idle. What cannot be loaded is tried again, for a page that lost its network on the way: when it is online
 * again, and every few seconds, since a network that only changes lets go of what is on its way and says no more
 * (`ERR_NETWORK_CHANGED`). It registers nothing itself.
 */
export interface LaterElements {
  readonly tags: readonly string[];
  readonly load: () => Promise<unknown>;
}

const hasOneOf = ({ tags }: LaterElements): boolean => document.querySelector(tags.join()) !== null;

/** In milliseconds. */
const RETRY_MS = 5_000;

function fetchAgainLater(elements: LaterElements): void {
  const again = (): void => {
    clearTimeout(timer);
    removeEventListener('online', again);
    void fetchElements(elements);
  };
  const timer = setTimeout(again, RETRY_MS);
  addEventListener('online', again);
}

const fetchElements = (elements: LaterElements): Promise<unknown> =>
  elements.load().catch(() => {
    fetchAgainLater(elements);
  });

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
      void fetchElements(elements);
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
