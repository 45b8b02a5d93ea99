/**
 * The bus between the tabs of one browser: everybody on the same BroadcastChannel. A tab that dies without a word is
 * noticed by its Web Lock, where there are locks (secure pages). What is said on it is not its business.
 */
import { isRecord } from '../protocol/index.js';
import type { Bus, BusPort } from '../core/ports.js';
import { browserClock } from './clock.js';

const lockName = (sid: string): string => `call-elements:${sid}`;

/** Null where the page is not secure: TypeScript's DOM types take it for granted. */
export const locks = (): LockManager | null => (navigator as { readonly locks?: LockManager }).locks ?? null;

export const openChannel = (name: string): BusPort => ({
  open: (receive) => {
    const channel = new BroadcastChannel(name);
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

const PAGE = browserClock.id();

const NOBODY: Bus = { post: () => undefined, close: () => undefined };

/** Firefox gives no channel to a page that may store nothing: then no other tab hears of this one. */
function tryToOpen(bus: BusPort, receive: (data: unknown) => void): Bus {
  try {
    return bus.open(receive);
  } catch {
    return NOBODY;
  }
}

/** The other tabs of this origin, without this page itself: two providers on one page are not two tabs. */
export const openTabs = (name = 'call-elements/1/tabs'): BusPort => {
  const channel = openChannel(name);
  return {
    ...channel,
    open: (receive) => {
      const bus = tryToOpen(channel, (data) => {
        if (isRecord(data) && data.page !== PAGE) receive(data.note);
      });
      return {
        post: (note) => {
          bus.post({ page: PAGE, note });
        },
        close: () => {
          bus.close();
        },
      };
    },
  };
};
