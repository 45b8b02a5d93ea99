/**
 * Who is here. Pure: a server's list or delta goes in, the next roster comes out; a delta that does not follow the
 * last one is a gap, and the caller asks for the whole list again. Me is in it too; `others` leaves me out.
 */
import {
  type PresenceUser,
  type ServerMessages,
  type UserState,
  CAPABILITIES,
} from '../../protocol/index.js';

export interface User {
  readonly name: string;
  /** The session; absent on a legacy server, and for somebody with several devices. */
  readonly sid?: string;
  readonly state: UserState;
  /** Speaks version 1: rings, accepts, gives reasons. */
  readonly v1: boolean;
}

export interface Roster {
  readonly users: readonly User[];
  /** The list's version, where the server counts. */
  readonly epoch?: string;
  readonly v?: number;
}

export const EMPTY_ROSTER: Roster = { users: [] };

const toUser = (user: PresenceUser): User => ({
  name: user.name,
  sid: user.sid,
  state: user.state ?? 'available',
  v1: user.caps?.includes(CAPABILITIES.call) ?? false,
});

export const applyUserlist = (message: ServerMessages['userlist']): Roster => ({
  users: [...new Set<string>(message.users)].map((name) => ({ name, state: 'available', v1: false })),
});

/** The next roster, or `undefined` on a gap. */
export function applyPresence(roster: Roster, message: ServerMessages['presence']): Roster | undefined {
  const { epoch, v, full } = message;
  if (full) return { epoch, v, users: full.map(toUser) };
  if (roster.epoch !== epoch || roster.v === undefined || message.prev !== roster.v) return undefined;
  const bySid = new Map(roster.users.map((user) => [user.sid, user]));
  for (const sid of message.leave ?? []) bySid.delete(sid);
  for (const user of message.join ?? []) bySid.set(user.sid, toUser(user));
  for (const { sid, name, state } of message.change ?? []) {
    const user = bySid.get(sid);
    if (user) bySid.set(sid, { ...user, name: name ?? user.name, state: state ?? user.state });
  }
  return { epoch, v, users: [...bySid.values()] };
}

export const findUser = (roster: Roster, name: string): User | undefined =>
  roster.users.find((user) => user.name === name);

/** Everybody but me: neither my session nor another device of mine, which has my name. Each person once. */
export const others = (
  users: readonly User[],
  me: { readonly name?: string; readonly sid?: string },
): readonly User[] => {
  const people = new Map<string, User>();
  for (const user of users) {
    if (user.name === me.name || (user.sid !== undefined && user.sid === me.sid)) continue;
    const other = people.get(user.name);
    people.set(user.name, other ? asOne(other, user) : user);
  }
  return [...people.values()];
};

/** What of several devices stands for the person: a call that one of them is in, then the wish not to be disturbed. */
const STATES: readonly UserState[] = ['in-call', 'dnd', 'busy', 'available', 'away', 'reconnecting'];

const asOne = (a: User, b: User): User => ({
  name: a.name,
  v1: a.v1 || b.v1,
  state: STATES.find((state) => state === a.state || state === b.state) ?? a.state,
});

/** The sessions of one person. */
export const sessionsOf = (users: readonly User[], name: string): readonly string[] =>
  users.flatMap((user) => (user.name === name && user.sid !== undefined ? [user.sid] : []));
