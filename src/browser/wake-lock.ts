/**
 * Keeps the screen on while somebody is talking and the page is seen (W3C Screen Wake Lock). Where a browser has no such
 * lock, or gives none (a battery that is low, a frame that may not), the screen goes dark as ever.
 */
import { isTalking } from '../core/call/call-state.js';
import type { CallController } from '../core/controller.js';

export interface WakeLockOptions {
  /** The screen may go dark in the middle of a call. Read when the call or the page changes. */
  readonly noWakeLock?: boolean;
}

/** Watches until the answer is called. */
export function watchWakeLock(controller: CallController, options: WakeLockOptions): () => void {
  // None on insecure pages.
  const { wakeLock } = navigator as { readonly wakeLock?: WakeLock };
  if (!wakeLock) return () => undefined;
  /** What was asked for, also while the browser still thinks and when it has said no: nobody asks it twice. */
  let asked: Promise<WakeLockSentinel | undefined> | undefined;
  const release = (): void => {
    void asked?.then((sentinel) => sentinel?.release());
    asked = undefined;
  };
  const look = (): void => {
    // Of a page that is hidden the browser takes the lock back, so it is asked for anew when the page is seen again.
    if (document.hidden || options.noWakeLock || !isTalking(controller.snapshot.call)) release();
    else asked ??= wakeLock.request('screen').catch(() => undefined);
  };
  const unsubscribe = controller.subscribe(look);
  document.addEventListener('visibilitychange', look);
  return () => {
    unsubscribe();
    document.removeEventListener('visibilitychange', look);
    release();
  };
}
