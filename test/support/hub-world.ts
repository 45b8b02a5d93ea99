/**
 * People with real controllers on a real hub, in one process: time, devices and peer connections are in the test's
 * hand, and nothing goes over a network.
 */
import { Hub } from '../../server/hub.js';
import type { HubSocket } from '../../server/hub/session.js';
import { DEFAULT_HUB_OPTIONS, type HubOptions } from '../../server/limits.js';
import { Controller } from '../../src/core/call-controller.js';
import type { ControllerOptions } from '../../src/core/controller.js';
import type { CallError } from '../../src/core/errors.js';
import type { SignalConnection, SignalListener, SignalPort } from '../../src/core/ports.js';
import type { ClientMessage } from '../../src/protocol/index.js';
import { FakeClock } from '../../src/testing/fake-clock.js';
import { FakeMedia } from '../../src/testing/fake-media.js';
import { FakePeers } from '../../src/testing/fake-peers.js';
import { countedIds } from './hub-ids.js';

export interface Member {
  readonly controller: Controller;
  readonly peers: FakePeers;
  readonly errors: CallError[];
  /** Every phase that the calls went through, the reason behind the last one. */
  readonly phases: string[];
  /** What the page said, in order. */
  readonly said: ClientMessage[];
}

export class HubWorld {
  readonly clock = new FakeClock();
  readonly hub: Hub;

  constructor(options: Partial<HubOptions> = {}) {
    const { clock } = this;
    this.hub = new Hub(
      { ...DEFAULT_HUB_OPTIONS, ...options },
      {
        monotonic: () => clock.now(),
        wallClock: () => clock.now(),
        ...countedIds(),
        requestTick: () => {
          clock.after(50, () => {
            this.hub.tick();
          });
        },
        after: (delayMs, action) => clock.after(delayMs, action),
        report: (error) => {
          throw error;
        },
      },
    );
  }

  enter(name: string, options: ControllerOptions = {}): Member {
    const { clock } = this;
    const said: ClientMessage[] = [];
    const peers = new FakePeers(clock);
    const signal = new HubSignal(this.hub, clock, said);
    const controller = new Controller({ clock, signal, peers, media: new FakeMedia() }, options);
    const member: Member = { controller, peers, errors: [], phases: [], said };
    controller.onError((error) => member.errors.push(error));
    controller.subscribe(({ call }, { call: before }) => {
      if (call.phase !== before.phase)
        member.phases.push(call.phase === 'ended' ? `ended: ${call.reason}` : call.phase);
    });
    controller.signIn(name);
    return member;
  }

  /** Lets everything under way come to rest: timers that are due, and promises. */
  async settle(ms = 500): Promise<void> {
    for (let step = 0; step < ms; step += 100) {
      this.clock.advance(Math.min(100, ms - step));
      for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
    }
  }
}

/** The shell around a hub beats; without it a page takes the silence for the end. */
const BEAT_MS = 7_000;

/** A line to the hub, one millisecond long. */
class HubSignal implements SignalPort {
  readonly #hub: Hub;
  readonly #clock: FakeClock;
  readonly #said: ClientMessage[];

  constructor(hub: Hub, clock: FakeClock, said: ClientMessage[]) {
    this.#hub = hub;
    this.#clock = clock;
    this.#said = said;
  }

  connect(listener: SignalListener): SignalConnection {
    const [hub, clock, said] = [this.#hub, this.#clock, this.#said];
    let isOpen = true;
    const later = (run: () => void): void => {
      clock.after(1, () => {
        if (isOpen) run();
      });
    };
    const socket: HubSocket = {
      send: (text) => {
        later(() => {
          listener.message(text);
        });
      },
      close: (code, reason) => {
        later(() => {
          isOpen = false;
          listener.close(code, reason);
          hub.leave(session);
        });
      },
    };
    const beat = (): void => {
      listener.message('{"type":"ping"}');
      clock.after(BEAT_MS, () => {
        if (isOpen) beat();
      });
    };
    later(() => {
      listener.open();
    });
    clock.after(BEAT_MS, () => {
      if (isOpen) beat();
    });
    const session = hub.join(socket);
    return {
      send: (message) => {
        if (!isOpen) return false;
        said.push(message);
        later(() => {
          hub.receive(session, JSON.stringify(message));
        });
        return true;
      },
      close: () => {
        isOpen = false;
        hub.leave(session);
      },
    };
  }
}
