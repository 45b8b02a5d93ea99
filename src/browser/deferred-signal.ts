/**
 * A signal port whose code is loaded when it is first used: most pages have a server and never need the one that
 * works without. If it cannot be loaded, or not be used on this page, the connection closes, and is tried again like any
 * other.
 */
import type { SignalConnection, SignalListener, SignalPort } from '../core/ports.js';

export class DeferredSignal implements SignalPort {
  readonly #load: () => Promise<SignalPort>;

  constructor(load: () => Promise<SignalPort>) {
    this.#load = load;
  }

  connect(listener: SignalListener): SignalConnection {
    let connection: SignalConnection | undefined;
    let isOver = false;
    this.#load()
      .then((port) => {
        if (!isOver) connection = port.connect(listener);
      })
      .catch((error: unknown) => {
        if (!isOver) listener.close(1006, String(error));
      });
    return {
      send: (message) => connection?.send(message) ?? false,
      close: (code) => {
        isOver = true;
        connection?.close(code);
      },
    };
  }
}
