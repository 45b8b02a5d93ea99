/** What a person's state is called in words, once for every element that shows it. Words only. */
import type { User } from '../../core/people/roster.js';
import type { TermKey } from '../../i18n/terms.js';

export const STATE_WORDS: Readonly<Record<User['state'], TermKey>> = {
  available: 'available',
  busy: 'busy',
  away: 'away',
  dnd: 'dnd',
  'in-call': 'talking',
  reconnecting: 'reconnecting',
};
