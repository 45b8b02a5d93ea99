/**
 * What one end has sent and the other may not have yet, so that a session which goes on over another connection
 * loses nothing: each end counts what it sends and keeps the last of it, as stream management does (XEP-0198). Both
 * ends must count alike, so what counts stands here too. It sends nothing and keeps no copy of a text.
 */

/** What belongs to one connection, or is told whole again on the next: neither counted nor kept. */
const UNCOUNTED_FROM_SERVER: ReadonlySet<string> = new Set([
  'id',
  'session',
  'ping',
  'pong',
  'presence',
  'userlist',
  'goodbye',
]);
/** Chat has acknowledgements of its own. */
const UNCOUNTED_FROM_CLIENT: ReadonlySet<string> = new Set(['username', 'ping', 'pong', 'sync', 'message']);

/** A frame whose type cannot be read counts: what does not count is never unreadable. */
export const countsFromServer = (type: string | undefined): boolean =>
  type === undefined || !UNCOUNTED_FROM_SERVER.has(type);
export const countsFromClient = (type: string | undefined): boolean =>
  type === undefined || !UNCOUNTED_FROM_CLIENT.has(type);

/** Messages kept for another connection, and the characters that they may have together. */
export const REPLAY_MESSAGES = 64;
export const REPLAY_LENGTH = 64 * 1024;

interface Kept<T> {
  readonly message: T;
  readonly length: number;
}

export class ReplayRing<T> {
  #kept: Kept<T>[] = [];
  #length = 0;
  #sent = 0;

  /** How many were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.length;
  }

  /** `message` was sent; `length` is that of its text. */
  push(message: T, length: number): void {
    this.#sent += 1;
    this.#kept.push({ message, length });
    this.#length += length;
    while (this.#kept.length > REPLAY_MESSAGES || this.#length > REPLAY_LENGTH) this.#drop();
  }

  /** The other end has the first `count`. What it cannot have is no news. */
  trim(count: number): void {
    if (count > this.#sent) return;
    while (this.#sent - this.#kept.length < count) this.#drop();
  }

  /**
   * What an end lacks that has the first `count`: all of it, or undefined where that is not kept any more. Then there
   * is a gap: nothing is sent again, and counting goes on from `count`.
   */
  after(count: number): readonly T[] | undefined {
    if (count <= this.#sent && this.#sent - this.#kept.length <= count) {
      this.trim(count);
      return this.#kept.map(({ message }) => message);
    }
    this.restart(count);
    return undefined;
  }

  /** Nothing is kept, and counting goes on from `count`. */
  restart(count: number): void {
    this.#kept = [];
    this.#length = 0;
    this.#sent = count;
  }

  #drop(): void {
    this.#length -= this.#kept.shift()?.length ?? 0;
  }
}
