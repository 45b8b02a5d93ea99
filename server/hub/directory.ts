/**
 * Who is in a room, under which name: the one place where a name is claimed, found and given back. Sessions that are
 * known to be one person's share a name. Names are keys of a Map, never of an object. It sends nothing and publishes
 * nothing; presence.ts tells the others.
 */
import { nameKey, normalizeName } from '../../src/protocol/index.js';
import { type NamedSession, type Session, isNamed } from './session.js';

/** What a visitor is called who gives no name, or one that cannot be one; a number follows. */
const GUEST = 'guest';

/** What became of a request for a name. */
export interface Claim {
  readonly name: string;
  /** Why it is not the name that was asked for; `reserved`: the person has one that is not theirs to choose. */
  readonly code?: 'taken' | 'invalid' | 'reserved';
}

/** Of the state of the hub, what several processes would have to share; the rest is about one socket. */
export interface Directory {
  /** The sessions of others that keep this one from the name that it would get now, if nobody had it. */
  inTheWay(session: Session, requested: string): readonly NamedSession[];
  /** Gives the session this name, the one that its identity says, or the nearest free one. */
  claim(session: Session, requested: string): Claim;
  /** Gives the session's name back. */
  release(session: Session): void;
  /** Gives the name of one session to another, which has none yet; nothing in between. */
  handOver(from: NamedSession, to: Session): void;
  /** The sessions with this name: several where one person has them, none where nobody is called so. */
  find(name: string): readonly NamedSession[];
  /** Everybody with a name, in the order in which they came. */
  sessions(): Iterable<NamedSession>;
  /** Sessions with a name. */
  readonly size: number;
}

interface Wish {
  readonly asked: string | undefined;
  readonly name: string | undefined;
  /** Another session of the same person has it. */
  readonly isShared: boolean;
  /** It asks for the name it was given instead, with a newer token for instance: then it keeps that. */
  readonly isContent: boolean;
}

/** A name that is taken. */
interface Holder {
  readonly name: string;
  /** The person, if anybody vouches for who it is. */
  readonly subject: string | undefined;
  readonly sessions: readonly NamedSession[];
}

export class MemoryDirectory implements Directory {
  readonly #byKey = new Map<string, Holder>();
  /** The key of the name that a person has. */
  readonly #bySubject = new Map<string, string>();
  readonly #sessions = new Set<NamedSession>();
  readonly #maxLength: number;
  /** Counts on for all names, so that a thousand claims of one name cost a thousand look-ups, not a million. */
  #suffix = 1;

  constructor(maxNameLength: number) {
    this.#maxLength = maxNameLength;
  }

  get size(): number {
    return this.#sessions.size;
  }

  inTheWay(session: Session, requested: string): readonly NamedSession[] {
    const { name, isShared, isContent } = this.#wish(session, requested);
    return name === undefined || isShared || isContent ? [] : this.#othersCalled(name, session);
  }

  claim(session: Session, requested: string): Claim {
    const { asked, name, isShared, isContent } = this.#wish(session, requested);
    if (name === undefined) return this.#assign(session, { name: this.#numbered(GUEST), code: 'invalid' });
    if (!isShared && this.#othersCalled(name, session).length > 0) {
      if (isContent && isNamed(session)) return { name: session.name };
      return this.#assign(session, { name: this.#numbered(name), code: 'taken' });
    }
    return this.#assign(session, name === asked ? { name } : { name, code: 'reserved' });
  }

  release(session: Session): void {
    if (!isNamed(session) || !this.#sessions.delete(session)) return;
    this.#replace(session, []);
  }

  handOver(from: NamedSession, to: Session): void {
    to.name = from.name;
    const heir = to as NamedSession;
    this.#replace(from, [heir]);
    this.#sessions.delete(from);
    this.#sessions.add(heir);
  }

  find(name: string): readonly NamedSession[] {
    return name.length > this.#maxLength * 4 ? [] : (this.#byKey.get(nameKey(name))?.sessions ?? []);
  }

  sessions(): Iterable<NamedSession> {
    return this.#sessions;
  }

  /** What the client asks for, and the name that it is to have if it can: its person's, where that is known. */
  #wish(session: Session, requested: string): Wish {
    const { name: own } = session.identity ?? {};
    const asked = normalizeName(requested, this.#maxLength);
    const shared = this.#nameOfOthers(session);
    const name = shared ?? (own === undefined ? asked : normalizeName(own, this.#maxLength));
    return {
      asked,
      name,
      isShared: shared !== undefined,
      isContent: asked !== undefined && asked === session.name,
    };
  }

  #othersCalled(name: string, session: Session): readonly NamedSession[] {
    return (this.#byKey.get(nameKey(name))?.sessions ?? []).filter((one) => one !== session);
  }

  /** The name that the same person has already in another session: it stays as it is, and this one gets it too. */
  #nameOfOthers(session: Session): string | undefined {
    const subject = session.identity?.subject;
    const key = subject === undefined ? undefined : this.#bySubject.get(subject);
    const holder = key === undefined ? undefined : this.#byKey.get(key);
    return holder?.sessions.some((one) => one !== session) ? holder.name : undefined;
  }

  #assign(session: Session, claim: Claim): Claim {
    this.release(session);
    session.name = claim.name;
    const named = session as NamedSession;
    const key = nameKey(claim.name);
    const subject = session.identity?.subject;
    // As long as it is, and no longer: an array that grows keeps room for sixteen more.
    const sessions = (this.#byKey.get(key)?.sessions ?? []).concat(named);
    this.#byKey.set(key, { name: claim.name, subject, sessions });
    if (subject !== undefined) this.#bySubject.set(subject, key);
    this.#sessions.add(named);
    return claim;
  }

  /** Puts others, or nobody, in the place of a session; a name that nobody has is free. */
  #replace(session: NamedSession, by: readonly NamedSession[]): void {
    const key = nameKey(session.name);
    const holder = this.#byKey.get(key);
    if (!holder) return;
    const sessions = holder.sessions.flatMap((one) => (one === session ? by : [one]));
    if (sessions.length > 0) this.#byKey.set(key, { ...holder, sessions });
    else {
      this.#byKey.delete(key);
      if (holder.subject !== undefined) this.#bySubject.delete(holder.subject);
    }
  }

  /** The first free `name1`, `name2` …; the name is cut where the number would make it too long. */
  #numbered(name: string): string {
    for (;;) {
      const number = String(this.#suffix++);
      const stem = [...name].slice(0, Math.max(0, this.#maxLength - number.length)).join('');
      const candidate = `${stem}${number}`;
      if (!this.#byKey.has(nameKey(candidate))) return candidate;
    }
  }
}
