/**
 * What a connection meets while it looks for a path: kinds of candidates, and what servers answered instead of one. Each
 * ICE restart begins anew. No address is kept.
 */
import { ANSWER_MS, isRefusal, kindsIn } from '../core/call/diagnosis.js';
import type { Gathering, IceRefusal, PathEvidence } from '../core/ports.js';

/** However many servers and words there are. */
const MAX_KINDS = 16;

/** Chromium says how it reaches its TURN server; the types do not know yet. */
interface Gathered extends RTCIceCandidate {
  readonly relayProtocol?: string | null;
}

/** From one restart of ICE to the next. */
interface Round {
  readonly ufrag: string | undefined;
  readonly startedAtMs: number;
  readonly local: Set<string>;
  readonly remote: Set<string>;
  readonly refusals: Map<string, IceRefusal>;
  isRefused: boolean;
  /** All candidates there are have been found. */
  isOver: boolean;
}

const newRound = (startedAtMs: number, ufrag?: string): Round => ({
  ufrag,
  startedAtMs,
  local: new Set(),
  remote: new Set(),
  refusals: new Map(),
  isRefused: false,
  isOver: false,
});

export class RtcEvidence {
  readonly #turnRefused: () => void;
  readonly #nowMs: () => number;
  #round: Round;
  /** The last one that was over, or had waited long enough: what a new one has not met yet is no evidence. */
  #last: Round | undefined;

  /** `turnRefused`: once for each round. */
  constructor(turnRefused: () => void, nowMs = () => performance.now()) {
    this.#turnRefused = turnRefused;
    this.#nowMs = nowMs;
    this.#round = newRound(nowMs());
  }

  get all(): PathEvidence {
    const round = this.#round.isOver ? this.#round : (this.#last ?? this.#round);
    const { local, remote, refusals } = round;
    const gathering = this.#gatheringOf(round);
    return { local: [...local], remote: [...remote], refusals: [...refusals.values()], gathering };
  }

  /** A description of our own: with other credentials for ICE it begins a new round. */
  begin(sdp: string): void {
    const ufrag = /^a=ice-ufrag:(.+)$/m.exec(sdp)?.[1];
    if (ufrag === this.#round.ufrag) return;
    if (this.#gatheringOf(this.#round) !== 'under-way') this.#last = this.#round;
    this.#round = newRound(this.#nowMs(), ufrag);
  }

  end(): void {
    this.#round.isOver = true;
  }

  gathered({ type, protocol, relayProtocol }: Gathered): void {
    if (!type) return;
    add(this.#round.local, [`${type}/${relayProtocol ?? protocol ?? ''}`]);
    // What was silent before has answered now.
    if (type !== 'host' && !this.#last?.isOver) this.#last = undefined;
  }

  #gatheringOf({ isOver, startedAtMs }: Round): Gathering {
    if (isOver) return 'complete';
    return this.#nowMs() - startedAtMs > ANSWER_MS ? 'unanswered' : 'under-way';
  }

  /** A candidate of the other side, or a description with some. */
  told(text: string): void {
    add(this.#round.remote, kindsIn(text));
  }

  failed({ errorCode: code, url }: RTCPeerConnectionIceErrorEvent): void {
    const server = /^turns?:/i.test(url) ? 'turn' : 'stun';
    const refusal = { code, server } as const;
    const { refusals, isRefused } = this.#round;
    if (refusals.size < MAX_KINDS) refusals.set(`${server} ${String(code)}`, refusal);
    if (isRefused || !isRefusal(refusal)) return;
    this.#round.isRefused = true;
    this.#turnRefused();
  }
}

function add(kinds: Set<string>, more: readonly string[]): void {
  for (const kind of more) if (kinds.size < MAX_KINDS) kinds.add(kind);
}
