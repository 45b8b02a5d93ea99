/**
 * The sessions of the relay from their beginning to their end: who there is under which public id, in which state the
 * others see it, and what is forgotten when it is over. It lets nobody in, gives no name, and of what happens it tells only
 * whoever is in a call with the session; presence.ts tells the others.
 */
import { CLOSE, type ServerMessages, type UserState } from '../../src/protocol/index.js';
import type { CallPairs } from './call-pairs.js';
import { peerStateFrame } from './frames.js';
import type { FrontDesk } from './front-desk.js';
import type { IceGrants } from './ice-grants.js';
import type { MissedCalls } from './missed-calls.js';
import type { Resumption } from './resumption.js';
import type { RingLimit } from './ring-limit.js';
import { type NamedSession, type Session, isAbsent, isModern, isNamed, tell } from './session.js';

/** All that remembers anything of a session. */
export interface SessionTables {
  readonly pairs: CallPairs;
  readonly rings: RingLimit;
  readonly missed: MissedCalls;
  readonly desk: FrontDesk;
  readonly ice: IceGrants;
  readonly resumption: Resumption;
}

export class Sessions {
  readonly #tables: SessionTables;
  readonly #bySid = new Map<string, Session>();

  constructor(tables: SessionTables) {
    this.#tables = tables;
  }

  get size(): number {
    return this.#bySid.size;
  }

  /** Those there are now; sessions may begin and end while it is read. */
  all(): readonly Session[] {
    return [...this.#bySid.values()];
  }

  find(sid: string): Session | undefined {
    return this.#bySid.get(sid);
  }

  begin(session: Session): void {
    this.#bySid.set(session.sid, session);
  }

  /** It is over, and nothing of it is left. Safe to call twice. */
  end(session: Session): void {
    if (session.gone) return;
    const { pairs, rings, missed, resumption } = this.#tables;
    this.tellFollowers(session, 'left');
    session.gone = true;
    this.#bySid.delete(session.sid);
    resumption.end(session);
    this.#forget(session);
    rings.leave(session.sid);
    missed.leave(session.sid);
    this.touch(pairs.leave(session.sid));
    if (!isNamed(session)) return;
    session.room.directory.release(session);
    session.room.presence.forget(session);
  }

  /** The same person on another socket: name, public id, state and call stay, so that nobody else hears of it. */
  handOver(from: NamedSession, to: Session, usedToken: string): void {
    const wasAbsent = isAbsent(from);
    this.#bySid.delete(to.sid);
    from.gone = true;
    this.#forget(from);
    from.room.presence.forget(from);
    to.sid = from.sid;
    to.state = from.state;
    // One list for as long as it says the same: another would be told as a leave and a join.
    if (from.caps && JSON.stringify(to.caps) === JSON.stringify(from.caps)) to.caps = from.caps;
    from.room.directory.handOver(from, to);
    this.#bySid.set(to.sid, to);
    from.socket.close(CLOSE.replaced, 'replaced by another connection');
    this.#tables.resumption.handOver(from, to, usedToken);
    if (wasAbsent) this.tellFollowers(to, 'online');
  }

  stateOf(session: NamedSession): UserState {
    if (isAbsent(session)) return 'reconnecting';
    return this.#tables.pairs.isInCall(session.sid) ? 'in-call' : session.state;
  }

  /** Whoever is in a call with this session, waits for its yes or rings for it hears how its connection is. */
  tellFollowers(session: Session, state: ServerMessages['peer-state']['state']): void {
    if (!isNamed(session)) return;
    for (const sid of this.#tables.pairs.followersOf(session.sid)) {
      const follower = this.#bySid.get(sid);
      if (follower && isModern(follower)) tell(follower, peerStateFrame(session, state));
    }
  }

  /** Their states may have changed. */
  touch(sids: readonly string[]): void {
    for (const sid of sids) {
      const session = this.#bySid.get(sid);
      if (session && isNamed(session)) session.room.presence.touch(session);
    }
  }

  /** What runs on for a session by itself. */
  #forget(session: Session): void {
    this.#tables.desk.forget(session);
    this.#tables.ice.forget(session);
  }
}
