/**
 * Carries the call machine's effects out: opens and closes the peer connection, runs its timers, hands messages to
 * the link. Every result comes back as an event with the id of the call it was asked for. It decides nothing: that
 * is the machine's part, and which message belongs to which call the desk's.
 */
import type { HangUpReason, PeerMessage } from '../../protocol/index.js';
import { CallError } from '../errors.js';
import { Machine } from '../machine.js';
import type {
  ClockPort,
  IceServerOption,
  Peer,
  PeerConnectionState,
  PeerEvent,
  PeerOptions,
  PathEvidence,
  PeerPort,
  RawStats,
} from '../ports.js';
import type { Journal } from '../report/journal.js';
import { Timers } from '../timers.js';
import type { MediaKinds } from '../stream-handle.js';
import { CallDesk, type DeskOptions } from './call-desk.js';
import type { CallEffect, CallEnv, CallEvent, CallMessage, CallTimer, CallTimings } from './call-events.js';
import { callTransition } from './call-machine.js';
import { type Call, type CallState, IDLE, expectsMedia, isLive } from './call-state.js';
import { KeptPrivacy } from './kept-privacy.js';
import { isLost } from './lost-path.js';
import { PathWatch } from './path-watch.js';
import { SparePeer } from './spare-peer.js';
import { TurnRenewal } from './turn-renewal.js';

export interface CallDriverPorts {
  readonly clock: ClockPort;
  readonly peers: PeerPort;
  /** What a new peer connection is made with, asked for each time since servers and credentials change. */
  peerOptions(): PeerOptions;
  /** The server hears us, of which there is no doubt at the moment, and its list is whole. */
  isOnline(): boolean;
  /** How long the path took there and back when that was measured last; 0 while nobody knows. */
  roundTripMs(): number;
  /** Nothing comes from the other side any more: perhaps nothing comes from the server either. */
  checkLink(): void;
  /** Asks for other STUN and TURN servers, or other credentials, until `peerOptions` has them or none come. Never rejects. */
  renewIceServers(): Promise<void>;
  /** No TURN server takes the credentials, also not those that were asked for. */
  turnRefused(callId: string): void;
  send(message: CallMessage): void;
  wantMedia(media: MediaKinds): void;
  releaseMedia(): void;
  /** What is sent now. */
  localMedia(): MediaKinds;
  /** Somebody called and was not answered. */
  miss(call: Call, reason: HangUpReason): void;
  report(error: CallError): void;
  /** Where what happens is written down; absent: nowhere. */
  readonly journal?: Journal;
  settled(): void;
}

export class CallDriver {
  readonly #ports: CallDriverPorts;
  readonly #machine: Machine<CallState, CallEvent, CallEffect>;
  readonly #timers: Timers<CallTimer>;
  readonly #desk: CallDesk;
  readonly #spare: SparePeer;
  readonly #path: PathWatch;
  readonly #renewal: TurnRenewal;
  readonly privacy = new KeptPrivacy();
  #peer: Peer | undefined;
  /** Those that it was told last. */
  #iceServers: readonly IceServerOption[] = [];
  /** What it last said of its path. */
  #connection: PeerConnectionState | undefined;
  /** What follows once the present state was published: a page must see each call end. */
  #next: CallEvent | undefined;

  constructor(ports: CallDriverPorts, timings: CallTimings, desk: Omit<DeskOptions, 'now' | 'newId'>) {
    const { clock } = ports;
    this.#ports = ports;
    this.#timers = new Timers(clock);
    this.#spare = new SparePeer(ports);
    this.#desk = new CallDesk({ ...desk, now: () => clock.now(), newId: () => clock.id() });
    this.#path = new PathWatch({
      clock,
      expectsMedia: () => expectsMedia(this.#machine.state),
      traffic: async () => (await this.#peer?.traffic()) ?? new Map<string, number>(),
      doubted: () => {
        ports.checkLink();
      },
      silent: () => {
        this.#tellPath((callId) => ({ type: 'silent', callId }));
      },
      barren: () => {
        this.#tellPath((callId) => ({ type: 'barren', callId }));
      },
      heard: () => {
        // It was never lost in the eyes of the browser, which so has nothing to say now.
        if (this.#connection !== 'connected') return;
        this.#tellPath((callId) => ({ type: 'connection', callId, state: 'connected' }));
      },
    });
    this.#renewal = this.#createRenewal();
    this.#machine = new Machine<CallState, CallEvent, CallEffect>(
      IDLE,
      (state, event) =>
        callTransition(state, event, {
          nowMs: clock.now(),
          roundTripMs: ports.roundTripMs(),
          isGivenUp: this.#connection === 'failed',
          random: clock.random(),
          timings,
          whereIs: (name) => whereIs(ports.isOnline(), desk.lookUp(name)),
        }),
      {
        took: (event, before, after, effects) => {
          ports.journal?.took('call', event, inWord(before), inWord(after), effects);
        },
        run: (effect) => {
          this.#run(effect);
        },
        settled: (state, previous) => {
          this.#settle(state, previous);
        },
      },
    );
  }

  get state(): CallState {
    return this.#machine.state;
  }

  get busy(): boolean {
    return this.#machine.busy;
  }

  dispatch(event: CallEvent): void {
    this.#machine.dispatch(event);
  }

  receive(message: PeerMessage, me: string | undefined): void {
    for (const event of this.#desk.read(message, this.#machine.state, me)) this.#machine.dispatch(event);
  }

  /** A call is likely soon. */
  prepare(): void {
    if (!isLive(this.#machine.state)) this.#spare.prepare();
  }

  /** The page or its network is back, or another one. */
  wake(wasAway = false): void {
    this.#path.hurry();
    this.#machine.dispatch({ type: 'wake', ...(wasAway ? { wasAway } : {}) });
  }

  /** The servers that `peerOptions` tells are others now. */
  useIceServers(): void {
    this.#iceServers = this.#ports.peerOptions().iceServers;
    this.#peer?.useIceServers(this.#iceServers);
  }

  /** What `peerOptions` tells of sending is another now. */
  applySending(): void {
    this.#peer?.setSending(this.#ports.peerOptions().sending ?? {});
  }

  /** What the connection there is now has met on the way to a path. */
  evidence(): PathEvidence {
    return this.#peer?.evidence() ?? NOTHING_MET;
  }

  /** What the connection there is now has counted. */
  stats(): Promise<readonly RawStats[]> {
    return this.#peer?.stats() ?? Promise.resolve([]);
  }

  /** What both ends of the connection there is now have agreed on, see `Peer`. */
  descriptions(): Promise<readonly string[]> {
    return this.#peer?.descriptions() ?? Promise.resolve([]);
  }

  dispose(): void {
    this.#timers.stopAll();
    this.#spare.drop();
    this.#path.stop();
    this.#peer?.close();
    this.#peer = undefined;
  }

  #createRenewal(): TurnRenewal {
    const ports = this.#ports;
    return new TurnRenewal({
      renew: async () => {
        await ports.renewIceServers();
        return JSON.stringify(ports.peerOptions().iceServers) !== JSON.stringify(this.#iceServers);
      },
      renewed: (callId) => {
        this.useIceServers();
        this.#machine.dispatch({ type: 'ice-renewed', callId });
      },
      refused: (callId) => {
        ports.turnRefused(callId);
      },
    });
  }

  #settle(state: CallState, previous: CallState): void {
    if (isLive(previous) && !(isLive(state) && state.call.id === previous.call.id))
      this.#desk.close(previous.call);
    if (state.phase === 'ended') this.#desk.close(state.call);
    if (isLive(state)) this.#desk.open(state.call);
    if (state.phase === 'active' && previous.phase !== 'active') {
      const { sent, received } = state.negotiation;
      this.#path.begin(sent + received > 1);
    }
    this.#path.follow(state.phase === 'active' || isLost(state));
    this.#ports.settled();
    const next = this.#next;
    this.#next = undefined;
    if (next) this.#machine.dispatch(next);
    else if (!isLive(state)) this.#takeAhead();
  }

  #takeAhead(): void {
    const offer = this.#desk.takeAhead();
    if (offer) this.receive(offer, undefined);
  }

  #run(effect: CallEffect): void {
    switch (effect.type) {
      case 'send':
        this.#ports.send(effect.message);
        return;
      case 'open-peer':
        this.#openPeer(effect.callId, effect.offers);
        return;
      case 'want-media':
        this.#ports.wantMedia(effect.media);
        return;
      case 'release-media':
        this.#ports.releaseMedia();
        return;
      case 'then':
        this.#next = effect.event;
        return;
      case 'announce-media':
        this.#machine.dispatch({ type: 'local-media', media: this.#ports.localMedia() });
        return;
      case 'miss':
        this.#ports.miss(effect.call, effect.reason);
        return;
      case 'report':
        this.#ports.report(new CallError(effect.code, effect.message));
        return;
      case 'start-timer':
        this.#startTimer(effect.timer, effect.ms, effect.callId);
        return;
      case 'stop-timer':
        this.#timers.stop(effect.timer);
        return;
      case 'stop-timers':
        this.#timers.stopAll();
        return;
      default:
        this.#runOnPeer(effect);
    }
  }

  #runOnPeer(effect: Extract<CallEffect, { type: `peer-${string}` | 'close-peer' }>): void {
    switch (effect.type) {
      case 'peer-offer':
        this.#peer?.offer();
        return;
      case 'peer-receive':
        this.#peer?.receive(effect.description, effect.polite, effect.n);
        return;
      case 'peer-admit':
        this.#peer?.admit();
        return;
      case 'peer-candidate':
        this.#peer?.addCandidate(effect.candidate);
        return;
      case 'peer-hold-media':
        this.#peer?.holdMedia(effect.isHeld);
        return;
      case 'peer-sync-media':
        this.#peer?.syncLocalMedia();
        return;
      case 'peer-restart-ice':
        // What a page or its server says of them may have run out since.
        this.useIceServers();
        this.#peer?.restartIce();
        return;
      case 'close-peer':
        this.#peer?.close();
        this.#peer = undefined;
    }
  }

  #openPeer(callId: string, offers = false): void {
    const listener = (event: PeerEvent): void => {
      this.#hear(event, callId);
    };
    this.#peer?.close();
    this.#connection = undefined;
    const wanted = this.#ports.peerOptions();
    const options = { ...wanted, relayOnly: this.privacy.of(callId, wanted.relayOnly) };
    this.#iceServers = options.iceServers;
    this.#peer =
      (offers ? this.#spare.take(listener) : undefined) ?? this.#ports.peers.create(options, listener);
  }

  #hear(event: PeerEvent, callId: string): void {
    if (event.type === 'turn-refused') {
      void this.#renewal.whenRefused(callId);
      return;
    }
    if (event.type === 'connection') this.#connection = event.state;
    if (event.type === 'candidate' && !event.candidate) this.#renewal.whenGathered(callId, this.evidence());
    this.#machine.dispatch(toCallEvent(event, callId));
  }

  #tellPath(toEvent: (callId: string) => CallEvent): void {
    const { state } = this.#machine;
    if (isLive(state)) this.#machine.dispatch(toEvent(state.call.id));
  }

  #startTimer(timer: CallTimer, ms: number, callId: string): void {
    this.#timers.start(timer, ms, () => {
      this.#machine.dispatch({ type: 'timer', timer, callId });
    });
  }
}

const inWord = (state: CallState): string =>
  state.phase === 'reconnecting' ? `${state.phase} ${state.why}` : state.phase;

function whereIs(isOnline: boolean, seen: ReturnType<DeskOptions['lookUp']>): ReturnType<CallEnv['whereIs']> {
  if (!isOnline) return 'unknown';
  if (!seen) return 'missing';
  return seen.state === 'reconnecting' ? 'away' : 'listed';
}

const NOTHING_MET: PathEvidence = { local: [], remote: [], refusals: [], gathering: 'complete' };

function toCallEvent(event: Exclude<PeerEvent, { type: 'turn-refused' }>, callId: string): CallEvent {
  switch (event.type) {
    case 'description':
      return { type: 'local-description', callId, description: event.description, n: event.n };
    case 'candidate':
      return { type: 'local-candidate', callId, candidate: event.candidate };
    case 'connection':
      return { type: 'connection', callId, state: event.state };
    case 'remote-stream':
      return { type: 'remote-stream', callId, stream: event.stream };
    case 'closed':
      return { type: 'closed', callId, by: event.by };
    case 'error':
      return { type: 'peer-error', callId, message: event.message };
  }
}
