/**
 * Who is shown and in which order: those whose name contains the query, by name in the reader's language. It remembers
 * its last answer, since a list renders more often than it changes.
 */
import type { User } from '../../core/people/roster.js';

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export class PeopleFilter {
  #users: readonly User[] | undefined;
  #query = '';
  #shown: readonly User[] = [];

  apply(users: readonly User[], query: string): readonly User[] {
    if (users === this.#users && query === this.#query) return this.#shown;
    this.#users = users;
    this.#query = query;
    const part = fold(query.trim());
    const order = new Intl.Collator();
    this.#shown = users
      .filter((user) => part === '' || fold(user.name).includes(part))
      .sort((a, b) => order.compare(a.name, b.name));
    return this.#shown;
  }
}
