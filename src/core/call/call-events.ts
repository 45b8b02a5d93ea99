/**
 * What can happen to a call, and what the machine can ask for in return. Everything that comes from outside the
 * machine carries the id of the call it is about, so that what belongs to another call is dropped in one place.
 * Types only.
 */
import type {
  AnswerDescription,
  CandidateInit,
  ClientMessages,
  Description,
  HangUpReason,
  OfferDescription,
} from '../../protocol/index.js';
import type { CallErrorCode } from '../errors.js';
import type { PeerConnectionState } from '../ports.js';
import type { MediaKinds, StreamHandle } from '../stream-handle.js';
import type { Call } from './call-state.js';

/** What the person does. */
export type CallCommand =
  | { readonly type: 'dial'; readonly call: Call }
  | { readonly type: 'accept'; readonly media: MediaKinds }
  | { readonly type: 'hang-up' }
  | { readonly type: 'dismiss' }
  /** The page goes away; it left itself a note with which it may come back, or not. */
  | { readonly type: 'leave-page'; readonly returns: boolean }
  /** The page that left in the middle of this call is back, and has this long to be heard. */
  | {
      readonly type: 'rejoin';
      readonly call: Call;
      /** The peer connection that it will offer. */
      readonly pc: number;
      readonly sinceMs: number;
      readonly withinMs: number;
    }
  /** The call goes on elsewhere: this page is not the one to take it up again. */
  | { readonly type: 'forget' }
  /** Something that was said on either side may be lost. */
  | { readonly type: 'resync' }
  /**
   * The network, the server or the page is back, or another one: a path that is lost may be there again. `wasAway`: it was
   * this page that the server had lost.
   */
  | { readonly type: 'wake'; readonly wasAway?: true };

interface About {
  readonly callId: string;
}

interface FromDevice extends About {
  /** Where the other person has several devices: the session of the one that this came from. */
  readonly device?: string;
}

/** What the other side sends; the desk has already checked that it comes from the peer. */
export type RemoteEvent =
  | {
      readonly type: 'remote-offer';
      readonly call: Call;
      readonly description: OfferDescription;
      readonly pc: number;
      readonly n: number;
      readonly lifetimeMs?: number;
      /** From another device of the person that this one talks with. */
      readonly isBeside?: true;
    }
  | ({
      readonly type: 'remote-answer';
      readonly description: AnswerDescription;
      readonly n?: number;
      readonly v1: boolean;
    } & FromDevice)
  | ({ readonly type: 'remote-candidate'; readonly candidate: CandidateInit | null } & About)
  | ({ readonly type: 'remote-ringing' } & About)
  /** The callee's page connects while it rings; its person has said nothing yet. */
  | ({
      readonly type: 'remote-preconnect';
      readonly description: AnswerDescription;
      readonly n?: number;
    } & About)
  | ({ readonly type: 'remote-accept' } & FromDevice)
  | ({ readonly type: 'remote-hang-up'; readonly reason?: HangUpReason } & FromDevice)
  /** The caller has taken another device of ours, or its no. */
  | ({ readonly type: 'remote-select' } & About)
  | ({ readonly type: 'remote-leaving' } & About)
  | ({ readonly type: 'remote-media'; readonly media: MediaKinds } & About)
  /** The server knows nobody of that name. */
  | ({ readonly type: 'remote-unavailable' } & About)
  /** The peer goes by another name now; it is still the same session. */
  | ({ readonly type: 'remote-renamed'; readonly name: string } & About)
  /** The name of the peer is in the list with another session. */
  | ({ readonly type: 'remote-session'; readonly sid: string } & About)
  /** The very session that the peer had is in the list. */
  | ({ readonly type: 'remote-here' } & About)
  /** The peer is no longer in the list. */
  | ({ readonly type: 'remote-gone' } & About)
  /** What the server says of the peer's connection to it: lost, back, or given up. The media are another matter. */
  | ({ readonly type: 'remote-signal'; readonly signal: 'reconnecting' | 'online' | 'left' } & About);

/** What our own ends report. */
export type LocalEvent =
  /** With an answer the number of the offer that it is to. */
  | ({
      readonly type: 'local-description';
      readonly description: Description;
      readonly n?: number | undefined;
    } & About)
  | ({ readonly type: 'local-candidate'; readonly candidate: CandidateInit | null } & About)
  | ({ readonly type: 'connection'; readonly state: PeerConnectionState } & About)
  /** Nothing comes over the path any more, whatever the browser thinks of it. */
  | ({ readonly type: 'silent' } & About)
  /** The path is back, as its checks say, and brings nothing of what the other side says that it sends. */
  | ({ readonly type: 'barren' } & About)
  | ({ readonly type: 'remote-stream'; readonly stream: StreamHandle } & About)
  | ({ readonly type: 'peer-error'; readonly message: string } & About)
  /** The connection was closed by something else in the page, or at its other end. */
  | ({ readonly type: 'closed'; readonly by: 'page' | 'peer' } & About)
  /** There are other STUN and TURN servers than those that refused us. */
  | ({ readonly type: 'ice-renewed' } & About)
  /** What we send changed. */
  | { readonly type: 'local-media'; readonly media: MediaKinds }
  | ({ readonly type: 'timer'; readonly timer: CallTimer } & About);

export type CallEvent = CallCommand | RemoteEvent | LocalEvent;

export type CallTimer =
  /** The callee's page did not even say that it rings. */
  | 'reach'
  | 'ring'
  /** Connecting takes long enough to say so. */
  | 'slow'
  | 'connect'
  /** Disconnected long enough to say so. */
  | 'suspect'
  /** The other end was closed, and why will be heard soon. */
  | 'closed'
  | 'retry'
  | 'give-up'
  /** A page that left, ours or the peer's, may take the call up again. */
  | 'rejoin'
  /** A legacy peer had to drop its connection: it is called once more. */
  | 'redial';

/** What the machine sends; the sender's name is added on the way out. */
export type CallMessage = ClientMessages[
  | 'video-offer'
  | 'video-answer'
  | 'new-ice-candidate'
  | 'hang-up'
  | 'call-ringing'
  | 'call-preconnect'
  | 'call-accept'
  | 'call-leaving'
  | 'call-select'
  | 'call-media'];

export type CallEffect =
  | { readonly type: 'send'; readonly message: CallMessage }
  /** `offers`: for an offer of ours, which may have been prepared. */
  | ({ readonly type: 'open-peer'; readonly offers?: true } & About)
  | { readonly type: 'peer-offer' }
  | {
      readonly type: 'peer-receive';
      readonly description: Description;
      readonly polite: boolean;
      /** Of an offer its number, of an answer that of the offer which it is to. */
      readonly n?: number;
    }
  | { readonly type: 'peer-admit' }
  | { readonly type: 'peer-candidate'; readonly candidate: CandidateInit | null }
  | { readonly type: 'peer-hold-media'; readonly isHeld: boolean }
  | { readonly type: 'peer-sync-media' }
  | { readonly type: 'peer-restart-ice' }
  | { readonly type: 'close-peer' }
  | { readonly type: 'want-media'; readonly media: MediaKinds }
  | { readonly type: 'release-media' }
  /** Take this event up once the state that it led to was seen. */
  | { readonly type: 'then'; readonly event: CallEvent }
  /** Tell the peer what is sent: comes back as `local-media`. */
  | { readonly type: 'announce-media' }
  | ({ readonly type: 'start-timer'; readonly timer: CallTimer; readonly ms: number } & About)
  | { readonly type: 'stop-timer'; readonly timer: CallTimer }
  | { readonly type: 'stop-timers' }
  /** Somebody called and was not answered. */
  | { readonly type: 'miss'; readonly call: Call; readonly reason: HangUpReason }
  | { readonly type: 'report'; readonly code: CallErrorCode; readonly message: string };

/** Durations in milliseconds; see "Timers" in docs/protocol.md. */
export interface CallTimings {
  readonly ringMs: number;
  readonly reachMs: number;
  readonly slowMs: number;
  readonly connectMs: number;
  readonly suspectMs: number;
  /** The connection was closed at its other end: so long for the word that says why. */
  readonly closedMs: number;
  /** Waits between ICE restarts; the last one repeats. Over a slow path they are longer, see lost-path.ts, and so is the next. */
  readonly retryMs: readonly [number, ...number[]];
  /** However many signs of a path there are, so long lies between two tries. */
  readonly calmMs: number;
  /** So much later than the other side tries whose turn it is not, and not at all if that was heard: two offers at once undo each other. */
  readonly yieldMs: number;
  /**
   * A restart of which both have spoken brings the path back within this time, or a fresh connection takes its place. Over a
   * slow path it is longer, see lost-path.ts.
   */
  readonly healMs: number;
  readonly giveUpMs: number;
  readonly rejoinMs: number;
  /** How long the path to a legacy peer may be gone before it is called once more. */
  readonly legacyLossMs: number;
  /** The least and the greatest wait before a legacy peer is called once more; random between. */
  readonly redialMs: readonly [number, number];
}

export const CALL_TIMINGS: CallTimings = {
  ringMs: 60_000,
  reachMs: 10_000,
  slowMs: 15_000,
  connectMs: 30_000,
  suspectMs: 2_000,
  closedMs: 2_000,
  retryMs: [2_000, 4_000, 8_000],
  calmMs: 1_000,
  yieldMs: 1_000,
  healMs: 1_500,
  giveUpMs: 45_000,
  rejoinMs: 8_000,
  legacyLossMs: 4_000,
  redialMs: [250, 1_250],
};

/** A page's own ring time can change at any time; 0: the default. */
export const timingsOf = (ownRingMs: () => number): CallTimings => ({
  ...CALL_TIMINGS,
  get ringMs() {
    return ownRingMs() || CALL_TIMINGS.ringMs;
  },
});

/** What a transition may know besides state and event. */
export interface CallEnv {
  /** How long the path of this call took there and back when that was measured last, in milliseconds. 0 or absent while nobody knows. */
  readonly roundTripMs?: number;
  /** The browser has given the connection up, which then is not waited for. */
  readonly isGivenUp?: boolean;
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
  readonly timings: CallTimings;
  /** What the server's list says of somebody: `away` from the server at the moment; `unknown` while the server is away from us. */
  readonly whereIs: (name: string) => 'listed' | 'away' | 'missing' | 'unknown';
}
