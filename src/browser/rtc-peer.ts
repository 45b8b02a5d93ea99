/**
 * The peer port over RTCPeerConnection. One inner queue, so that no step meets a half-done one; perfect negotiation
 * for all that follows the first offer; every result an event, nothing after `close`. Before `admit` the callee
 * applies the offer but makes no answer and touches no candidate, so no address leaves this page.
 */
import type {
  IceServerOption,
  PathEvidence,
  Peer,
  PeerConnectionState,
  PeerEvent,
  PeerOptions,
  PeerPort,
  RawStats,
} from '../core/ports.js';
import { countersOf } from '../core/call/path-watch.js';
import type { Sending } from '../core/quality/sending.js';
import { type CandidateInit, DEFAULT_LIMITS, type Description } from '../protocol/index.js';
import { closeConnection } from './close-connection.js';
import { toMediaStream } from './media-stream.js';
import { RtcEvidence } from './rtc-evidence.js';
import { hintContent, limitSending, preferCodecs } from './rtc-sending.js';

const MAX_MEDIA_SECTIONS = 8;
const KINDS = ['audio', 'video'] as const;
const REPORTED: ReadonlySet<string> = new Set(['connecting', 'connected', 'disconnected', 'failed']);

export const rtcPeers: PeerPort = {
  create: (options, listener) => new RtcPeer(options, listener),
};

class RtcPeer implements Peer {
  readonly #listener: (event: PeerEvent) => void;
  readonly #local: MediaStream;
  readonly #held: (CandidateInit | null)[] = [];
  readonly #evidence = new RtcEvidence(() => {
    this.#emit({ type: 'turn-refused' });
  });
  #connection: RTCPeerConnection | undefined;
  #channel: RTCDataChannel | undefined;
  #remote: MediaStream | undefined;
  #sending: Sending;
  #queue: Promise<void> = Promise.resolve();
  /** Made before it was needed, see `prepare`. */
  #prepared: RTCSessionDescriptionInit | undefined;
  /** Who waits for an answer of the connection. */
  readonly #asking = new Set<() => void>();
  /** The last offer that came, and the number of the one that is answered. */
  #offered: Description | undefined;
  #answering: number | undefined;
  /** How many were made here. */
  #offers = 0;
  #admitted = false;
  #isHeld = false;
  #restarting = false;
  #closed = false;

  constructor(options: PeerOptions, listener: (event: PeerEvent) => void) {
    this.#listener = listener;
    this.#local = toMediaStream(options.local) ?? new MediaStream();
    this.#sending = options.sending ?? {};
    this.#enqueue(() => {
      this.#connection = this.#open(options);
    });
  }

  /** An offer that is not set yet gathers no candidates, so no server hears of it. */
  prepare(): void {
    this.#enqueue(async (pc) => {
      this.#invite(pc);
      this.#preferCodecs(pc);
      this.#prepared = await pc.createOffer();
    });
  }

  offer(): void {
    this.#admitted = true;
    this.#enqueue(async (pc) => {
      if (!this.#prepared) this.#invite(pc);
      this.#sendLocalTracks(pc);
      await this.#describe(pc);
      await this.#limit(pc);
    });
  }

  receive(description: Description, polite: boolean, n?: number): void {
    if (description.type === 'offer') this.#offered = description;
    this.#enqueue(async (pc) => {
      if (countMediaSections(description.sdp) > MAX_MEDIA_SECTIONS)
        throw new Error('Too many media sections.');
      if (description.type === 'answer' ? !this.#isAwaited(pc, n) : collides(pc) && !polite) return;
      if (description.type === 'offer') {
        // Several may have waited for this page while it was cut off.
        if (description !== this.#offered) return;
        this.#answering = n;
      }
      await pc.setRemoteDescription(description);
      if (description.type === 'answer') this.#evidence.told(description.sdp);
      if (description.type === 'offer' && this.#admitted) await this.#answer(pc);
      await this.#applyHeld(pc);
    });
  }

  #isAwaited(pc: RTCPeerConnection, n = this.#offers): boolean {
    return pc.signalingState === 'have-local-offer' && n === this.#offers;
  }

  admit(): void {
    this.#admitted = true;
    this.#enqueue(async (pc) => {
      if (pc.signalingState === 'have-remote-offer') await this.#answer(pc);
      await this.#applyHeld(pc);
    });
  }

  addCandidate(candidate: CandidateInit | null): void {
    this.#enqueue(async (pc) => {
      if (this.#admitted && pc.remoteDescription) await this.#applyCandidate(pc, candidate);
      else if (this.#held.length < DEFAULT_LIMITS.heldCandidates) this.#held.push(candidate);
    });
  }

  holdMedia(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.syncLocalMedia();
  }

  syncLocalMedia(): void {
    this.#enqueue((pc) => {
      if (this.#admitted) this.#sendLocalTracks(pc);
    });
  }

  useIceServers(servers: readonly IceServerOption[]): void {
    this.#enqueue((pc) => {
      try {
        pc.setConfiguration({ ...pc.getConfiguration(), iceServers: toIceServers(servers) });
      } catch {
        // It has those that it had: no call is worth less than a server that cannot be used.
      }
    });
  }

  restartIce(): void {
    this.#enqueue(async (pc) => {
      this.#restarting = true;
      pc.restartIce();
      // An offer that was never answered may be lost: a newer one takes its place.
      if (pc.signalingState !== 'have-remote-offer') await this.#describe(pc);
    });
  }

  setSending(sending: Sending): void {
    this.#sending = sending;
    this.#enqueue(async (pc) => {
      if (!this.#admitted) return;
      this.#sendLocalTracks(pc);
      await this.#limit(pc);
    });
  }

  async traffic(): Promise<ReadonlyMap<string, number>> {
    return countersOf(await this.stats());
  }

  evidence(): PathEvidence {
    return this.#evidence.all;
  }

  async stats(): Promise<readonly RawStats[]> {
    const asked = this.#connection?.getStats().catch(() => undefined);
    const report = await this.#untilClosed(asked);
    return report ? [...(report.values() as Iterable<RawStats>)] : [];
  }

  async descriptions(): Promise<readonly string[]> {
    await this.#untilClosed(this.#queue);
    const { currentLocalDescription: own, currentRemoteDescription: theirs } = this.#connection ?? {};
    return own && theirs ? [own.sdp, theirs.sdp] : [];
  }

  close(): void {
    const pc = this.#connection;
    this.#connection = undefined;
    this.#closed = true;
    this.#held.length = 0;
    for (const letGo of this.#asking) letGo();
    if (!pc) return;
    if (this.#channel) {
      this.#channel.onopen = this.#channel.onclose = null;
      // The other end hears it at once: a page that goes away does not live until the connection is closed.
      this.#channel.close();
    }
    closeConnection(pc, this.#queue);
  }

  /** What a connection is asked for when it is closed is answered by no browser in every case. */
  #untilClosed<T>(asked: Promise<T> | undefined): Promise<T | undefined> {
    return new Promise((resolve) => {
      const letGo = (answer?: T): void => {
        this.#asking.delete(letGo);
        resolve(answer);
      };
      if (!asked || this.#closed) {
        letGo();
        return;
      }
      this.#asking.add(letGo);
      void asked.then(letGo);
    });
  }

  #emit(event: PeerEvent): void {
    if (!this.#closed) this.#listener(event);
  }

  /** Adds a step; a step that fails is the end of the connection. */
  #enqueue(step: (pc: RTCPeerConnection) => void | Promise<void>): void {
    this.#queue = this.#queue
      .then(() => (this.#closed ? undefined : step(this.#connection as RTCPeerConnection)))
      .catch((error: unknown) => {
        this.#emit({ type: 'error', message: error instanceof Error ? error.message : String(error) });
        this.close();
      });
  }

  #open(options: PeerOptions): RTCPeerConnection {
    const pc = new RTCPeerConnection({
      iceServers: toIceServers(options.iceServers),
      iceTransportPolicy: options.relayOnly ? 'relay' : 'all',
      bundlePolicy: 'max-bundle',
    });
    this.#watchClosing(pc);
    pc.onicecandidateerror = (event) => {
      this.#evidence.failed(event);
    };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate) this.#evidence.gathered(candidate);
      else this.#evidence.end();
      this.#emit({ type: 'candidate', candidate: candidate ? toCandidateInit(candidate) : null });
    };
    pc.onconnectionstatechange = () => {
      const state = pc.connectionState;
      if (REPORTED.has(state)) this.#emit({ type: 'connection', state: state as PeerConnectionState });
    };
    pc.ontrack = ({ track }) => {
      this.#takeTrack(track);
    };
    pc.onnegotiationneeded = () => {
      this.#whenNegotiationNeeded();
    };
    return pc;
  }

  /**
   * A connection that is closed says so to nobody, but its channels do, to both ends at once. This one is agreed on
   * beforehand, so that it is in the first offer and needs no negotiation of its own.
   */
  #watchClosing(pc: RTCPeerConnection): void {
    const channel = pc.createDataChannel('call', { negotiated: true, id: 0 });
    this.#channel = channel;
    let wasOpen = false;
    channel.onopen = () => {
      wasOpen = true;
    };
    channel.onclose = () => {
      const by = pc.signalingState === 'closed' ? 'page' : 'peer';
      if (by === 'page' || wasOpen) this.#emit({ type: 'closed', by });
    };
  }

  /** Audio and video both ways, whatever is open here: so a device that opens later needs no second offer. */
  #invite(pc: RTCPeerConnection): void {
    for (const kind of KINDS) pc.addTransceiver(kind, { direction: 'sendrecv', streams: [this.#local] });
  }

  /** The first offer is made by `offer`; later only an ICE restart that could not be offered at once asks for one. */
  #whenNegotiationNeeded(): void {
    if (!this.#restarting) return;
    this.#enqueue(async (pc) => {
      if (pc.signalingState === 'stable' && this.#restarting) await this.#describe(pc);
    });
  }

  #takeTrack(track: MediaStreamTrack): void {
    const isFirst = this.#remote === undefined;
    this.#remote ??= new MediaStream();
    this.#remote.addTrack(track);
    if (isFirst) this.#emit({ type: 'remote-stream', stream: this.#remote });
  }

  /**
   * A legacy end reads `event.streams`, so what we send names the local stream. Its callee brings transceivers of its
   * own in a second offer: we send on the first of each kind, and only receive on the others.
   */
  async #answer(pc: RTCPeerConnection): Promise<void> {
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.currentDirection === 'stopped') continue;
      const sends = firstOfKind(pc, transceiver.receiver.track.kind) === transceiver;
      transceiver.direction = sends ? 'sendrecv' : 'recvonly';
      if (sends) transceiver.sender.setStreams(this.#local);
    }
    this.#sendLocalTracks(pc);
    await this.#describe(pc);
    await this.#limit(pc);
  }

  async #describe(pc: RTCPeerConnection): Promise<void> {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (!prepared) this.#preferCodecs(pc);
    await pc.setLocalDescription(prepared);
    const { type, sdp } = pc.localDescription ?? {};
    if (sdp === undefined) return;
    this.#evidence.begin(sdp);
    if (type === 'answer') this.#evidence.told(pc.remoteDescription?.sdp ?? '');
    this.#restarting = this.#restarting && type !== 'offer';
    if (type === 'offer') {
      this.#offers += 1;
      this.#emit({ type: 'description', description: { type, sdp } });
    }
    if (type === 'answer')
      this.#emit({ type: 'description', description: { type, sdp }, n: this.#answering });
  }

  #preferCodecs(pc: RTCPeerConnection): void {
    for (const kind of KINDS) {
      const transceiver = firstOfKind(pc, kind);
      if (transceiver) preferCodecs(transceiver, this.#sending[kind] ?? {});
    }
  }

  async #limit(pc: RTCPeerConnection): Promise<void> {
    for (const kind of KINDS) {
      const sender = firstOfKind(pc, kind)?.sender;
      if (sender) await limitSending(sender, this.#sending[kind] ?? {});
    }
  }

  #sendLocalTracks(pc: RTCPeerConnection): void {
    const tracks = this.#isHeld ? [] : this.#local.getTracks();
    for (const kind of KINDS) {
      const sender = firstOfKind(pc, kind)?.sender;
      const track = tracks.find((one) => one.kind === kind) ?? null;
      hintContent(track, this.#sending[kind] ?? {});
      if (sender && sender.track !== track) sender.replaceTrack(track).catch(() => undefined);
    }
  }

  async #applyHeld(pc: RTCPeerConnection): Promise<void> {
    if (!this.#admitted || !pc.remoteDescription) return;
    for (const candidate of this.#held.splice(0)) await this.#applyCandidate(pc, candidate);
  }

  /**
   * A candidate of a former description is left out (Chromium would take it), and one that cannot be used is no reason
   * to end a call. That there are no more says not of which description, and may be late (Firefox); no browser needs it.
   */
  async #applyCandidate(pc: RTCPeerConnection, candidate: CandidateInit | null): Promise<void> {
    if (!candidate) return;
    const { usernameFragment: ufrag, candidate: line } = candidate;
    if (ufrag && !pc.remoteDescription?.sdp.includes(`a=ice-ufrag:${ufrag}\r\n`)) return;
    this.#evidence.told(line);
    await pc.addIceCandidate(candidate).catch(() => undefined);
  }
}

const toIceServers = (servers: readonly IceServerOption[]): RTCIceServer[] =>
  servers.map((server) => ({ ...server, urls: [server.urls].flat() }));

/** The transceiver we send on: one that both know of, where an offer of ours gave way to theirs and left one behind. */
function firstOfKind(pc: RTCPeerConnection, kind: string): RTCRtpTransceiver | undefined {
  const all = pc
    .getTransceivers()
    .filter((one) => one.currentDirection !== 'stopped' && one.receiver.track.kind === kind);
  return all.find(({ mid }) => mid !== null) ?? all[0];
}

/** Their offer met ours. */
const collides = (pc: RTCPeerConnection): boolean => pc.signalingState === 'have-local-offer';

const countMediaSections = (sdp: string): number => sdp.split('\nm=').length - 1;

function toCandidateInit(candidate: RTCIceCandidate): CandidateInit {
  const { candidate: line, sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: line, sdpMid, sdpMLineIndex, usernameFragment };
}
