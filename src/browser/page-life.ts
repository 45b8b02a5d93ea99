/**
 * What a page goes through that a call must hear of: it wakes up, goes away, comes back out of the browser's memory;
 * and the question whether it shall really go, while somebody is talking. It decides nothing about calls.
 */
import { isTalking } from '../core/call/call-state.js';
import type { CallController } from '../core/controller.js';
import type { Snapshot } from '../core/snapshot.js';

export interface PageLifeOptions {
  /** Leaving asks nothing, also in the middle of a call. */
  readonly noLeaveGuard?: boolean;
}

/** Watches until the answer is called. */
export function watchPage(controller: CallController, options: PageLifeOptions): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  const wake = (): void => {
    if (document.visibilityState === 'visible') controller.wake();
  };
  document.addEventListener('visibilitychange', wake, { signal });
  // Its socket is as old as the page's sleep, whether anybody looks or not; and a call may go on in a page behind others.
  const thaw = (): void => {
    controller.wake();
  };
  addEventListener('online', thaw, { signal });
  // Told of every change of an estimate, too: without a call there is nothing to hurry for.
  const change = (): void => {
    if (isTalking(controller.snapshot.call)) thaw();
  };
  (navigator as { connection?: EventTarget }).connection?.addEventListener('change', change, { signal });
  document.addEventListener('resume', thaw, { signal });
  addEventListener(
    'pageshow',
    ({ persisted }) => {
      thaw();
      if (persisted) controller.rejoin();
    },
    { signal },
  );
  addEventListener(
    'pagehide',
    () => {
      controller.leavePage();
    },
    { signal },
  );
  const stopGuarding = guardLeaving(controller, options);
  return () => {
    watching.abort();
    stopGuarding();
  };
}

/** A listener for `beforeunload` keeps a page out of the memory of some browsers, so there is none without a call. */
function guardLeaving(controller: CallController, options: PageLifeOptions): () => void {
  const ask = (event: Event): void => {
    if (!options.noLeaveGuard) event.preventDefault();
  };
  const follow = ({ call }: Snapshot): void => {
    if (isTalking(call)) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  };
  const unsubscribe = controller.subscribe(follow);
  return () => {
    unsubscribe();
    removeEventListener('beforeunload', ask);
  };
}
