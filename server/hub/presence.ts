/**
 * The user list as others hear of it. Changes are gathered and told once per tick: one frame is built for all, one
 * snapshot is shared by all newcomers. What changed is found by comparing with what was last published, so a name
 * that leaves and comes back between two ticks is neither lost nor told twice. It decides no name and no state.
 */
import type { PresenceUser, UserState } from '../../src/protocol/index.js';
import { type NamedSession, type Session, isModern, isNamed } from './session.js';

/** What presence needs to know about the room; the hub answers from its directory and its calls. */
export interface Room {
  sessions(): Iterable<NamedSession>;
  stateOf(session: NamedSession): UserState;
}

interface Change {
  readonly sid: string;
  readonly name?: string;
  readonly state?: UserState;
}

interface Delta {
  readonly join: PresenceUser[];
  readonly leave: string[];
  readonly change: Change[];
}

const isEmpty = ({ join, leave, change }: Delta): boolean => join.length + leave.length + change.length === 0;

/** Whether the list of names is another one now; a state alone is nothing to a client of the base profile. */
const touchesNames = ({ join, leave, change }: Delta): boolean =>
  join.length + leave.length > 0 || change.some((one) => one.name !== undefined);

const withoutEmpty = (delta: Delta): Partial<Delta> =>
  Object.fromEntries(Object.entries(delta).filter(([, entries]) => (entries as unknown[]).length > 0));

/** Only what differs, where an entry may be changed at all: a new set of capabilities is a new entry. */
function difference(before: PresenceUser, now: PresenceUser): Change {
  return {
    sid: now.sid,
    ...(before.name === now.name ? {} : { name: now.name }),
    ...(before.state === now.state || now.state === undefined ? {} : { state: now.state }),
  };
}

export class Presence {
  readonly #room: Room;
  readonly #epoch: string;
  readonly #requestTick: () => void;
  readonly #published = new Map<string, PresenceUser>();
  readonly #touched = new Map<string, Session>();
  readonly #newcomers = new Set<Session>();
  #version = 0;
  #tickRequested = false;

  constructor(room: Room, epoch: string, requestTick: () => void) {
    this.#room = room;
    this.#epoch = epoch;
    this.#requestTick = requestTick;
  }

  /** Entries kept, for tests and figures: all zero when nobody is here. */
  get sizes(): { readonly published: number; readonly touched: number; readonly newcomers: number } {
    const [published, touched, newcomers] = [this.#published, this.#touched, this.#newcomers];
    return { published: published.size, touched: touched.size, newcomers: newcomers.size };
  }

  /** Something about this session may have changed: its name, its state, whether it is here. */
  touch(session: Session): void {
    this.#touched.set(session.sid, session);
    this.#request();
  }

  /** This session hears the whole list at the next tick. */
  greet(session: Session): void {
    this.#newcomers.add(session);
    this.#request();
  }

  forget(session: Session): void {
    this.#newcomers.delete(session);
    this.touch(session);
  }

  /** Tells everybody what changed since the last tick, and newcomers everything. */
  tick(): void {
    this.#tickRequested = false;
    const delta = this.#collect();
    const newcomers = [...this.#newcomers];
    this.#newcomers.clear();
    if (!isEmpty(delta)) this.#publish(delta, new Set(newcomers));
    if (newcomers.length > 0) this.#welcome(newcomers);
  }

  #request(): void {
    if (this.#tickRequested) return;
    this.#tickRequested = true;
    this.#requestTick();
  }

  #collect(): Delta {
    const delta: Delta = { join: [], leave: [], change: [] };
    for (const session of this.#touched.values()) this.#compare(session, delta);
    this.#touched.clear();
    return delta;
  }

  #compare(session: Session, delta: Delta): void {
    const before = this.#published.get(session.sid);
    const now = this.#describe(session);
    if (now) this.#published.set(session.sid, now);
    else this.#published.delete(session.sid);
    if (before && now && before.caps === now.caps) {
      const change = difference(before, now);
      if (change.name !== undefined || change.state !== undefined) delta.change.push(change);
      return;
    }
    if (before) delta.leave.push(before.sid);
    if (now) delta.join.push(now);
  }

  #describe(session: Session): PresenceUser | undefined {
    if (session.gone || !isNamed(session)) return undefined;
    const { name, sid, caps } = session;
    return { name, sid, ...(caps ? { caps } : {}), state: this.#room.stateOf(session) };
  }

  #publish(delta: Delta, except: ReadonlySet<Session>): void {
    const prev = this.#version++;
    const head = { type: 'presence', epoch: this.#epoch, v: this.#version, prev };
    const modern = JSON.stringify({ ...head, ...withoutEmpty(delta) });
    const legacy = touchesNames(delta) ? this.#userlist() : undefined;
    for (const session of this.#room.sessions()) {
      if (except.has(session)) continue;
      const text = isModern(session) ? modern : legacy;
      if (text !== undefined) session.socket.send(text);
    }
  }

  #welcome(newcomers: readonly Session[]): void {
    const modern = newcomers.some(isModern) ? this.#snapshot() : '';
    const legacy = newcomers.every(isModern) ? '' : this.#userlist();
    for (const session of newcomers) session.socket.send(isModern(session) ? modern : legacy);
  }

  #snapshot(): string {
    const full = [...this.#published.values()];
    return JSON.stringify({ type: 'presence', epoch: this.#epoch, v: this.#version, full });
  }

  #userlist(): string {
    const users = Array.from(this.#published.values(), (user) => user.name);
    return JSON.stringify({ type: 'userlist', users, v: this.#version, epoch: this.#epoch });
  }
}
