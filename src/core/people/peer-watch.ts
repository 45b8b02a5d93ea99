/**
 * Where the person is that this page has a call with, as the list says it. A session that is gone may have come back as
 * another one; another device of the same person that was there beside it has not. It tells nobody anything.
 */
import type { CallPeer } from '../call/call-state.js';
import type { People } from './people.js';
import type { User } from './roster.js';

/** `here`: the very session. `another`: the name, with a session that was not there beside it. `gone`: neither. */
export type Whereabouts = { readonly at: 'here' | 'another'; readonly user: User } | { readonly at: 'gone' };

export class PeerWatch {
  readonly #people: People;
  /** The session that is watched, and those of the same name that were seen beside it. */
  #watched: string | undefined;
  #beside: readonly string[] = [];

  constructor(people: People) {
    this.#people = people;
  }

  look({ name, sid }: CallPeer): Whereabouts {
    if (sid !== this.#watched) this.#beside = [];
    this.#watched = sid;
    const session = this.#people.findSession(sid);
    if (session) {
      this.#beside = this.#people.devicesOf(session.name).filter((one) => one !== sid);
      return { at: 'here', user: session };
    }
    const user = this.#people.find(name);
    const isOnlyBeside = this.#beside.length > 0 && this.#isKnown(user);
    return user && !isOnlyBeside ? { at: 'another', user } : { at: 'gone' };
  }

  /** Whether this session is one of several of its person, or was when it was last seen: the name alone may mean another. */
  isOneOfSeveral(sid: string, name: string): boolean {
    return this.#people.devicesOf(name).includes(sid) || (this.#watched === sid && this.#beside.length > 0);
  }

  #isKnown(user: User | undefined): boolean {
    const sids = user?.sid === undefined ? this.#people.devicesOf(user?.name ?? '') : [user.sid];
    return sids.every((sid) => this.#beside.includes(sid));
  }
}
