/**
 * What a page, an element or a headless program can do with calling, and nothing of how it is done
 * (call-controller.ts does it). Commands are checked at once and throw `CallError`; what comes of them shows in the
 * snapshot. Types only.
 */
import type { ChosenState } from '../protocol/index.js';
import type { StoredMessage } from './chat/chat-history.js';
import type { IceServerOption } from './ports.js';
import type { CallError } from './errors.js';
import type { SendingOptions } from './quality/plan-sending.js';
import type { CallReport } from './report/call-report.js';
import type { Snapshot } from './snapshot.js';
import type { MediaKind, MediaKinds } from './stream-handle.js';

/** Read whenever they are needed, so an object with getters can change its mind between calls. */
export interface ControllerOptions extends SendingOptions {
  /** How long a call rings, in milliseconds; also what we tell the callee. Absent or 0: 60,000. */
  readonly ringTimeoutMs?: number;
  /** STUN and TURN servers (RTCIceServer). Default none; a server's `session` adds its own. */
  readonly iceServers?: readonly IceServerOption[];
  /** `relay` lets no address of this person out: only TURN paths are used. Default `all`. */
  readonly privacy?: 'all' | 'relay';
  /** The room of the server to enter; a server without rooms ignores it. Read for each connection. Default: the one without a name. */
  readonly room?: string;
  /** Proves to the server who this is. Read for each connection; `renewToken` tells a newer one at once. */
  readonly token?: string;
  /**
   * Answers a token that is good now: called for each attempt to connect, and before the server takes the last one for
   * expired. Goes before `token`. What it throws is told as `token-failed`, and the connection is tried again.
   */
  readonly getToken?: (() => Promise<string> | string) | undefined;
  /**
   * Connects while it rings, where the other side's page does too: the call begins sooner after the yes, and the callee's
   * addresses are known to the caller before. Nothing is seen or heard before the yes. Default false.
   */
  readonly preconnect?: boolean;
  /** A call ends with its page: nothing is written down for the page that comes after it. */
  readonly noRejoin?: boolean;
}

/** The part of the options that says how a path is found. */
export type IceOptions = Pick<ControllerOptions, 'iceServers' | 'privacy'>;

export type Unsubscribe = () => void;

export interface CallController {
  readonly snapshot: Snapshot;

  /** What a call would find its path with now, for a test of the network: the page's servers, and once signed in those of the session. */
  readonly iceOptions: IceOptions;

  /** Called after each swap with the new and the previous snapshot. */
  subscribe(listener: (current: Snapshot, previous: Snapshot) => void): Unsubscribe;

  /** Called for what went wrong outside any command: the server's errors, devices, a failed peer. */
  onError(listener: (error: CallError) => void): Unsubscribe;

  /**
   * Connects and asks for a name; while connected it renames. The server may grant another name: see `snapshot.self`.
   * Throws `invalid-argument` for what cannot be a name.
   */
  signIn(name: string): void;
  /** Ends the call, if there is one, and the connection. What was said is forgotten: whoever signs in next may be another. */
  signOut(): void;
  /** Tries the connection now: while `waiting` instead of later, or again after it was `refused`. */
  reconnect(): void;
  /**
   * The network or the page came back, or the network is another one: checks the connection to the server at once, and
   * looks for a new path for a call that has lost its own.
   */
  wake(): void;
  /** The token is another one now: the server hears it at once, if there is a connection. */
  renewToken(): void;
  /**
   * Goes on with the call that the last page of this tab was in when it was left, seconds ago: signs in under the name
   * it had and takes the call up again. No effect where there is none. For the start of a page.
   */
  rejoin(): void;

  /**
   * A call is likely soon, for instance because the pointer is over a button: makes a connection and its offer ready, so
   * that `call` is out sooner. Nothing is sent and no device is opened; unused it is let go after 30 seconds. No effect
   * where nobody can be called now.
   */
  prepareCall(): void;
  /** Calls somebody. Throws `not-online`, `self-call`, `peer-unavailable`, or `invalid-state` while there is a call. */
  call(name: string, media?: Partial<MediaKinds>): void;
  /** Answers the ringing call. Throws `invalid-state` when none rings. */
  accept(media?: Partial<MediaKinds>): void;
  /**
   * Ends, cancels or declines, whichever the phase means. A ringing call can be declined with a message: the caller gets
   * it in the chat. Throws `invalid-state` when there is nothing to end, or nothing to decline with a message, and what
   * `sendMessage` throws; then nothing has happened.
   */
  hangUp(message?: string): void;
  /** Puts the picture of an ended call away: `ended` becomes `idle`; was it missed, that is known. No effect in any other phase. */
  dismiss(): void;
  /** Puts the missed calls away. One that is returned, or whose caller is answered later, goes by itself. */
  clearMissed(): void;

  /**
   * Microphone (`audio`) or camera (`video`) on or off; with no call it is the wish for the next one.
   * Switching on a failed device tries it again.
   */
  setDevice(kind: MediaKind, on: boolean): void;
  /**
   * Tries those of the devices again that failed, without an argument both, with one prompt. Each is opened as it was: a
   * microphone that was muted stays muted.
   */
  retryDevices(kinds?: Partial<MediaKinds>): void;
  /**
   * Opens camera and microphone before a call, as the person wishes them, to be looked at and listened to
   * (`snapshot.media`), or closes them again. A call that begins goes on with what is open. No effect in a call. To close
   * is no mistake after the end of the controller either.
   */
  setPreview(on: boolean): void;
  /**
   * What the page asks of its devices has changed: those that are open follow at once. One that cannot stays as it was,
   * and `onError` hears why.
   */
  applyConstraints(): void;
  /** How the page wants to send has changed: the call there is follows, without a new negotiation. */
  applySending(): void;
  /**
   * What others see of this person in their list; also before `signIn`. It is said again after each reconnection, and
   * forgotten at `signOut`. A legacy server is told nothing: there it only counts here.
   */
  setState(state: ChosenState): void;

  /**
   * Says something to one person, or to everybody. While the connection is being tried again it waits, and goes out when
   * there is one. Throws `invalid-argument`, or `not-online` when nobody is signed in.
   */
  sendMessage(text: string, to?: string | null): void;
  /**
   * Says a message of one's own that failed once more; who has it already does not get it twice. No effect on one that did
   * not fail. Throws `invalid-argument` when there is none of this `mid`, or `not-online`.
   */
  resendMessage(mid: string): void;
  /**
   * Puts back what the page has kept of earlier conversations: sorted in by time, each `mid` once, and not as unread.
   * Throws `invalid-argument` for what is no list of messages.
   */
  restoreMessages(messages: readonly StoredMessage[]): void;
  /** What was said has been read: with one person, with null what was said to everybody, without an argument all of it. */
  markRead(who?: string | null): void;

  /**
   * Digits that both ends of the connected call have in common unless somebody sits between them: for people to compare, see
   * safety-code.ts. Thirty, in groups of five. They change when the connection is replaced, so ask when they are shown.
   * Undefined while nothing is connected, and where the browser has no `crypto.subtle`.
   */
  safetyCode(): Promise<string | undefined>;

  /**
   * What happened lately, as data for whoever has to find out why a call went wrong: the last 500 events, five minutes
   * of samples, the statistics of the connection there is. No name, address, text, token or session description is in
   * it; see docs/reports.md. Undefined before anybody has signed in on this page. Also after `dispose`.
   */
  report(): Promise<CallReport | undefined>;

  /** This page goes away now: the peer is told at once, and the connection is closed until `wake`. For `pagehide`. */
  leavePage(): void;
  /** Ends everything and lets go of it. Idempotent; every later command throws `disposed`. */
  dispose(): void;
}
