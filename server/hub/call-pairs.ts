/**
 * Who is talking to whom, as far as a router can tell from offers, answers and hang-ups that it passes on: it never
 * reads a session description. Its uses: `in-call` in the presence list, where a hang-up without a target goes, and
 * which devices of one person still ring. Entries are by session id, so an end that is gone can keep nothing alive.
 */

interface Leg {
  /** The other end; of a call that is offered to a person, every session of theirs that rings. */
  readonly peers: readonly string[];
  /** `offered`: this end called; `rung`: it was called; `answered`: both are in the call. */
  readonly phase: 'offered' | 'rung' | 'answered';
  readonly call: string | undefined;
}

export class CallPairs {
  readonly #legs = new Map<string, Leg>();
  /** The other way round: the sessions whose legs have this one as a peer. */
  readonly #leadingTo = new Map<string, Set<string>>();
  #answered = 0;

  /** Legs: two of a call, also of one that rings. */
  get size(): number {
    return this.#legs.size;
  }

  /** Calls that were answered and go on. */
  get calls(): number {
    return this.#answered / 2;
  }

  /** Those that `sid` is calling, called by, or talking to. */
  peersOf(sid: string): readonly string[] {
    return this.#legs.get(sid)?.peers ?? [];
  }

  /** The one of them, where it is one. */
  peerOf(sid: string): string | undefined {
    const [peer, ...more] = this.peersOf(sid);
    return more.length > 0 ? undefined : peer;
  }

  /** The same, where that one's call is with `sid` too. */
  partnerOf(sid: string): string | undefined {
    const peer = this.peerOf(sid);
    return peer !== undefined && this.peerOf(peer) === sid ? peer : undefined;
  }

  /** Those whose only call is with `sid`: in it, waiting for its yes, also where it talks to somebody else meanwhile, or rung by it. */
  followersOf(sid: string): readonly string[] {
    return this.#allLeadingTo(sid).filter((one) => this.peerOf(one) === sid);
  }

  isInCall(sid: string): boolean {
    return this.#legs.get(sid)?.phase === 'answered';
  }

  /** The other sessions that still ring for this call of this caller, where it rings at `sid`; without an id for any. */
  ringingBeside(sid: string, caller: string, call?: string): readonly string[] {
    if (!this.#isRungBy(sid, caller) || !this.#isLegOf(sid, caller, call)) return [];
    const peers = this.peersOf(caller);
    return peers.includes(sid) ? peers.filter((one) => one !== sid && this.#isRungBy(one, caller)) : [];
  }

  /** An offer went from one to others. A call that stands, or that a callee makes itself, is not displaced. */
  offer(from: string, to: readonly string[], call?: string): void {
    const peers = to.filter((one) => one !== from);
    if (peers.length === 0) return;
    if (!this.isInCall(from)) this.#put(from, { peers, phase: 'offered', call });
    for (const peer of peers) {
      const callee = this.#legs.get(peer);
      if (!callee || callee.phase === 'rung') this.#put(peer, { peers: [from], phase: 'rung', call });
    }
  }

  /** An answer went back. It counts only where the other end had offered; answers whose ends are now in a call. */
  answer(from: string, to: string, call?: string): readonly string[] {
    const offered = this.#legs.get(to);
    if (offered?.phase !== 'offered' || !offered.peers.includes(from)) return [];
    const left = this.#release(from, this.peersOf(from), to);
    const id = call ?? offered.call;
    this.#silence(offered.peers, to);
    this.#put(from, { peers: [to], phase: 'answered', call: id });
    this.#put(to, { peers: [from], phase: 'answered', call: id });
    return [from, to, ...left];
  }

  /** A hang-up went from one to the other. One of an older call changes nothing; answers who left a call. */
  hangUp(from: string, to: string, call?: string): readonly string[] {
    const ends = [
      [from, to],
      [to, from],
    ] as const;
    const freed = ends.filter(([end, peer]) => this.#isLegOf(end, peer, call)).map(([end]) => end);
    const wereInCall = freed.filter((end) => this.isInCall(end));
    for (const end of freed) {
      const leg = this.#legs.get(end);
      this.#drop(end);
      if (leg?.phase === 'offered') this.#silence(leg.peers, end);
    }
    return wereInCall;
  }

  /** `sid` is gone; answers whose call ended with it. */
  leave(sid: string): readonly string[] {
    const left = this.#release(sid, this.#allLeadingTo(sid));
    this.#drop(sid);
    return left;
  }

  /** `sid` no longer rings for whoever called it last. */
  fallAway(sid: string): void {
    this.#release(sid, this.peersOf(sid));
    this.#drop(sid);
  }

  #allLeadingTo(sid: string): readonly string[] {
    return [...(this.#leadingTo.get(sid) ?? [])];
  }

  #put(sid: string, leg: Leg): void {
    this.#drop(sid);
    this.#legs.set(sid, leg);
    if (leg.phase === 'answered') this.#answered += 1;
    for (const peer of leg.peers) {
      const leading = this.#leadingTo.get(peer) ?? new Set();
      this.#leadingTo.set(peer, leading.add(sid));
    }
  }

  #drop(sid: string): void {
    const leg = this.#legs.get(sid);
    if (!leg) return;
    this.#legs.delete(sid);
    if (leg.phase === 'answered') this.#answered -= 1;
    for (const peer of leg.peers) {
      const leading = this.#leadingTo.get(peer);
      leading?.delete(sid);
      if (leading?.size === 0) this.#leadingTo.delete(peer);
    }
  }

  #isRungBy(sid: string, caller: string): boolean {
    const leg = this.#legs.get(sid);
    return leg?.phase === 'rung' && leg.peers.includes(caller);
  }

  /** They no longer ring for this caller. */
  #silence(sids: readonly string[], caller: string): void {
    for (const sid of sids) if (this.#isRungBy(sid, caller)) this.#drop(sid);
  }

  #isLegOf(sid: string, peer: string, call: string | undefined): boolean {
    const leg = this.#legs.get(sid);
    if (!leg?.peers.includes(peer)) return false;
    return call === undefined || leg.call === undefined || leg.call === call;
  }

  /** Takes others out of the call they have with `sid`; one that rings somebody else too goes on. */
  #release(sid: string, others: readonly string[], except?: string): readonly string[] {
    const left: string[] = [];
    for (const peer of others) {
      const leg = this.#legs.get(peer);
      if (peer === except || !leg?.peers.includes(sid)) continue;
      if (leg.phase === 'answered') left.push(peer);
      const peers = leg.peers.filter((one) => one !== sid);
      if (peers.length > 0) this.#put(peer, { ...leg, peers });
      else this.#drop(peer);
    }
    return left;
  }
}
