/**
 * Stands between the core and a signal port that the page's author wrote: whatever that one throws, leaves out or says
 * twice, the core sees a port that keeps its MUST sentences, and the author hears what was wrong (`fault`). It mends
 * nothing and translates nothing.
 */
import { type ClientMessage, parseServerMessage } from '../../protocol/index.js';
import type { SignalConnection, SignalListener, SignalPort } from '../ports.js';

/** A connection that broke or never came about. RFC 6455, section 7.4.1. */
export const BROKEN = 1006;

export const guardSignal = (port: SignalPort): SignalPort => ({
  connect: (listener) => new GuardedConnection(port, listener),
});

class GuardedConnection implements SignalConnection {
  #listener: SignalListener | undefined;
  #inner: Partial<SignalConnection> | undefined;
  /** What a port says before it has answered who it is. */
  #early: (() => void)[] | undefined = [];
  #isOpen = false;
  #isGreeted = false;
  #isFaulty = false;

  constructor(port: SignalPort, listener: SignalListener) {
    this.#listener = listener;
    // The listener must not be called before we return.
    void Promise.resolve().then(() => {
      if (this.#listener) this.#connect(port);
    });
  }

  send(message: ClientMessage): boolean {
    if (!this.#listener || !this.#isOpen) return false;
    try {
      // A port that answers nothing has taken it.
      return this.#inner?.send?.(message) !== false;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  close(code?: number): void {
    const inner = this.#inner;
    this.#listener = this.#inner = undefined;
    try {
      inner?.close?.(code);
    } catch {
      // Nobody listens any more.
    }
  }

  #connect(port: SignalPort): void {
    try {
      if (typeof (port as Partial<SignalPort>).connect !== 'function')
        throw new TypeError('`signal` must be a function, or an object with connect().');
      this.#inner = port.connect(this.#ear());
      // Meanwhile the port may have been closed.
      if (!this.#listener) this.close();
      for (const run of this.#early?.splice(0) ?? []) run();
      this.#early = undefined;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What the port is given to speak to. */
  #ear(): SignalListener {
    const turn = (run: () => void): void => {
      if (this.#early) this.#early.push(run);
      else run();
    };
    return {
      open: () => {
        turn(() => {
          this.#open();
        });
      },
      message: (data) => {
        turn(() => {
          this.#hear(data);
        });
      },
      fault: (reason) => {
        this.#fault(reason);
      },
      close: (code, reason) => {
        turn(() => {
          this.#end(code, reason);
        });
      },
    };
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#listener?.open();
  }

  #hear(data: unknown): void {
    const parsed = parseServerMessage(data);
    if (!parsed.ok && parsed.code !== 'unknown-type') this.#fault(parsed.reason);
    const type = parsed.ok ? parsed.message.type : parsed.type;
    if (type === 'id') this.#isGreeted = true;
    else if (!this.#isGreeted) this.#fault('The first message must be "id".');
    this.#open();
    this.#listener?.message(data);
  }

  /** Said once for each connection: one mistake makes many. */
  #fault(reason: string): void {
    if (this.#isFaulty) return;
    this.#isFaulty = true;
    this.#listener?.fault?.(reason);
  }

  #fail(error: unknown): void {
    this.#fault(String(error));
    this.#end(BROKEN, '');
  }

  #end(code: number, reason: string): void {
    const listener = this.#listener;
    this.close();
    listener?.close(typeof code === 'number' ? code : BROKEN, reason);
  }
}
