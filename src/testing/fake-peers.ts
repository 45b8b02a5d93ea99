/**
 * Peer connections without a network: descriptions and candidates are made up, but the order, the collisions and the
 * silence before `admit` are those of real ones (the same contract is run on both). Two ends are connected when each
 * has applied the other's description and one of its candidates.
 */
import { countersOf } from '../core/call/path-watch.js';
import type {
  ClockPort,
  IceServerOption,
  PathEvidence,
  Peer,
  PeerConnectionState,
  PeerEvent,
  PeerOptions,
  PeerPort,
  RawStats,
} from '../core/ports.js';
import type { Sending } from '../core/quality/sending.js';
import type { StreamHandle } from '../core/stream-handle.js';
import type { CandidateInit, Description } from '../protocol/index.js';

export class FakePeers implements PeerPort {
  readonly #clock: ClockPort;
  readonly #open = new Set<FakePeer>();
  #isCut = false;

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  /** The connections that are not closed, oldest first. */
  get open(): readonly FakePeer[] {
    return [...this.#open];
  }

  create(options: PeerOptions, listener: (event: PeerEvent) => void): Peer {
    const peer = new FakePeer(
      this.#clock,
      options,
      listener,
      () => this.#isCut,
      () => this.#open.delete(peer),
    );
    this.#open.add(peer);
    return peer;
  }

  /** No path of this end leads anywhere; the browser knows. */
  cut(): void {
    this.#isCut = true;
    for (const peer of this.open) peer.setConnection('failed');
  }

  /** There are paths again, found by those who look for one. */
  mend(): void {
    this.#isCut = false;
    for (const peer of this.open) peer.connectIfReady();
  }
}

type Signaling = 'stable' | 'have-local-offer' | 'have-remote-offer';

export class FakePeer implements Peer {
  readonly options: PeerOptions;
  /** Those that it would gather candidates with now. */
  iceServers: readonly IceServerOption[];
  /** How it would send now. */
  sending: Sending;
  /** What `stats` answers. */
  counted: readonly RawStats[] = [];
  /** What `evidence` answers. */
  met: PathEvidence = { local: [], remote: [], refusals: [], gathering: 'complete' };
  /** Its offer was made ready before it was asked for. */
  isPrepared = false;
  /** Nothing local is sent. */
  isHeld = false;
  readonly #clock: ClockPort;
  readonly #ufrag: string;
  /** What it said last, and what the other end did. */
  #own = '';
  #theirs = '';
  readonly #isCut: () => boolean;
  readonly #onClose: () => void;
  #listener: ((event: PeerEvent) => void) | undefined;
  /** Steps that are still to come. */
  #asked = 0;
  #signaling: Signaling = 'stable';
  #remoteUfrag: string | undefined;
  /** The number of the offer that is answered. */
  #answering: number | undefined;
  #held: readonly (CandidateInit | null)[] = [];
  #admitted = false;
  #connected = false;
  #reachable = false;
  #hasStream = false;
  #wantsRestart = false;
  #round = 0;
  #offers = 0;

  constructor(
    clock: ClockPort,
    options: PeerOptions,
    listener: (event: PeerEvent) => void,
    isCut: () => boolean,
    onClose: () => void,
  ) {
    this.options = options;
    this.iceServers = options.iceServers;
    this.sending = options.sending ?? {};
    this.#clock = clock;
    this.#listener = listener;
    this.#isCut = isCut;
    this.#onClose = onClose;
    this.#ufrag = clock.id();
  }

  /** No offer, of either side, waits for its answer. */
  get isStable(): boolean {
    return this.#signaling === 'stable';
  }

  prepare(): void {
    this.isPrepared = true;
  }

  offer(): void {
    this.#admitted = true;
    this.#later(() => {
      this.#describe('offer');
    });
  }

  receive(description: Description, polite: boolean, told?: number): void {
    this.#later(() => {
      const n = told ?? this.#offers;
      const ufrag = /^fake (\S+)/.exec(description.sdp)?.[1];
      if (ufrag === undefined) {
        this.#emit({ type: 'error', message: 'This is no description.' });
        return;
      }
      const collides = this.#signaling === 'have-local-offer';
      if (description.type === 'answer' ? !collides || n !== this.#offers : collides && !polite) return;
      if (description.type === 'offer') this.#answering = told;
      this.#apply(description, ufrag);
    });
  }

  admit(): void {
    this.#admitted = true;
    this.#later(() => {
      if (this.#signaling === 'have-remote-offer') this.#describe('answer');
      this.#applyHeld();
    });
  }

  addCandidate(candidate: CandidateInit | null): void {
    this.#later(() => {
      this.#held = [...this.#held, candidate].slice(0, 64);
      this.#applyHeld();
    });
  }

  holdMedia(isHeld: boolean): void {
    this.isHeld = isHeld;
  }

  syncLocalMedia(): void {
    // Nothing is sent, so nothing has to follow.
  }

  useIceServers(servers: readonly IceServerOption[]): void {
    // Others have refused nothing yet.
    if (JSON.stringify(servers) !== JSON.stringify(this.iceServers))
      this.met = { ...this.met, refusals: [], gathering: 'complete' };
    this.iceServers = servers;
  }

  setSending(sending: Sending): void {
    this.sending = sending;
  }

  traffic(): Promise<ReadonlyMap<string, number>> {
    return Promise.resolve(countersOf(this.#listener ? this.counted : []));
  }

  evidence(): PathEvidence {
    return this.met;
  }

  stats(): Promise<readonly RawStats[]> {
    return Promise.resolve(this.#listener ? this.counted : []);
  }

  descriptions(): Promise<readonly string[]> {
    return new Promise((resolve) => {
      const answer = (): void => {
        const isAgreed = this.#listener && this.#own !== '' && this.#theirs !== '';
        resolve(isAgreed ? [this.#own, this.#theirs] : []);
      };
      // After what was asked for before, also where it is closed by then.
      if (this.#asked > 0) this.#clock.after(0, answer);
      else answer();
    });
  }

  restartIce(): void {
    this.#later(() => {
      this.#wantsRestart = true;
      if (this.#signaling === 'have-local-offer') this.#signaling = 'stable';
      this.#offerRestart();
    });
  }

  close(): void {
    this.#listener = undefined;
    this.#onClose();
  }

  /** Something else than its owner closed it, in this page or at the other end. */
  setClosed(by: 'page' | 'peer'): void {
    this.#emit({ type: 'closed', by });
  }

  /** A TURN server has refused its credentials, and there is no other way to a candidate. */
  refuseTurn(): void {
    this.met = { ...this.met, refusals: [{ server: 'turn', code: 401 }] };
    this.#emit({ type: 'turn-refused' });
    this.#emit({ type: 'candidate', candidate: null });
  }

  /** The network under it changes. */
  setConnection(state: PeerConnectionState): void {
    this.#connected = state === 'connected';
    // It never heals by itself.
    if (state === 'failed') this.#reachable = false;
    this.#emit({ type: 'connection', state });
  }

  #later(step: () => void): void {
    this.#asked += 1;
    this.#clock.after(0, () => {
      this.#asked -= 1;
      if (this.#listener) step();
    });
  }

  #emit(event: PeerEvent): void {
    this.#listener?.(event);
  }

  #apply(description: Description, ufrag: string): void {
    this.#remoteUfrag = ufrag;
    this.#theirs = description.sdp;
    this.#signaling = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    if (!this.#hasStream) {
      this.#hasStream = true;
      this.#emit({ type: 'remote-stream', stream: { id: `stream of ${ufrag}` } satisfies StreamHandle });
    }
    if (description.type === 'offer' && this.#admitted) this.#describe('answer');
    this.#applyHeld();
    this.#offerRestart();
  }

  #describe(type: 'offer' | 'answer'): void {
    this.#round += 1;
    if (type === 'offer') this.#offers += 1;
    this.#signaling = type === 'offer' ? 'have-local-offer' : 'stable';
    this.#own = `fake ${this.#ufrag}\no=- ${this.#ufrag} ${String(this.#round)}\na=fingerprint:sha-256 ${this.#ufrag}`;
    const n = type === 'answer' ? { n: this.#answering } : {};
    this.#emit({ type: 'description', description: { type, sdp: this.#own }, ...n });
    this.#emit({
      type: 'candidate',
      candidate: { candidate: `fake ${this.#ufrag}`, usernameFragment: this.#ufrag },
    });
    this.#emit({ type: 'candidate', candidate: null });
    this.connectIfReady();
  }

  #offerRestart(): void {
    if (!this.#wantsRestart || this.#signaling !== 'stable') return;
    this.#wantsRestart = false;
    this.#describe('offer');
  }

  #applyHeld(): void {
    if (!this.#admitted || this.#remoteUfrag === undefined) return;
    const held = this.#held;
    this.#held = [];
    if (held.some((candidate) => candidate?.usernameFragment === this.#remoteUfrag)) this.#reachable = true;
    this.connectIfReady();
  }

  /** What it does by itself whenever something has changed. */
  connectIfReady(): void {
    if (this.#isCut() || !this.#reachable || this.#signaling !== 'stable' || this.#connected) return;
    this.#connected = true;
    this.#emit({ type: 'connection', state: 'connecting' });
    this.#emit({ type: 'connection', state: 'connected' });
  }
}
