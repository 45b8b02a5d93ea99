/**
 * Code that is loaded although the network may be gone: what does not come is asked for again when the browser is online,
 * and every few seconds, since a network that only changes lets go of what is on its way and says no more
 * (`ERR_NETWORK_CHANGED`). The answer never fails; it comes when the code does.
 */

/** In milliseconds. */
const RETRY_MS = 5_000;

const untilWorthAnotherTry = (): Promise<void> =>
  new Promise((resolve) => {
    const again = (): void => {
      removeEventListener('online', again);
      resolve();
    };
    addEventListener('online', again);
    setTimeout(again, RETRY_MS);
  });

export const loadAgain = <T>(load: () => Promise<T>): Promise<T> =>
  load().catch(() => untilWorthAnotherTry().then(() => loadAgain(load)));

/** The same for code that several ask for: it is on its way once, and comes to them in the order in which they asked. */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let code: Promise<T> | undefined;
  return () => (code ??= loadAgain(load));
}
