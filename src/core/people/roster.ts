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
  /** The session; absent on a legacy server. */
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

/** Everybody but me: my session where there is one, else my name. */
export const others = (
  users: readonly User[],
  me: { readonly name?: string; readonly sid?: string },
): readonly User[] =>
  users.filter((user) =>
    user.sid !== undefined && me.sid !== undefined ? user.sid !== me.sid : user.name !== me.name,
  );
