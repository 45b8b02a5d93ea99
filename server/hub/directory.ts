/**
 * Who is here, under which name: the one place where a name is claimed, found and given back. Names are keys of a
 * Map, never of an object. It sends nothing and publishes nothing; presence.ts tells the others.
 */
import { nameKey, normalizeName } from '../../src/protocol/index.js';
import { type NamedSession, type Session, isNamed } from './session.js';

const GUEST = 'guest';

/** What became of a request for a name. */
export interface Claim {
  readonly name: string;
  /** Why it is not the name that was asked for. */
  readonly code?: 'taken' | 'invalid';
}

/** The state of the hub that several processes would have to share; everything else is about one socket. */
export interface Directory {
  /** Gives the session this name, or the nearest free one. */
  claim(session: Session, requested: string): Claim;
  /** Gives the session's name back. */
  release(session: Session): void;
  /** Gives the name of one session to another, which has none yet; nothing in between. */
  handOver(from: NamedSession, to: Session): void;
  /** The session with this name, if somebody has it. */
  find(name: string): NamedSession | undefined;
  /** Everybody with a name, in the order in which they came. */
  sessions(): Iterable<NamedSession>;
  readonly size: number;
}

export class MemoryDirectory implements Directory {
  readonly #byKey = new Map<string, NamedSession>();
  readonly #maxLength: number;
  /** Counts on for all names, so that a thousand claims of one name cost a thousand look-ups, not a million. */
  #suffix = 1;

  constructor(maxNameLength: number) {
    this.#maxLength = maxNameLength;
  }

  get size(): number {
    return this.#byKey.size;
  }

  claim(session: Session, requested: string): Claim {
    const wanted = normalizeName(requested, this.#maxLength);
    if (wanted === undefined) return this.#assign(session, { name: this.#numbered(GUEST), code: 'invalid' });
    const holder = this.#byKey.get(nameKey(wanted));
    if (holder && holder !== session) {
      return this.#assign(session, { name: this.#numbered(wanted), code: 'taken' });
    }
    return this.#assign(session, { name: wanted });
  }

  release(session: Session): void {
    if (!isNamed(session)) return;
    const key = nameKey(session.name);
    if (this.#byKey.get(key) === session) this.#byKey.delete(key);
  }

  handOver(from: NamedSession, to: Session): void {
    to.name = from.name;
    this.#byKey.set(nameKey(from.name), to as NamedSession);
  }

  find(name: string): NamedSession | undefined {
    return name.length > this.#maxLength * 4 ? undefined : this.#byKey.get(nameKey(name));
  }

  sessions(): Iterable<NamedSession> {
    return this.#byKey.values();
  }

  #assign(session: Session, claim: Claim): Claim {
    this.release(session);
    session.name = claim.name;
    this.#byKey.set(nameKey(claim.name), session as NamedSession);
    return claim;
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
