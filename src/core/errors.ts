/**
 * The errors a person or a page author can meet, each with a stable code (docs/errors.md has an entry for every
 * one). Outcomes of a call, such as declined or busy, are no errors: they are the `reason` of its end.
 */

/** Why a camera or microphone is not there. From the names of getUserMedia's DOMExceptions. */
export const MEDIA_ERROR_CODES = [
  'media-denied',
  'media-missing',
  'media-busy',
  'media-overconstrained',
  'media-constraints',
  'media-insecure',
  'media-policy',
  'media-ended',
  'media-paused',
  'media-failed',
] as const;
export type MediaErrorCode = (typeof MEDIA_ERROR_CODES)[number];

/** Why a call has no path from one browser to the other. */
export const PATH_ERROR_CODES = [
  /** This device is cut off: from the server as well, or the browser says so. */
  'network-down',
  /** The server does not hear the other one either. */
  'peer-unreachable',
  /** No TURN server takes the credentials, also not those that were fetched anew. */
  'turn-auth',
  'udp-blocked',
  'turn-unreachable',
  /** The direct way is closed, or not allowed, and this page names no TURN server. */
  'no-turn',
  /** There is TURN, and still no way. */
  'no-path',
] as const;
export type PathErrorCode = (typeof PATH_ERROR_CODES)[number];

export const CALL_ERROR_CODES = [
  ...MEDIA_ERROR_CODES,
  ...PATH_ERROR_CODES,
  /** A command came in a phase that has no use for it. */
  'invalid-state',
  /** An option or argument has a wrong value. */
  'invalid-argument',
  /** Calling oneself. */
  'self-call',
  /** Nobody of that name is online. */
  'peer-unavailable',
  /** There is no connection to the server now. */
  'not-online',
  /** The server refused us and asked not to come back (close code 45xx). */
  'link-refused',
  /** The connection to the server was lost; it is tried again. */
  'link-lost',
  /** The server did not answer the first try; it is tried again. */
  'link-unreachable',
  /** The server's address is one that others can read and change what is said to (`ws:`), so it is not used. */
  'insecure-link',
  /** The page's `getToken` threw, or gave no token; the connection is tried again. */
  'token-failed',
  /** The page's own way to its backend threw, or said what makes no sense. */
  'signal-failed',
  /** The server said `error`; `detail` has its code. */
  'server-error',
  /** The browser has no WebRTC, or refused a step of it. */
  'peer-failed',
  /** Something else in the page closed the peer connection. */
  'peer-closed',
  /** The controller was disposed. */
  'disposed',
] as const;
export type CallErrorCode = (typeof CALL_ERROR_CODES)[number];

export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CallErrorCode;
  /** What the other side said, where there is one: a wire error code, a close code, a DOMException name. */
  readonly detail: string | undefined;

  constructor(code: CallErrorCode, message: string, detail?: string) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}
