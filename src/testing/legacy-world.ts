/**
 * The reference sample's server in memory, people of ours on it, and the sample's own client: what a test of calls with
 * legacy ends begins with.
 */
import { Controller } from '../core/call-controller.js';
import type { ControllerOptions } from '../core/controller.js';
import type { CallError } from '../core/errors.js';
import { FakeClock } from './fake-clock.js';
import { FakeMedia } from './fake-media.js';
import { FakePeers } from './fake-peers.js';
import { LegacyServer, MdnClient } from './legacy-server.js';

export interface LegacyPerson {
  readonly controller: Controller;
  readonly errors: CallError[];
  readonly peers: FakePeers;
}

export class LegacyWorld {
  readonly clock = new FakeClock();
  readonly server = new LegacyServer(this.clock);

  enter(name: string, options: ControllerOptions = {}): LegacyPerson {
    const peers = new FakePeers(this.clock);
    const ports = { clock: this.clock, signal: this.server, peers, media: new FakeMedia() };
    const controller = new Controller(ports, options);
    const errors: CallError[] = [];
    controller.onError((error) => errors.push(error));
    controller.signIn(name);
    return { controller, errors, peers };
  }

  enterMdn(name: string): MdnClient {
    return new MdnClient(this.server, new FakePeers(this.clock), name);
  }

  /** Lets everything under way come to rest: timers that are due, and promises. */
  async settle(ms = 200): Promise<void> {
    for (let step = 0; step < 10; step += 1) {
      this.clock.advance(ms / 10);
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    }
  }

  /** Types that came in after the first `from` frames, each once. */
  typesSince(from: number): readonly string[] {
    return [...new Set(this.server.frames.slice(from).map(({ type }) => type))].sort();
  }
}

export const phaseOf = ({ controller }: LegacyPerson): string => controller.snapshot.call.phase;

export const usersOf = ({ controller }: LegacyPerson): readonly string[] =>
  controller.snapshot.users.map(({ name }) => name);

/** How the last call ended, or its phase. */
export function endOf({ controller }: LegacyPerson): string {
  const { call } = controller.snapshot;
  return call.phase === 'ended' ? `${call.reason} by ${call.by}` : call.phase;
}
