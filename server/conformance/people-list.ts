/** Who is here, as a client of version 1 keeps it from `presence`; it finds where the changes do not fit together. */
import { expect } from './case.js';
import type { Heard } from './participant.js';

export interface ListedUser {
  readonly name?: unknown;
  readonly sid?: unknown;
  readonly caps?: unknown;
  readonly state?: unknown;
}

const listOf = (value: unknown): readonly ListedUser[] =>
  Array.isArray(value) ? (value as ListedUser[]) : [];

/** Applies all that was heard, in order. Fails where a change follows another list than the one there is. */
export function peopleFrom(heard: readonly Heard[]): ReadonlyMap<unknown, ListedUser> {
  let people = new Map<unknown, ListedUser>();
  let [epoch, version]: [unknown, unknown] = [undefined, undefined];
  for (const message of heard.filter(({ type }) => type === 'presence')) {
    expect(
      typeof message.epoch === 'string' && Number.isInteger(message.v),
      '"presence" has no epoch or no version',
      message,
    );
    if (message.full !== undefined) {
      people = new Map(listOf(message.full).map((user) => [user.sid, user]));
    } else {
      const follows = message.epoch === epoch && message.prev === version;
      expect(follows, `a change does not follow the list before it, which was ${String(version)}`, message);
      for (const sid of Array.isArray(message.leave) ? (message.leave as unknown[]) : []) people.delete(sid);
      for (const user of listOf(message.join)) people.set(user.sid, user);
      for (const user of listOf(message.change)) people.set(user.sid, { ...people.get(user.sid), ...user });
    }
    [epoch, version] = [message.epoch, message.v];
  }
  return people;
}

/** Everybody that is known, from lists of either kind; twice who was listed twice. */
export function namesKnown(heard: readonly Heard[]): readonly unknown[] {
  const list = heard.filter(({ type }) => type === 'userlist' || type === 'presence').at(-1);
  if (list?.type === 'presence') return [...peopleFrom(heard).values()].map(({ name }) => name);
  return Array.isArray(list?.users) ? (list.users as unknown[]) : [];
}

export const userNamed = (heard: readonly Heard[], name: string): ListedUser | undefined =>
  [...peopleFrom(heard).values()].find((user) => user.name === name);
