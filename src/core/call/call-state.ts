/**
 * What a call can be: one leg, me and one peer. The diagram is the truth that call-machine.ts carries out.
 *
 *            dial               call-accept or answer           peer connected
 *    idle ─────────▶ outgoing ─────────────────────▶ connecting ──────────────▶ active ◀───────┐
 *     ▲ ▲               │ ▲ glare: the lesser id stands   │ ▲                     │ silence     │ back
 *     │ │ offer         ▼ │                               │ │                     ▼             │
 *     │ └─────────── incoming ──────── accept ────────────┘ │                reconnecting ──────┘
 *     │                 │ decline, cancelled, no-answer     │ ice-failed          │ gave up, peer left
 *     └───────────── ended{reason} ◀────────────────────────┴─────────────────────┘  hang-up from any phase
 *
 * Each variant carries only what is valid in it. Types and predicates only.
 */
import type { Description, HangUpReason } from '../../protocol/index.js';
import type { PeerConnectionState } from '../ports.js';
import type { MediaKinds, StreamHandle } from '../stream-handle.js';

export interface CallPeer {
  readonly name: string;
  /** The peer's session, where the server tells. */
  readonly sid?: string;
  /** Speaks version 1. A legacy peer gets base messages only, and one offer ever. */
  readonly v1: boolean;
}

export interface Call {
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly peer: CallPeer;
  /** What the caller invited to. */
  readonly media: MediaKinds;
  /** Both sides have agreed to connect while it rings, see preconnect.ts. */
  readonly preconnect?: true;
}

/** How often each side has offered on a peer connection, so that repeats and leftovers are known for what they are. */
export interface Negotiation {
  /** The peer connection within the call, from 1; a fresh one takes the place of one that is lost for good. */
  readonly pc: number;
  /** Our last offer's number; 0 before the first. */
  readonly sent: number;
  /** The last remote offer's number; 0 before the first. */
  readonly received: number;
  /** Our last offer has its answer. */
  readonly answered: boolean;
  /** Some offer of ours had an answer: the other side has this very connection too. */
  readonly joined?: true;
}

/** What the other side sends. */
export interface Remote {
  readonly stream: StreamHandle | null;
  /** Microphone and camera as the peer reports them; a legacy peer is taken to send what was agreed. */
  readonly media: MediaKinds;
}

export interface Leg {
  readonly call: Call;
  readonly negotiation: Negotiation;
  readonly remote: Remote;
}

/** What a call that connects while it rings has by now. */
export interface Early {
  /** Ours, of which the caller was told. */
  readonly answer?: Description;
  readonly path?: PeerConnectionState;
}

interface RingingLeg extends Leg {
  readonly early?: Early;
}

interface ConnectedLeg extends Leg {
  /** When both were first connected, clock milliseconds. */
  readonly sinceMs: number;
}

export type CallState =
  | { readonly phase: 'idle' }
  | ({
      readonly phase: 'outgoing';
      readonly ringing: boolean;
      /** The other one's connection is interrupted, or their page went away: it rings when they are back. */
      readonly away?: boolean;
    } & RingingLeg)
  | ({ readonly phase: 'incoming' } & RingingLeg)
  | ({
      readonly phase: 'connecting';
      readonly slow: boolean;
      /** When a path was last tried for again, by either side; absent before. */
      readonly triedMs?: number;
    } & Leg)
  | ({
      readonly phase: 'active';
      /** When the other side last restarted a path that is not lost to us. */
      readonly triedMs?: number;
    } & ConnectedLeg)
  | ({
      readonly phase: 'reconnecting';
      /** The path is lost; the peer's page went away; this page did, and is back. */
      readonly why: 'network' | 'peer-leaving' | 'rejoining';
      /** How often a new path was offered. */
      readonly restarts: number;
      /** When one was last offered, or left to the other side; absent before the first. */
      readonly triedMs?: number;
      /** The connection was restarted in vain, or is one that has not been up: it is replaced, and not restarted again. */
      readonly replaces?: true;
      /** Of a fresh connection: what stands on the screen stays until there is a path for this. */
      readonly arriving?: StreamHandle;
    } & ConnectedLeg)
  | {
      readonly phase: 'ended';
      readonly call: Call;
      readonly reason: HangUpReason;
      /** Who ended it: this person, the other one, or the circumstances. */
      readonly by: 'me' | 'peer' | 'system';
      /** How long both were connected, in whole milliseconds; 0 when they never were. */
      readonly durationMs: number;
    };

export type CallPhase = CallState['phase'];
export type LiveState = Exclude<CallState, { readonly phase: 'idle' | 'ended' }>;
/** The phases in which both people take part and media may flow. */
export type TalkingState = Extract<CallState, { readonly phase: 'connecting' | 'active' | 'reconnecting' }>;

export const IDLE: CallState = { phase: 'idle' };

/** The other side says that it sends sound or pictures. */
export const expectsMedia = (state: CallState): boolean =>
  isTalking(state) && (state.remote.media.audio || state.remote.media.video);

/** There is a call to hang up, cancel or decline. */
export const isLive = (state: CallState): state is LiveState =>
  state.phase !== 'idle' && state.phase !== 'ended';

export const isTalking = (state: CallState): state is TalkingState =>
  state.phase === 'connecting' || state.phase === 'active' || state.phase === 'reconnecting';
