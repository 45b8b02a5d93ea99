/**
 * What a turn of the event loop has to send leaves at its end. Frames for one socket then go out with one system call,
 * and a burst that came in is read before the first receiver is woken, instead of waking one for each message.
 */
import type { Writable } from 'node:stream';

export class TurnFlush {
  #held: Writable[] = [];

  /** What is written from now on waits for the end of this turn. */
  hold(wire: Writable): void {
    if (wire.writableCorked > 0) return;
    wire.cork();
    if (this.#held.push(wire) === 1) setImmediate(() => this.#flush());
  }

  /** Hands over now what waits, for a socket that is about to be destroyed. */
  release(wire: Writable): void {
    wire.uncork();
  }

  #flush(): void {
    const held = this.#held;
    this.#held = [];
    for (const wire of held) wire.uncork();
  }
}
