/**
 * Whose turn it is to be heard: of all tabs of this origin that ring, one, by a Web Lock; the next one when the first is
 * done. Without locks (an insecure page) it is everybody's turn. It makes no sound itself.
 */
import { locks } from '../broadcast-bus.js';

const RING_LOCK = 'call-elements:ring';

export class RingTurn {
  readonly #changed: () => void;
  readonly #lock: string;
  #giveUp: (() => void) | undefined;
  #isMine = false;

  constructor(changed: () => void, lock: string = RING_LOCK) {
    this.#changed = changed;
    this.#lock = lock;
  }

  get isMine(): boolean {
    return this.#isMine;
  }

  want(wanted: boolean): void {
    if (wanted === (this.#giveUp !== undefined)) return;
    if (wanted) this.#queue();
    else {
      this.#giveUp?.();
      this.#giveUp = undefined;
      this.#isMine = false;
    }
  }

  #queue(): void {
    const manager = locks();
    if (!manager) {
      this.#giveUp = () => undefined;
      this.#isMine = true;
      return;
    }
    const waiting = new AbortController();
    let done = (): void => undefined;
    const over = new Promise<void>((resolve) => (done = resolve));
    const giveUp = (): void => {
      waiting.abort();
      done();
    };
    this.#giveUp = giveUp;
    manager
      .request(this.#lock, { signal: waiting.signal }, () => {
        // It may come just when it is wanted no more.
        if (this.#giveUp === giveUp) this.#take();
        return over;
      })
      .catch((error: unknown) => {
        // A page without an origin of its own (a sandboxed frame) gets no lock, and rings alone.
        if (this.#giveUp === giveUp && !isAbort(error)) this.#take();
      });
  }

  #take(): void {
    this.#isMine = true;
    this.#changed();
  }
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
