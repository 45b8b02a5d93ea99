/** The one place that says whether a name can be asked for. */
import { normalizeName } from '../protocol/names.js';
import { CallError } from './errors.js';

/** The name as it will be asked for; throws `invalid-argument` for what cannot be one. */
export function checkName(name: string): string {
  const normal = normalizeName(name);
  if (normal !== undefined) return normal;
  throw new CallError('invalid-argument', 'A name has 1 to 64 visible characters.', 'name');
}
