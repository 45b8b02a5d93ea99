/**
 * Me and everybody else, as the server tells it: which name I asked for, which I got, who else is here. It sends
 * nothing.
 */
import type { ChosenState, ServerMessages } from '../../protocol/index.js';
import type { ServerInfo } from '../link/link-state.js';
import type { Self } from '../snapshot.js';
import {
  EMPTY_ROSTER,
  type Roster,
  type User,
  applyPresence,
  applyUserlist,
  findUser,
  others,
  sessionsOf,
} from './roster.js';

const NOBODY: Self = Object.freeze({ state: 'available' });

export class People {
  #wanted = '';
  #granted: string | undefined;
  #isReserved = false;
  #self: Self = NOBODY;
  #roster: Roster = EMPTY_ROSTER;
  #others: readonly User[] = [];

  /** The name to ask for. */
  get wantedName(): string {
    return this.#wanted;
  }

  /** The name others know me by, as far as is known. */
  get ownName(): string {
    return this.#self.name ?? this.#granted ?? this.#wanted;
  }

  /** The name I have because of the one I want now; undefined when I want another since. */
  get heldName(): string | undefined {
    const { name, requested = name } = this.#self;
    return requested === this.#wanted ? name : undefined;
  }

  get self(): Self {
    return this.#self;
  }

  get others(): readonly User[] {
    return this.#others;
  }

  want(name: string): void {
    this.#wanted = name;
    this.#granted = undefined;
    this.#isReserved = false;
  }

  /** What others are to see; the same object when nothing changes. */
  choose(state: ChosenState): void {
    if (state !== this.#self.state) this.#self = Object.freeze({ ...this.#self, state });
  }

  /** Who the page was that was here before this one, and which name that had wanted. */
  comeBack(name: string, sid: string | undefined, wanted = name): void {
    this.want(wanted);
    const renamed = name === wanted ? {} : { requested: wanted };
    this.#self = Object.freeze({
      name,
      ...renamed,
      ...(sid === undefined ? {} : { sid }),
      state: this.#self.state,
    });
  }

  /** A new connection: what the last one granted no longer counts. Who I was is shown until the server says anew. */
  startOver(): void {
    this.#granted = undefined;
  }

  /** The server gave another name than the one asked for. */
  rename(name: string, isReserved = false): void {
    this.#granted = name;
    this.#isReserved = isReserved;
    if (this.#self.name !== undefined) this.#settle(this.#self.sid);
  }

  find(name: string): User | undefined {
    return this.#others.find((user) => user.name === name);
  }

  /** Whoever has this session; nobody where there are none. */
  findSession(sid: string | undefined): User | undefined {
    return sid === undefined ? undefined : this.#roster.users.find((user) => user.sid === sid);
  }

  /** The sessions of somebody who has several devices here; none for anybody else. */
  devicesOf(name: string): readonly string[] {
    const sids = sessionsOf(this.#roster.users, name);
    return sids.length > 1 ? sids : [];
  }

  /** False on a gap: the whole list is needed. */
  apply(message: ServerMessages['userlist'] | ServerMessages['presence']): boolean {
    const next = message.type === 'presence' ? applyPresence(this.#roster, message) : applyUserlist(message);
    if (!next) return false;
    this.#roster = next;
    if (this.#self.name !== undefined) this.#settle(this.#self.sid);
    return true;
  }

  /** Whether the list is one that knows me: a legacy server also shows it to those without a name. */
  isListed(server: ServerInfo): boolean {
    const name = this.#granted ?? this.#wanted;
    return server.v1 || findUser(this.#roster, name) !== undefined;
  }

  /** The server has let me in. */
  join(server: ServerInfo): void {
    this.#settle(server.sid);
  }

  clear(): void {
    this.#self = NOBODY;
    this.#granted = undefined;
    this.#roster = EMPTY_ROSTER;
    this.#others = [];
  }

  #settle(sid: string | undefined): void {
    const listed = sid === undefined ? undefined : this.#roster.users.find((user) => user.sid === sid);
    const name = listed?.name ?? this.#granted ?? this.#wanted;
    const reserved = this.#isReserved ? { isNameReserved: true as const } : {};
    const renamed = name !== this.#wanted ? { requested: this.#wanted, ...reserved } : {};
    const { state } = this.#self;
    const self: Self = { name, ...renamed, ...(sid === undefined ? {} : { sid }), state };
    if (!isSame(self, this.#self)) this.#self = Object.freeze(self);
    const now = others(this.#roster.users, this.#self);
    if (!isSameList(now, this.#others)) this.#others = now;
  }
}

const isSameUser = (a: User, b: User | undefined): boolean =>
  a.name === b?.name && a.sid === b.sid && a.state === b.state && a.v1 === b.v1;

const isSameList = (a: readonly User[], b: readonly User[]): boolean =>
  a.length === b.length && a.every((user, at) => isSameUser(user, b[at]));

const isSame = (a: Self, b: Self): boolean =>
  a.name === b.name &&
  a.requested === b.requested &&
  a.isNameReserved === b.isNameReserved &&
  a.sid === b.sid;
