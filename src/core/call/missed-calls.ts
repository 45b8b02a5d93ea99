/**
 * The calls that nobody answered, the oldest first, until they are put away or returned. It keeps the list; what counts
 * as missed is the call machine's decision.
 */
import type { HangUpReason } from '../../protocol/index.js';
import type { MediaKinds } from '../stream-handle.js';
import type { Call } from './call-state.js';

export interface MissedCall {
  /** The call's id. */
  readonly id: string;
  /** Who called. */
  readonly name: string;
  /** When it was over, clock milliseconds. */
  readonly atMs: number;
  /** What the caller invited to. */
  readonly media: MediaKinds;
  /** Why it was not answered: `busy` where this person was in another call. */
  readonly reason: HangUpReason;
}

export const MISSED_CAP = 50;

const NONE: readonly MissedCall[] = [];

export class MissedCalls {
  #list = NONE;

  get list(): readonly MissedCall[] {
    return this.#list;
  }

  /** A repeated offer is the same call. */
  add({ id, peer, media }: Call, reason: HangUpReason, atMs: number): void {
    if (this.#list.some((one) => one.id === id && one.name === peer.name)) return;
    const missed: MissedCall = Object.freeze({ id, name: peer.name, atMs, media, reason });
    this.#list = [...this.#list, missed].slice(-MISSED_CAP);
  }

  /** Puts away those that fit. */
  forget(fits: (missed: MissedCall) => boolean): void {
    const left = this.#list.filter((one) => !fits(one));
    if (left.length < this.#list.length) this.#list = left.length > 0 ? left : NONE;
  }

  clear(): void {
    this.#list = NONE;
  }
}
