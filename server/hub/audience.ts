/**
 * One view of a room: the sessions that are told the same, and the list as they last heard it. Changes are gathered
 * and told once per tick; one frame is built for all, one snapshot is shared by all newcomers. What changed is found
 * by comparing with what was last told, so a name that leaves and comes back between two ticks is neither lost nor
 * told twice. It decides no name and no state, and asks for no tick.
 */
import type { PresenceUser, UserState } from '../../src/protocol/index.js';
import type { AudiencePlan } from './policy.js';
import { type NamedSession, type Session, isModern, isNamed } from './session.js';

/** What an audience needs to know about its room; the hub answers from its names and its calls. */
export interface RoomView {
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

/** Those who hear the whole list at the next tick, and those whose lists must only wait. */
export interface AudienceSizes {
  readonly published: number;
  readonly touched: number;
  readonly newcomers: number;
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

/**
 * How long clients of the base profile, who get the whole list each time, wait between two: with `n` of them `n` lists
 * of `n` names would otherwise go out at every tick.
 */
const pauseMs = (users: number): number => {
  if (users <= 20) return 0;
  return users <= 200 ? 250 : 1_000;
};

export class Audience {
  readonly #view: RoomView;
  readonly #plan: AudiencePlan;
  readonly #epoch: string;
  readonly #published = new Map<string, PresenceUser>();
  /** What those of this audience who are not shown to it were told of themselves. */
  readonly #hidden = new Map<string, PresenceUser>();
  readonly #touched = new Map<string, Session>();
  readonly #newcomers = new Set<Session>();
  #version = 0;
  #listedAtMs = Number.NEGATIVE_INFINITY;
  /** Clients of the base profile have yet to hear of the last change. */
  #isListDue = false;

  constructor(view: RoomView, plan: AudiencePlan, epoch: string) {
    this.#view = view;
    this.#plan = plan;
    this.#epoch = epoch;
  }

  get sizes(): AudienceSizes {
    const published = this.#published.size + this.#hidden.size;
    return { published, touched: this.#touched.size, newcomers: this.#newcomers.size };
  }

  includes(session: Session): boolean {
    return this.#plan.includes(session);
  }

  touch(session: Session): void {
    this.#touched.set(session.sid, session);
  }

  greet(session: Session): void {
    this.#newcomers.add(session);
  }

  forget(session: Session): void {
    this.#newcomers.delete(session);
  }

  /** Tells what changed, and newcomers everything; answers whether a list is still due. */
  tick(nowMs: number): boolean {
    const delta = this.#collect();
    const newcomers = new Set(this.#newcomers);
    this.#newcomers.clear();
    if (!isEmpty(delta)) this.#publish(delta, newcomers);
    if (touchesNames(delta)) this.#isListDue = true;
    if (this.#isListDue && nowMs - this.#listedAtMs >= pauseMs(this.#published.size)) {
      this.#isListDue = false;
      if (this.#publishList(newcomers)) this.#listedAtMs = nowMs;
    }
    this.#welcome(newcomers);
    return this.#isListDue;
  }

  #collect(): Delta {
    const delta: Delta = { join: [], leave: [], change: [] };
    for (const session of this.#touched.values()) this.#compare(session, delta);
    this.#touched.clear();
    return delta;
  }

  #compare(session: Session, delta: Delta): void {
    const described = this.#describe(session);
    const isShown = described !== undefined && this.#plan.shows(session);
    const before = this.#published.get(session.sid);
    const now = isShown ? described : undefined;
    if (now) this.#published.set(session.sid, now);
    else this.#published.delete(session.sid);
    this.#compareHidden(session, isShown || !this.includes(session) ? undefined : described);
    if (before && now && before.caps === now.caps) {
      const change = difference(before, now);
      if (change.name !== undefined || change.state !== undefined) delta.change.push(change);
      return;
    }
    if (before) delta.leave.push(before.sid);
    if (now) delta.join.push(now);
  }

  /** A change that concerns one session alone is no change of the list: it gets the whole list again. */
  #compareHidden(session: Session, now: PresenceUser | undefined): void {
    const before = this.#hidden.get(session.sid);
    if (now) this.#hidden.set(session.sid, now);
    else this.#hidden.delete(session.sid);
    if (!before || !now) return;
    const { name, state } = difference(before, now);
    const isNews =
      name !== undefined || (isModern(session) && (state !== undefined || before.caps !== now.caps));
    if (isNews) this.#newcomers.add(session);
  }

  #describe(session: Session): PresenceUser | undefined {
    if (session.gone || !isNamed(session)) return undefined;
    const { name, sid, caps } = session;
    return { name, sid, ...(caps ? { caps } : {}), state: this.#view.stateOf(session) };
  }

  /** Those of this audience who know an earlier version of the list. */
  *#members(except: ReadonlySet<Session>): Iterable<NamedSession> {
    for (const session of this.#view.sessions()) {
      if (this.includes(session) && !except.has(session)) yield session;
    }
  }

  #publish(delta: Delta, except: ReadonlySet<Session>): void {
    const prev = this.#version++;
    const head = { type: 'presence', epoch: this.#epoch, v: this.#version, prev };
    const text = JSON.stringify({ ...head, ...withoutEmpty(delta) });
    for (const session of this.#members(except)) if (isModern(session)) session.socket.send(text);
  }

  /** To clients of the base profile; answers whether there was any. */
  #publishList(except: ReadonlySet<Session>): boolean {
    let text: string | undefined;
    for (const session of this.#members(except)) {
      if (!isModern(session)) session.socket.send(this.#ownList(session) ?? (text ??= this.#list()));
    }
    return text !== undefined;
  }

  #welcome(newcomers: ReadonlySet<Session>): void {
    let [modern, legacy]: (string | undefined)[] = [];
    for (const session of newcomers) {
      const own = this.#ownList(session);
      if (own !== undefined) session.socket.send(own);
      else if (isModern(session)) session.socket.send((modern ??= this.#snapshot()));
      else session.socket.send((legacy ??= this.#list()));
    }
  }

  /** The list for one who is not shown to the others, and yet must see that it is in. */
  #ownList(session: Session): string | undefined {
    const self = this.#hidden.get(session.sid);
    if (!self) return undefined;
    return isModern(session) ? this.#snapshot(self) : this.#list(self);
  }

  #snapshot(...more: readonly PresenceUser[]): string {
    const full = [...this.#published.values(), ...more];
    return JSON.stringify({ type: 'presence', epoch: this.#epoch, v: this.#version, full });
  }

  /** Sessions of one person have one name, and the base profile knows names only. */
  #list(...more: readonly PresenceUser[]): string {
    const users = [...new Set([...this.#published.values(), ...more].map((user) => user.name))];
    return JSON.stringify({ type: 'userlist', users, v: this.#version, epoch: this.#epoch });
  }
}
