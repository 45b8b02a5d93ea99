/**
 * What this end of a session counts, so that the session goes on over another connection without a loss: how much it
 * has heard, and what it has sent that the server may not have. It sends nothing. Nothing counts where the server
 * gives no numbers.
 */
import { type ClientMessage, ReplayRing, countsFromClient, countsFromServer } from '../../protocol/index.js';

export class ClientStream {
  readonly #sent = new ReplayRing<ClientMessage>();
  #heard = 0;
  #isKnown = false;
  #isRunning = false;
  /** The page before this one counted what it sent, and this one does not know how far. */
  #isAdopted = false;

  /** How many messages of the server were heard, where there is a session that counts. */
  get seq(): number | undefined {
    return this.#isKnown ? this.#heard : undefined;
  }

  /** The session of the page before this one, which had heard so many. */
  adopt(heard: number): void {
    this.#heard = heard;
    this.#isKnown = true;
    this.#isAdopted = true;
  }

  /** There is no connection: what comes before the next `session` belongs to no session. */
  pause(): void {
    this.#isRunning = false;
  }

  /** There is no session any more. */
  forget(): void {
    this.begin(undefined);
  }

  /** A new session, which the server counts from `seq`; without one it does not count. */
  begin(seq: number | undefined): void {
    this.#heard = 0;
    this.#sent.restart(seq ?? 0);
    this.#isKnown = this.#isRunning = seq !== undefined;
    this.#isAdopted = false;
  }

  /** The session goes on, and the server has got so many: what it lacks, or undefined where that is not kept. */
  resume(seq: number | undefined): readonly ClientMessage[] | undefined {
    if (seq === undefined || !this.#isKnown) {
      this.begin(seq);
      return [];
    }
    if (this.#isAdopted) this.#sent.restart(seq);
    this.#isAdopted = false;
    this.#isRunning = true;
    return this.#sent.after(seq);
  }

  /** A frame has come; one that cannot be read has no type. */
  heard(type: string | undefined): void {
    if (this.#isRunning && countsFromServer(type)) this.#heard += 1;
  }

  sent(message: ClientMessage): void {
    if (this.#isRunning && countsFromClient(message.type))
      this.#sent.push(message, JSON.stringify(message).length);
  }

  /** The server has got so many. */
  acknowledged(seq: number | undefined): void {
    if (this.#isRunning && seq !== undefined) this.#sent.trim(seq);
  }
}
