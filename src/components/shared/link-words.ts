/** What the connection's state is called in words, once for every element that shows it. Words only. */
import type { LinkState } from '../../core/link/link-state.js';
import type { Translate } from './terms-controller.js';

/** Until the connection is tried again; whole seconds. */
export const secondsUntilRetry = (link: LinkState, nowMs: number): number =>
  link.status === 'waiting' ? Math.max(0, Math.ceil((link.retryAtMs - nowMs) / 1000)) : 0;

export function linkWords(t: Translate, link: LinkState, nowMs: number): string {
  switch (link.status) {
    case 'offline':
      return t('offline');
    case 'connecting':
      return t('connectingLink');
    case 'online':
      return t('online');
    case 'waiting':
      return t('waiting', { seconds: secondsUntilRetry(link, nowMs) });
    case 'refused':
      return t('refused');
  }
}
