/** Who is here under a name that a page gives; letters that look alike to a person are the same. It keeps nothing. */
import type { User } from './roster.js';
import { nameKey } from '../../protocol/index.js';

export const isSameName = (one: string, other: string): boolean =>
  one === other || nameKey(one) === nameKey(other);

export const userNamed = (users: readonly User[], wanted: string): User | undefined =>
  users.find(({ name }) => name === wanted) ?? users.find(({ name }) => isSameName(name, wanted));
