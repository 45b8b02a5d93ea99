/**
 * What the hub asks of the outside world so that a page which comes back can prove which session was its own. The hub
 * keeps the hash only, so that neither its memory nor a fault's report gives a secret away. Types only.
 */

export interface ResumeTokens {
  /** A new secret nobody can guess, and what the hub may keep of it. */
  issue(): { readonly token: string; readonly hash: string };
  /** Whether this token has this hash. How long the answer takes must not tell how near a guess was. */
  matches(token: string, hash: string): boolean;
}
