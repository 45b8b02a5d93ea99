/**
 * Who is shown and in which order: those whose name contains the query, by name in the reader's language. It remembers
 * its last answer, since a list renders more often than it changes.
 */
import type { User } from '../../core/people/roster.js';

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** How names are ordered in a language; in the browser's own where a page's `lang` is none at all. */
function collatorFor(lang: string): Intl.Collator {
  try {
    return new Intl.Collator(lang || undefined);
  } catch {
    return new Intl.Collator();
  }
}

export class PeopleFilter {
  #users: readonly User[] | undefined;
  #query = '';
  #lang = '';
  #shown: readonly User[] = [];

  apply(users: readonly User[], query: string, lang: string): readonly User[] {
    if (users === this.#users && query === this.#query && lang === this.#lang) return this.#shown;
    this.#users = users;
    this.#query = query;
    this.#lang = lang;
    const part = fold(query.trim());
    const order = collatorFor(lang);
    this.#shown = users
      .filter((user) => part === '' || fold(user.name).includes(part))
      .sort((a, b) => order.compare(a.name, b.name));
    return this.#shown;
  }
}
