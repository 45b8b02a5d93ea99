/**
 * Whether a call lets this person's addresses out: as its first connection did, whatever the page wants for the calls after
 * it, since a later connection of the call would tell what the first one kept. It may become stricter, never looser.
 */
export class KeptPrivacy {
  #callId: string | undefined;
  #relayOnly = false;

  /** A connection of this call is made now; `relayOnly` is what the page wants now. */
  of(callId: string, relayOnly: boolean): boolean {
    this.keep(callId, relayOnly || (callId === this.#callId && this.#relayOnly));
    return this.#relayOnly;
  }

  /** The page before this one made its connections so. */
  keep(callId: string, relayOnly: boolean): void {
    this.#callId = callId;
    this.#relayOnly = relayOnly;
  }

  /** Of a call that has had a connection. */
  get relayOnly(): boolean {
    return this.#relayOnly;
  }
}
