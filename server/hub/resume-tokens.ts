/**
 * What the hub asks of the outside world so that a page which comes back can prove which session was its own. The hub
 * keeps the hash only, so that neither its memory nor a fault's report gives a secret away. Types only.
 */

export interface ResumeTokens {
  /** A new secret nobody can guess, and what the hub may keep of it. */
  issue(): { readonly token: string; readonly hash: string };
  /** What is kept of this token. It must tell nothing of the token, so that how long a look-up takes tells nothing either. */
  hash(token: string): string;
}
