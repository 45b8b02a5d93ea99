/**
 * Two controllers that really talk to each other, on a bus in memory with fake peers, devices and time: what a test of
 * whole calls begins with.
 */
import { Controller } from '../core/call-controller.js';
import { stretch } from '../browser/stretch.js';
import type { ControllerOptions } from '../core/controller.js';
import type { CallError } from '../core/errors.js';
import { BusSignal } from '../core/link/bus-signal.js';
import type { SignalConnection, SignalListener, SignalPort } from '../core/ports.js';
import { FakeClock } from './fake-clock.js';
import { FakeMedia } from './fake-media.js';
import { FakeNotes } from './fake-notes.js';
import { FakePeers } from './fake-peers.js';
import { MemoryBus } from './memory-bus.js';

/** A person's line to the server, which a test can cut. */
class Line implements SignalPort {
  readonly #signal: SignalPort;
  #cut: () => void = () => undefined;

  constructor(signal: SignalPort) {
    this.#signal = signal;
  }

  connect(listener: SignalListener): SignalConnection {
    const connection = this.#signal.connect(listener);
    this.#cut = () => {
      connection.close();
      listener.close(1006, '');
    };
    return connection;
  }

  /** The connection breaks, and both ends know. */
  cut(): void {
    this.#cut();
  }
}

export interface Person {
  readonly link: Line;
  readonly controller: Controller;
  /** What the person's tab keeps from one page to the next. */
  readonly notes: FakeNotes;
  readonly media: FakeMedia;
  readonly peers: FakePeers;
  readonly errors: CallError[];
  readonly phases: string[];
}

/** What every page of a world finds around it. */
interface WorldPage {
  readonly isHidden: boolean;
  readonly isOffline?: () => boolean;
}

export class World {
  readonly clock: FakeClock;
  readonly bus: MemoryBus;
  readonly #wrap: (signal: SignalPort) => SignalPort;
  readonly #page: WorldPage;

  /** `wrap`: what lies between each page and its server. `page`: whether anybody sees the pages. */
  constructor(
    wrap: (signal: SignalPort, clock: FakeClock) => SignalPort = (signal) => signal,
    clock = new FakeClock(),
    page: WorldPage = { isHidden: false },
  ) {
    this.clock = clock;
    this.#page = page;
    this.bus = new MemoryBus(clock);
    this.#wrap = (signal) => wrap(signal, this.clock);
  }

  enter(name: string, options: ControllerOptions = {}): Person {
    const person = this.open(options);
    person.controller.signIn(name);
    return person;
  }

  /** A page on which nobody has signed in, in a tab that may have had another page before. */
  open(options: ControllerOptions = {}, notes = new FakeNotes(this.clock)): Person {
    const { clock } = this;
    const media = new FakeMedia();
    const peers = new FakePeers(clock);
    const link = new Line(this.#wrap(new BusSignal(this.bus, clock)));
    const isHidden = (): boolean => this.#page.isHidden;
    const { isOffline = () => false } = this.#page;
    const ports = { clock, signal: link, peers, media, notes, isHidden, isOffline, stretch };
    const controller = new Controller(ports, options);
    const person: Person = { link, controller, notes, media, peers, errors: [], phases: [] };
    controller.onError((error) => person.errors.push(error));
    controller.subscribe(({ call }, { call: before }) => {
      if (call.phase !== before.phase) person.phases.push(call.phase);
    });
    return person;
  }

  /** The page goes away, as when its tab is closed. */
  close({ controller }: Person): void {
    controller.leavePage();
    controller.dispose();
  }

  /** The page goes away and another one comes, a moment later, in the same tab. */
  async reload(person: Person, options: ControllerOptions = {}, awayMs = 300): Promise<Person> {
    this.close(person);
    await this.settle(awayMs);
    const next = this.open(options, person.notes);
    next.controller.rejoin();
    return next;
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
  world = new World(),
): Promise<{ world: World; naomi: Person; priya: Person }> {
  const naomi = world.enter('naomi', options);
  const priya = world.enter('priya', options);
  await world.settle();
  return { world, naomi, priya };
}

export async function talk(world = new World()): Promise<{ world: World; naomi: Person; priya: Person }> {
  const all = await meet({}, world);
  all.naomi.controller.call('priya');
  await all.world.settle();
  all.priya.controller.accept();
  await all.world.settle();
  return all;
}
