/**
 * A page's line to a real hub, in memory and on a fake clock: frames take a turn of the clock each way, and a test can
 * break the line, with what is on its way lost. For whole calls between controllers and the relay's own mind.
 */
import { Hub } from '../../server/hub.js';
import type { Departure } from '../../server/hub/resumption.js';
import type { HubSocket, Session } from '../../server/hub/session.js';
import { DEFAULT_HUB_OPTIONS, type HubOptions } from '../../server/limits.js';
import type { SignalConnection, SignalListener, SignalPort } from '../../src/core/ports.js';
import type { ClientMessage } from '../../src/protocol/index.js';
import type { FakeClock } from '../../src/testing/fake-clock.js';
import { countedIds } from './hub-ids.js';

const LATENCY_MS = 5;

/** A hub whose ticks and sweeps run on the clock. */
export class HubHost {
  readonly hub: Hub;
  readonly clock: FakeClock;
  #isSweeping = false;

  constructor(clock: FakeClock, options: Partial<HubOptions> = {}) {
    this.clock = clock;
    this.hub = new Hub(
      { ...DEFAULT_HUB_OPTIONS, ...options },
      {
        monotonic: () => clock.now(),
        wallClock: () => clock.now(),
        after: (delayMs, action) => clock.after(delayMs, action),
        report: (error) => {
          throw error;
        },
        ...countedIds(),
        requestTick: () => {
          clock.after(50, () => {
            this.hub.tick();
          });
        },
      },
    );
  }

  /** Ends what nobody came back for; as the relay does, from time to time while somebody is away. */
  sweep(): void {
    this.hub.sweep(this.clock.now());
    this.#isSweeping = (this.hub.sizes.absent ?? 0) > 0;
    if (this.#isSweeping) this.#sweepLater();
  }

  watch(): void {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    this.#sweepLater();
  }

  #sweepLater(): void {
    this.clock.after(1_000, () => {
      this.sweep();
    });
  }
}

export class HubLine implements SignalPort {
  readonly #host: HubHost;
  #current: HubConnection | undefined;
  /** While it is, no connection comes about. */
  isDown = false;

  constructor(host: HubHost) {
    this.#host = host;
  }

  connect(listener: SignalListener): SignalConnection {
    this.#current = new HubConnection(this.#host, listener, this.isDown);
    return this.#current;
  }

  /** The connection breaks: what is on its way is lost, and both ends notice. */
  cut(): void {
    this.#current?.break();
  }
}

/** What a relay makes of the code with which a socket was closed; see server/relay/connection.ts. */
const departureOf = (code: number): Departure =>
  code === 1000 ? 'left' : code === 1001 ? 'leaving' : 'lost';

class HubConnection implements SignalConnection, HubSocket {
  readonly #host: HubHost;
  #listener: SignalListener | undefined;
  #session: Session | undefined;
  /** What a client sent before the line broke or was closed; a line that is closed is emptied first. */
  #isBroken = false;

  constructor(host: HubHost, listener: SignalListener, isDown: boolean) {
    this.#host = host;
    this.#listener = listener;
    this.#later(() => {
      if (isDown) this.break();
      else this.#open();
    });
  }

  /** The hub sends by the same name that a page does: an object comes from the page, a text from the hub. */
  send(message: ClientMessage | string): boolean {
    if (typeof message === 'string') {
      this.#later(() => this.#listener?.message(message));
      return true;
    }
    if (!this.#listener || this.#isBroken) return false;
    const frame = JSON.stringify(message);
    this.#later(() => {
      if (this.#session) this.#host.hub.receive(this.#session, frame);
    });
    return true;
  }

  /** By the page, which hears nothing more; or by the hub. */
  close(code = 1000): void {
    if (code > 4000 && code !== 4412) {
      this.#later(() => this.#listener?.close(code, ''));
      return;
    }
    this.#listener = undefined;
    this.#later(() => {
      this.#leave(departureOf(code));
    });
  }

  break(): void {
    if (this.#isBroken) return;
    this.#leave('lost');
    const listener = this.#listener;
    this.#isBroken = true;
    this.#listener = undefined;
    listener?.close(1006, '');
  }

  #open(): void {
    if (!this.#listener) return;
    this.#listener.open();
    this.#session = this.#host.hub.join(this);
  }

  #leave(departure: Departure): void {
    if (!this.#session) return;
    this.#host.hub.leave(this.#session, departure);
    this.#host.watch();
  }

  #later(run: () => void): void {
    this.#host.clock.after(LATENCY_MS, () => {
      if (!this.#isBroken) run();
    });
  }
}
