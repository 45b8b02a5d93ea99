/** The one place that says whether a text can be said, and to whom. */
import { DEFAULT_LIMITS } from '../../protocol/limits.js';
import { CallError } from '../errors.js';

/** Throws `invalid-argument` for an empty text or one that is too long, and for an empty name: that would go to everybody. */
export function checkText(text: string, to?: string | null): void {
  const { textLength } = DEFAULT_LIMITS;
  if (text === '' || text.length > textLength)
    throw new CallError('invalid-argument', `A text has 1 to ${String(textLength)} characters.`, 'text');
  if (to === '') throw new CallError('invalid-argument', 'A private message needs a name.', 'to');
}
