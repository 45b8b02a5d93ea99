/**
 * The core's ways out of itself: a socket, a peer connection, the local devices, the clock, and a note for the page
 * that comes after this one. Each says in MUST sentences what an end owes the core; `*.contract.ts` in src/testing checks the fakes and the real ends alike.
 * Types only.
 */
import type { CandidateInit, ClientMessage, Description } from '../protocol/index.js';
import type { MediaErrorCode } from './errors.js';
import type { Sending } from './quality/sending.js';
import type { MediaKind, MediaKinds, StreamHandle } from './stream-handle.js';

/** Time and timers. */
export interface ClockPort {
  /** Milliseconds since the epoch. MUST never run backwards. */
  now(): number;
  /** MUST call `run` once, not before `ms` have passed and never synchronously. The answer MUST cancel it, idempotently. */
  after(ms: number, run: () => void): () => void;
  /** A number in [0, 1). */
  random(): number;
  /** A fresh identifier of at least 96 random bits. */
  id(): string;
}

export interface SignalListener {
  /** The connection is up. MUST come once, before any message. */
  open(): void;
  /** One frame, as text or as the object itself. MUST keep the order of sending. */
  message(data: unknown): void;
  /** MUST come exactly once, also when the connection never opened, and nothing after it. */
  close(code: number, reason: string): void;
  /** What the page's author does wrong, as a sentence for that author; without a code it is their own end. Ends nothing. */
  fault?(reason: string, code?: 'signal-failed' | 'insecure-link'): void;
}

/** One connection to the signaling server: one socket, one life. It never reconnects by itself. */
export interface SignalConnection {
  /** MUST NOT throw. Before `open` and after the end the message is dropped, and the answer is false. */
  send(message: ClientMessage): boolean;
  /** Ends it; the listener hears nothing more, not even `close`. Idempotent. */
  close(code?: number): void;
}

export interface SignalPort {
  /** Starts one connection. MUST NOT call the listener before it returns, and MUST NOT throw: bad addresses `close`. */
  connect(listener: SignalListener): SignalConnection;
}

/** Reaches every other end, never the sender; keeps the order of each sender. */
export interface Bus {
  post(data: unknown): void;
  close(): void;
}

export interface BusPort {
  /** Joins the bus. `receive` MUST NOT be called before this returns. */
  open(receive: (data: unknown) => void): Bus;
  /** Calls `gone` when the end called `sid` no longer exists; where that cannot be known, never. Cancel by calling the answer. */
  watch(sid: string, gone: () => void): () => void;
  /** Lets others watch this end. */
  hold(sid: string): () => void;
}

export type PeerConnectionState = 'connecting' | 'connected' | 'disconnected' | 'failed';

export type PeerEvent =
  /** A local offer or answer, to be sent; with an answer the number of the offer that it is to, as `receive` had it. */
  | { readonly type: 'description'; readonly description: Description; readonly n?: number | undefined }
  /** A local candidate to be sent; null when there are no more. */
  | { readonly type: 'candidate'; readonly candidate: CandidateInit | null }
  | { readonly type: 'connection'; readonly state: PeerConnectionState }
  /** The remote stream, once, when the first remote track appears; its tracks come and go. */
  | { readonly type: 'remote-stream'; readonly stream: StreamHandle }
  /** A TURN server does not take the credentials: once for each description that gathers candidates. */
  | { readonly type: 'turn-refused' }
  /** It was closed, and not by `close`: by something else in the page, or by the other end, which may have no time to say so. */
  | { readonly type: 'closed'; readonly by: 'page' | 'peer' }
  /** The connection is beyond repair. */
  | { readonly type: 'error'; readonly message: string };

/** A STUN or TURN server, as RTCIceServer has it. */
export interface IceServerOption {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface PeerOptions {
  /** The local stream: its tracks are sent as they come and go, see `syncLocalMedia`. */
  readonly local: StreamHandle;
  readonly iceServers: readonly IceServerOption[];
  /** Only relayed paths, no address of ours in a candidate. */
  readonly relayOnly: boolean;
  /** How it is to be sent; see `setSending`. */
  readonly sending?: Sending;
}

/** What a STUN or TURN server answered instead of a candidate, or the browser in its place (RTCPeerConnectionIceErrorEvent). */
export interface IceRefusal {
  readonly server: 'stun' | 'turn';
  /** Of the protocol, 300 to 699; 701: nothing was answered. */
  readonly code: number;
}

/**
 * `unanswered`: it has been under way for 5 s and more, so some server has not answered. Chromium says so with a 701 too,
 * but only after 40 s.
 */
export type Gathering = 'under-way' | 'unanswered' | 'complete';

/**
 * What was met on the way to a path, since the last ICE restart. Candidates are only named by type and transport, such
 * as `host/udp`; of a relayed one of our own it is the transport to its TURN server.
 */
export interface PathEvidence {
  /** Of our own candidates. */
  readonly local: readonly string[];
  /** Of those that the other side told. */
  readonly remote: readonly string[];
  readonly refusals: readonly IceRefusal[];
  /** Of our own candidates: all there are have been found, or they are still looked for, see `Gathering`. */
  readonly gathering: Gathering;
}

/** One object of an RTCStatsReport: what it has beside these depends on its type and on the browser. */
export interface RawStats {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
  readonly [name: string]: unknown;
}

/**
 * One peer connection. No method throws or blocks: each is one step in an inner queue, whose results come as events.
 * After `close` there are no events.
 */
export interface Peer {
  /** Caller: a call is likely soon. Makes the offer ready; nothing is gathered, sent or opened until `offer`. */
  prepare(): void;
  /** Caller: makes the one offer, with audio and video in both directions whatever is open locally. */
  offer(): void;
  /**
   * A remote offer or answer. Until `admit` an offer is applied, but nothing is answered and no candidate is made.
   * `polite` says who yields when two offers collide (perfect negotiation). `n` is the number of an offer, which comes back
   * with the answer to it. An offer behind which a newer one waits already MAY be left out. With an answer, `n` says to which of
   * our offers, counted from 1, it is: one to any but the last MUST be left out.
   */
  receive(description: Description, polite: boolean, n?: number): void;
  /** Callee: the person accepted. Answers the offer and from now on all later ones; candidates flow both ways. */
  admit(): void;
  /**
   * A remote candidate; held until there is a description it belongs to and `admit` allows it. One of another description MUST
   * be left out, also where null or nothing in it says of which it is the end.
   */
  addCandidate(candidate: CandidateInit | null): void;
  /** While held, nothing of the local stream is sent. Needs no negotiation. */
  holdMedia(isHeld: boolean): void;
  /** The local stream's tracks changed: send what is there now, without a new negotiation. */
  syncLocalMedia(): void;
  /** Other STUN and TURN servers, or new credentials for them: for the next ICE restart, whoever asks for it. */
  useIceServers(servers: readonly IceServerOption[]): void;
  /** New ICE credentials; makes an offer. */
  restartIce(): void;
  /** From now on it is sent so. MUST make no offer: an order of codecs counts when there is the next one. */
  setSending(sending: Sending): void;
  /**
   * Counters of everything that was received, by name; those of sound and pictures begin with `inbound-rtp`. One grows
   * whenever something comes. MUST resolve, never reject; with none when it is closed.
   */
  traffic(): Promise<ReadonlyMap<string, number>>;
  /** What it has met so far. No address MUST be in it. */
  evidence(): PathEvidence;
  /** What the connection has counted so far. MUST resolve, never reject; with nothing when it is closed. */
  stats(): Promise<readonly RawStats[]>;
  /**
   * The descriptions (SDP) that both ends have agreed on, its own first, after every step that was asked for so far. MUST
   * resolve, never reject; with none until there are two, and when it is closed.
   */
  descriptions(): Promise<readonly string[]>;
  /** Ends it and lets go of every track and listener. Idempotent. */
  close(): void;
}

export interface PeerPort {
  create(options: PeerOptions, listener: (event: PeerEvent) => void): Peer;
}

/** What came of opening devices, or of changing what is asked of them. */
export interface MediaOpened {
  /** Those of the kinds asked for that are open now. */
  readonly opened: MediaKinds;
  /** Why a kind is not there; of one that is open, why it is not as it was asked for. */
  readonly errors: Readonly<Partial<Record<MediaKind, MediaErrorCode>>>;
  /** For the page's author, beside an error: which constraint, for instance. */
  readonly hints?: Readonly<Partial<Record<MediaKind, string>>>;
  /** Of `adjust`: there was nothing to do, and what is open is what it was. */
  readonly isSame?: true;
  /** Of `open`: kinds whose device the browser would not name before, so that another one may be meant. `adjust` finds out. */
  readonly late?: Readonly<Partial<MediaKinds>>;
}

/**
 * What interrupts an open device: `silent`, it gives nothing, as the system has it for something else or it is covered;
 * `waiting`, it was closed for another one, which is not there yet. `over`: a silent one gives something again.
 */
export type MediaPause = 'silent' | 'waiting' | 'over';

/** The local camera and microphone, at most one of each, in one stream. */
export interface MediaPort {
  /** The one local stream, the same for the port's life; tracks come and go in it. */
  readonly stream: StreamHandle;
  /**
   * Opens the kinds asked for, with what can be had when not all can. MUST resolve, never reject. A track that comes
   * after `stop` of its kind MUST be stopped at once and reported as not opened.
   */
  open(kinds: MediaKinds): Promise<MediaOpened>;
  /**
   * What is asked of the devices may have changed: those of these kinds that are open follow it. MUST resolve, never
   * reject; MUST wait for what is being opened of these kinds, and for nothing else. Where another camera is needed the
   * former one MUST be closed first, since a phone has one at a time, and MUST be opened again, with an error, when the
   * other cannot be had. What is muted stays muted. A kind that is stopped meanwhile MUST stay dark, is reported as not opened, and has no error.
   */
  adjust(kinds: MediaKinds): Promise<MediaOpened>;
  setEnabled(kind: MediaKind, enabled: boolean): void;
  /** Closes the device; its light goes off. Idempotent. */
  stop(kind: MediaKind): void;
  /** Called when a device goes away by itself (unplugged, permission taken back); not after `stop`. */
  onEnded: ((kind: MediaKind) => void) | undefined;
  /** Called when an open device has given nothing for about a second, and when that is over; not after `stop`. */
  onPaused: ((kind: MediaKind, pause: MediaPause) => void) | undefined;
}

/** What one page leaves for the page that comes after it in the same tab. */
export interface NotePort {
  /**
   * Keeps a note under a name, and not longer than told. MUST NOT throw: the answer is whether it is kept. Called while
   * the page goes away, so it MUST be done when it returns. `isUrgent`: of use also if nobody signs in.
   */
  leave(name: string, note: object, untilMs: number, isUrgent?: boolean): boolean;
  /**
   * Takes a note that is kept under the name, or any if the name is empty. MUST resolve, with undefined when there is
   * none, and MUST NOT give one note twice, not even to two tabs of which one was copied from the other.
   */
  take(name: string): Promise<unknown>;
}

/** Derives bytes from a text, slowly on purpose: PBKDF2 (RFC 8018) with HMAC-SHA-256. MUST resolve, never reject. */
export type StretchPort = (text: string, how: Stretching) => Promise<Uint8Array>;

export interface Stretching {
  readonly salt: string;
  readonly rounds: number;
  /** How many bytes come of it. */
  readonly bytes: number;
}

export interface Ports {
  readonly clock: ClockPort;
  readonly signal: SignalPort;
  readonly peers: PeerPort;
  readonly media: MediaPort;
  /** The other tabs of this browser; without it there are none. */
  readonly tabs?: BusPort;
  /** Nobody sees the page: what is only measured is measured less often. Absent: it is seen. */
  readonly isHidden?: () => boolean;
  /** The person has told the browser to use little data. Absent: nobody has. */
  readonly savesData?: () => boolean;
  /** Absent: there are no safety codes. Browsers have none on insecure pages. */
  readonly stretch?: StretchPort | undefined;
  /** The browser knows of no network at all. Absent: nobody knows. */
  readonly isOffline?: () => boolean;
  /** Of which make it is, for reports: `navigator.userAgent`. Absent: it is none. */
  readonly browser?: string;
  /** Absent: a call ends with its page. */
  readonly notes?: NotePort;
}
