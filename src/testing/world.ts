/**
 * Two controllers that really talk to each other, on a bus in memory with fake peers, devices and time: what a test of
 * whole calls begins with.
 */
import { Controller } from '../core/call-controller.js';
import type { ControllerOptions } from '../core/controller.js';
import type { CallError } from '../core/errors.js';
import { BusSignal } from '../core/link/bus-signal.js';
import { FakeClock } from './fake-clock.js';
import { FakeMedia } from './fake-media.js';
import { FakePeers } from './fake-peers.js';
import { MemoryBus } from './memory-bus.js';

export interface Person {
  readonly controller: Controller;
  readonly media: FakeMedia;
  readonly peers: FakePeers;
  readonly errors: CallError[];
  readonly phases: string[];
}

export class World {
  readonly clock = new FakeClock();
  readonly bus = new MemoryBus(this.clock);

  enter(name: string, options: ControllerOptions = {}): Person {
    const media = new FakeMedia();
    const peers = new FakePeers(this.clock);
    const signal = new BusSignal(this.bus, this.clock);
    const controller = new Controller({ clock: this.clock, signal, peers, media }, options);
    const person: Person = { controller, media, peers, errors: [], phases: [] };
    controller.onError((error) => person.errors.push(error));
    controller.subscribe(({ call }, { call: before }) => {
      if (call.phase !== before.phase) person.phases.push(call.phase);
    });
    controller.signIn(name);
    return person;
  }

  /** Lets everything under way come to rest: timers that are due, and promises. */
  async settle(ms = 200): Promise<void> {
    for (let step = 0; step < 10; step += 1) {
      this.clock.advance(ms / 10);
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    }
  }
}

export async function meet(
  options: ControllerOptions = {},
): Promise<{ world: World; naomi: Person; priya: Person }> {
  const world = new World();
  const naomi = world.enter('naomi', options);
  const priya = world.enter('priya', options);
  await world.settle();
  return { world, naomi, priya };
}

export async function talk(): Promise<{ world: World; naomi: Person; priya: Person }> {
  const all = await meet();
  all.naomi.controller.call('priya');
  await all.world.settle();
  all.priya.controller.accept();
  await all.world.settle();
  return all;
}
