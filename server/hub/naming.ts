/**
 * How whoever was let in gets a name: that of the session they had before, with all that belongs to it, or the one they ask
 * for, or the nearest that is free. It lets nobody in, front-desk.ts does; which name is whose stands in directory.ts.
 */
import type { ClientMessages, ServerMessages } from '../../src/protocol/index.js';
import type { HubOptions } from '../limits.js';
import type { CallPairs } from './call-pairs.js';
import { CapLists } from './cap-lists.js';
import { frame, seqOf } from './frames.js';
import type { FrontDesk } from './front-desk.js';
import type { IceGrants } from './ice-grants.js';
import type { Resumption } from './resumption.js';
import type { Room } from './rooms.js';
import { type Session, isModern, isNamed, tell } from './session.js';
import type { Sessions } from './sessions.js';

/** What `session` says beside the session itself. */
type SessionTerms = Pick<ServerMessages['session'], 'iceServers' | 'iceTtlMs' | 'authTtlMs'>;

export interface NamingParts {
  readonly sessions: Sessions;
  readonly pairs: CallPairs;
  readonly desk: FrontDesk;
  readonly ice: IceGrants;
  readonly resumption: Resumption;
}

export class Naming {
  readonly #options: Pick<HubOptions, 'roomUsers' | 'roomUsersPerAddress'>;
  readonly #parts: NamingParts;
  readonly #capLists = new CapLists();

  constructor(options: Pick<HubOptions, 'roomUsers' | 'roomUsersPerAddress'>, parts: NamingParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** The front desk has let somebody in, for the first time or again. */
  enter(session: Session, { name: requested, hello }: ClientMessages['username']): void {
    const { room } = session;
    if (!room) return;
    const { desk, ice } = this.#parts;
    const isFirst = !isNamed(session);
    const upgrades = !isModern(session) && hello !== undefined && hello.v >= 1;
    if (upgrades) {
      session.version = hello.v;
      session.caps = this.#capLists.get(hello.caps ?? []);
    }
    // Before anything is counted: it may fail, and say so.
    const terms = upgrades ? { ...ice.fieldsFor(session), ...desk.termOf(session) } : {};
    const resume = isFirst && upgrades ? hello.resume : undefined;
    const isResumed = resume !== undefined && this.#resume(session, resume.token);
    if (!isResumed) this.#vacate(session, room, requested);
    const full = isFirst && !isResumed ? this.#fullness(session, room) : undefined;
    if (full !== undefined) {
      desk.refuse(session, 'room-full', full);
      return;
    }
    if (!isResumed) {
      const { name, code } = room.directory.claim(session, requested);
      if (code) tell(session, frame('rejectusername', { id: session.id, name, code, requested }));
    }
    if (upgrades) this.#introduce(session, terms, isResumed ? resume.seq : undefined);
    room.presence.touch(session);
    if (isFirst || upgrades) room.presence.greet(session);
  }

  /** Why there is no place for one more; undefined where there is. Nobody fills a room alone, with however many connections. */
  #fullness({ socket: { network } }: Session, room: Room): string | undefined {
    const { roomUsers, roomUsersPerAddress } = this.#options;
    if (room.directory.size >= roomUsers) return 'There are as many people in this room as it may have.';
    if (network === undefined || room.directory.size < roomUsersPerAddress) return undefined;
    let beside = 0;
    for (const one of room.directory.sessions())
      if (this.#parts.resumption.networkOf(one) === network) beside += 1;
    return beside < roomUsersPerAddress
      ? undefined
      : 'There are as many people of your address in this room as it may have.';
  }

  /** A page that lost its socket has its session again, under the name that it had. Any other token is as good as none. */
  #resume(session: Session, token: string): boolean {
    const holder = this.#parts.resumption.find(token);
    if (!holder || holder.room !== session.room) return false;
    if (holder.identity?.subject !== session.identity?.subject) return false;
    this.#parts.sessions.handOver(holder, session, token);
    return true;
  }

  /**
   * A page that went away keeps its name for itself, should it be loaded again; but somebody who is here goes before somebody
   * who may never come back, and whoever rang the name would ring nobody. Unless there is a call to come back to.
   */
  #vacate(session: Session, room: Room, requested: string): void {
    const holders = room.directory.inTheWay(session, requested);
    if (!holders.every((holder) => this.#isGhost(holder))) return;
    for (const ghost of holders) this.#parts.sessions.end(ghost);
  }

  /** Of a line that broke it is not known whether anybody went. */
  #isGhost({ absence, sid }: Session): boolean {
    return absence?.departure === 'leaving' && this.#parts.pairs.peersOf(sid).length === 0;
  }

  /**
   * What belongs to this session alone, and then what its client has missed: all of it before anything new, and before
   * the list, which may say that somebody has gone whose last word is in it.
   */
  #introduce(session: Session, terms: SessionTerms, heard: number | undefined): void {
    const { resumption } = this.#parts;
    const token = resumption.issue(session);
    const { texts, gap } = resumption.missed(session, heard);
    const counts = { ...seqOf(session), ...(gap ? { gap } : {}) };
    session.socket.send(frame('session', { resumed: heard !== undefined, token, ...counts, ...terms }));
    for (const text of texts) session.socket.send(text);
  }
}
