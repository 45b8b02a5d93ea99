/**
 * A line on which what another page sends may come twice, late, or in another order, in front of any signal port: for
 * showing that a call survives it. What the server itself says may come twice, but keeps its order, as the protocol
 * has it. Nothing is lost.
 */
import type { ClockPort, SignalConnection, SignalListener, SignalPort } from '../core/ports.js';
import { PEER_TYPES } from '../protocol/index.js';

export interface ChaosOptions {
  /** How likely a frame comes twice, from 0 to 1. */
  readonly twice?: number;
  /** The longest that a message of another page is held back, in milliseconds; others overtake it meanwhile. */
  readonly delayMs?: number;
  /** In [0, 1); the clock's unless a test brings one that it can repeat. */
  readonly random?: () => number;
}

export class ChaosSignal implements SignalPort {
  readonly #signal: SignalPort;
  readonly #clock: ClockPort;
  readonly #options: Required<ChaosOptions>;

  constructor(signal: SignalPort, clock: ClockPort, options: ChaosOptions = {}) {
    this.#signal = signal;
    this.#clock = clock;
    this.#options = { twice: 0, delayMs: 0, random: () => clock.random(), ...options };
  }

  connect(listener: SignalListener): SignalConnection {
    const held = new Set<() => void>();
    const letGo = (): void => {
      for (const cancel of held) cancel();
    };
    const connection = this.#signal.connect({
      open: () => {
        listener.open();
      },
      message: (data) => {
        for (let times = this.#options.random() < this.#options.twice ? 2 : 1; times > 0; times -= 1)
          this.#pass(data, listener, held);
      },
      close: (...why) => {
        letGo();
        listener.close(...why);
      },
    });
    return {
      send: (message) => connection.send(message),
      close: (code) => {
        letGo();
        connection.close(code);
      },
    };
  }

  #pass(data: unknown, listener: SignalListener, held: Set<() => void>): void {
    const waitMs = isOfPage(data) ? Math.floor(this.#options.random() * (this.#options.delayMs + 1)) : 0;
    if (waitMs === 0) {
      listener.message(data);
      return;
    }
    const cancel = this.#clock.after(waitMs, () => {
      held.delete(cancel);
      listener.message(data);
    });
    held.add(cancel);
  }
}

/** Frames come as text from a socket, and as objects from a bus. */
function isOfPage(data: unknown): boolean {
  const message: unknown = typeof data === 'string' ? JSON.parse(data) : data;
  return PEER_TYPES.has((message as { readonly type?: string } | null)?.type ?? '');
}
