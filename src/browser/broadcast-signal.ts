/**
 * The signal port between tabs of one browser, with no server at all: everybody on the same BroadcastChannel is in
 * one room. A tab that dies without a word is noticed by its Web Lock, where there are locks (secure pages).
 */
import { type BusPort, BusSignal } from '../core/link/bus-signal.js';
import type { SignalPort } from '../core/ports.js';
import { browserClock } from './clock.js';

const lockName = (sid: string): string => `call-elements:${sid}`;

/** Null where the page is not secure: TypeScript's DOM types take it for granted. */
const locks = (): LockManager | null => (navigator as { readonly locks?: LockManager }).locks ?? null;

const openChannel = (room: string): BusPort => ({
  open: (receive) => {
    const channel = new BroadcastChannel(`call-elements/1:${room}`);
    channel.onmessage = (event: MessageEvent<unknown>) => {
      receive(event.data);
    };
    return {
      post: (data) => {
        channel.postMessage(data);
      },
      close: () => {
        channel.onmessage = null;
        channel.close();
      },
    };
  },
  watch: (sid, gone) => {
    const abort = new AbortController();
    locks()
      ?.request(lockName(sid), { signal: abort.signal }, gone)
      .catch(() => undefined);
    return () => {
      abort.abort();
    };
  },
  hold: (sid) => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    locks()
      ?.request(lockName(sid), () => held)
      .catch(() => undefined);
    return letGo;
  },
});

export const createBroadcastSignal = (room: string): SignalPort =>
  new BusSignal(openChannel(room), browserClock);
