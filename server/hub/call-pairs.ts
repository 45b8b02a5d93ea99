/**
 * Who is talking to whom, as far as a router can tell from offers, answers and hang-ups that it passes on: it never
 * reads a session description. Two uses only: `in-call` in the presence list, and where a hang-up without a target
 * goes. Entries are by session id, so an end that is gone can keep nothing alive.
 */

interface Leg {
  readonly peer: string;
  /** `offered`: this end called; `rung`: it was called; `answered`: both are in the call. */
  readonly phase: 'offered' | 'rung' | 'answered';
  readonly call: string | undefined;
}

export class CallPairs {
  readonly #legs = new Map<string, Leg>();

  get size(): number {
    return this.#legs.size;
  }

  /** The one `sid` is calling, called by, or talking to. */
  peerOf(sid: string): string | undefined {
    return this.#legs.get(sid)?.peer;
  }

  /** The same, where that one's call is with `sid` too. */
  partnerOf(sid: string): string | undefined {
    const peer = this.peerOf(sid);
    return peer !== undefined && this.peerOf(peer) === sid ? peer : undefined;
  }

  isInCall(sid: string): boolean {
    return this.#legs.get(sid)?.phase === 'answered';
  }

  /** An offer went from one to the other. A call that stands, or that the callee makes itself, is not displaced. */
  offer(from: string, to: string, call?: string): void {
    if (from === to) return;
    if (!this.isInCall(from)) this.#legs.set(from, { peer: to, phase: 'offered', call });
    const callee = this.#legs.get(to);
    if (!callee || callee.phase === 'rung') this.#legs.set(to, { peer: from, phase: 'rung', call });
  }

  /** An answer went back. It counts only where the other end had offered; answers whose ends are now in a call. */
  answer(from: string, to: string, call?: string): readonly string[] {
    const offered = this.#legs.get(to);
    if (offered?.phase !== 'offered' || offered.peer !== from) return [];
    const left = this.#release(from);
    const id = call ?? offered.call;
    this.#legs.set(from, { peer: to, phase: 'answered', call: id });
    this.#legs.set(to, { peer: from, phase: 'answered', call: id });
    return [from, to, ...left];
  }

  /** A hang-up went from one to the other. One of an older call changes nothing; answers who left a call. */
  hangUp(from: string, to: string, call?: string): readonly string[] {
    const ends = [
      [from, to],
      [to, from],
    ] as const;
    const freed = ends.filter(([end, peer]) => this.#isLegOf(end, peer, call));
    const wereInCall = freed.map(([end]) => end).filter((end) => this.isInCall(end));
    for (const [end] of freed) this.#legs.delete(end);
    return wereInCall;
  }

  /** `sid` is gone; answers whose call ended with it. */
  leave(sid: string): readonly string[] {
    const left = this.#release(sid);
    this.#legs.delete(sid);
    return left;
  }

  #isLegOf(sid: string, peer: string, call: string | undefined): boolean {
    const leg = this.#legs.get(sid);
    if (leg?.peer !== peer) return false;
    return call === undefined || leg.call === undefined || leg.call === call;
  }

  /** Takes the other end out of the call it has with `sid`. */
  #release(sid: string): readonly string[] {
    const peer = this.#legs.get(sid)?.peer;
    if (peer === undefined || this.#legs.get(peer)?.peer !== sid) return [];
    const wasInCall = this.isInCall(peer);
    this.#legs.delete(peer);
    return wasInCall ? [peer] : [];
  }
}
