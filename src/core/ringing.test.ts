/** What a call is to somebody who does not answer: missed, declined with a word, or quiet because they asked for that. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeMedia } from '../testing/fake-media.js';
import { FakePeers } from '../testing/fake-peers.js';
import { type Person, World, meet, talk } from '../testing/world.js';
import { MISSED_CAP, MissedCalls } from './call/missed-calls.js';
import { Controller } from './call-controller.js';
import { CallError } from './errors.js';
import { BusSignal } from './link/bus-signal.js';
import type { SignalPort } from './ports.js';

const missedOf = ({ controller }: Person): readonly string[] =>
  controller.snapshot.missed.map(({ name, reason }) => `${name} ${reason}`);

const textsOf = ({ controller }: Person): readonly string[] =>
  controller.snapshot.chat.messages.map(({ from, to = '', text }) => `${from}>${to}: ${text}`);

const refuses = (command: () => void, code: string): void => {
  assert.throws(command, (error) => error instanceof CallError && error.code === code);
};

async function ringing(): Promise<{ world: World; naomi: Person; priya: Person }> {
  const all = await meet({ ringTimeoutMs: 20_000 });
  all.naomi.controller.call('priya', { video: false });
  await all.world.settle();
  return all;
}

void describe('a missed call', () => {
  void it('is one that nobody answered in time', async () => {
    const { world, naomi, priya } = await ringing();
    const { call } = naomi.controller.snapshot;
    assert.ok(call.phase === 'outgoing');
    assert.deepEqual(missedOf(priya), []);
    await world.settle(20_000);
    const [missed] = priya.controller.snapshot.missed;
    assert.ok(missed);
    const { atMs, ...rest } = missed;
    assert.deepEqual(rest, {
      id: call.call.id,
      name: 'naomi',
      media: { audio: true, video: false },
      reason: 'no-answer',
    });
    assert.ok(atMs <= world.clock.now() && atMs > world.clock.now() - 20_000);
    assert.deepEqual(missedOf(naomi), [], 'the caller has missed nothing');
  });

  void it('is one that the caller cancelled', async () => {
    const { world, naomi, priya } = await ringing();
    naomi.controller.hangUp();
    await world.settle();
    assert.deepEqual(missedOf(priya), ['naomi cancelled']);
  });

  void it('is one whose caller left', async () => {
    const { world, naomi, priya } = await ringing();
    naomi.controller.leavePage();
    naomi.controller.dispose();
    await world.settle(20_000);
    assert.equal(missedOf(priya).length, 1);
  });

  void it('is one that came in another call, also while that only rang', async () => {
    const { world, naomi, priya } = await ringing();
    const [oleg, ben] = [world.enter('oleg'), world.enter('ben')];
    await world.settle();
    oleg.controller.call('priya');
    ben.controller.call('naomi');
    await world.settle();
    assert.deepEqual([missedOf(priya), missedOf(naomi)], [['oleg busy'], ['ben busy']]);
    priya.controller.accept();
    await world.settle();
    ben.controller.call('priya');
    await world.settle();
    assert.deepEqual(missedOf(priya), ['oleg busy', 'ben busy']);
  });

  void it('is not one that was answered or declined', async () => {
    const { world, naomi, priya } = await talk();
    naomi.controller.hangUp();
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.hangUp();
    await world.settle();
    assert.deepEqual(missedOf(priya), []);
  });

  void it('is told with the end of the call, in one swap', async () => {
    const { world, naomi, priya } = await ringing();
    const swaps: string[] = [];
    priya.controller.subscribe(({ call, missed }) => swaps.push(`${call.phase} ${String(missed.length)}`));
    naomi.controller.hangUp();
    await world.settle();
    assert.deepEqual(swaps, ['ended 1']);
  });

  void it('is put away by command, by putting its picture away, and at sign-out', async () => {
    const ways: readonly ((controller: Person['controller']) => void)[] = [
      (controller) => controller.clearMissed(),
      (controller) => controller.dismiss(),
      (controller) => controller.signOut(),
    ];
    for (const way of ways) {
      const { world, naomi, priya } = await ringing();
      naomi.controller.hangUp();
      await world.settle();
      way(priya.controller);
      assert.deepEqual(missedOf(priya), []);
    }
  });

  void it('stays when another call’s picture is put away', async () => {
    const { world, naomi, priya } = await talk();
    const oleg = world.enter('oleg');
    await world.settle();
    oleg.controller.call('priya');
    await world.settle();
    naomi.controller.hangUp();
    await world.settle();
    priya.controller.dismiss();
    assert.deepEqual(missedOf(priya), ['oleg busy']);
  });

  void it('is settled by calling back, or by answering the next call of the same person', async () => {
    const back = await ringing();
    back.naomi.controller.hangUp();
    await back.world.settle();
    back.priya.controller.call('naomi');
    assert.deepEqual(missedOf(back.priya), []);

    const again = await ringing();
    again.naomi.controller.hangUp();
    await again.world.settle();
    again.naomi.controller.call('priya');
    await again.world.settle();
    assert.equal(missedOf(again.priya).length, 1);
    again.priya.controller.accept();
    assert.deepEqual(missedOf(again.priya), []);
  });

  void it('is not settled by a call back that cannot be made', async () => {
    const { world, naomi, priya } = await ringing();
    naomi.controller.signOut();
    await world.settle(20_000);
    refuses(() => priya.controller.call('naomi'), 'peer-unavailable');
    assert.equal(missedOf(priya).length, 1);
  });
});

void describe('the list of missed calls', () => {
  const add = (list: MissedCalls, id: string, name = 'naomi'): void => {
    const media = { audio: true, video: true };
    list.add({ id, direction: 'incoming', peer: { name, v1: true }, media }, 'busy', 1);
  };

  void it('has each call once, whoever else knows its id', () => {
    const list = new MissedCalls();
    add(list, 'a');
    add(list, 'a');
    add(list, 'a', 'oleg');
    assert.deepEqual(
      list.list.map(({ name }) => name),
      ['naomi', 'oleg'],
    );
  });

  void it('forgets the oldest past its cap', () => {
    const list = new MissedCalls();
    for (let n = 0; n <= MISSED_CAP; n += 1) add(list, String(n));
    assert.equal(list.list.length, MISSED_CAP);
    assert.equal(list.list[0]?.id, '1');
  });

  void it('is the same object when there is nothing to forget', () => {
    const list = new MissedCalls();
    add(list, 'a');
    const before = list.list;
    list.forget(() => false);
    assert.equal(list.list, before);
  });
});

void describe('declining with a message', () => {
  void it('tells the caller alone, before the call ends', async () => {
    const { world, naomi, priya } = await ringing();
    const oleg = world.enter('oleg');
    const order: string[] = [];
    naomi.controller.subscribe(({ call, chat }) =>
      order.push(`${call.phase} ${String(chat.messages.length)}`),
    );
    await world.settle();
    order.length = 0;
    priya.controller.hangUp('I will call you back');
    await world.settle();
    assert.deepEqual(textsOf(naomi), ['priya>naomi: I will call you back']);
    assert.deepEqual(textsOf(oleg), []);
    assert.deepEqual(order, ['outgoing 1', 'ended 1']);
    const { call } = naomi.controller.snapshot;
    assert.equal(call.phase === 'ended' && call.reason, 'declined');
    assert.deepEqual(missedOf(priya), []);
  });

  void it('is refused where nothing rings, and changes nothing', async () => {
    const { world, naomi, priya } = await ringing();
    refuses(() => naomi.controller.hangUp('no'), 'invalid-state');
    priya.controller.accept();
    await world.settle();
    refuses(() => priya.controller.hangUp('no'), 'invalid-state');
    assert.equal(priya.controller.snapshot.call.phase, 'active');
    assert.deepEqual(textsOf(naomi), []);
  });

  void it('is refused with a text that cannot be sent, and the call rings on', async () => {
    const { priya } = await ringing();
    refuses(() => priya.controller.hangUp(''), 'invalid-argument');
    refuses(() => priya.controller.hangUp('x'.repeat(4_001)), 'invalid-argument');
    assert.equal(priya.controller.snapshot.call.phase, 'incoming');
  });
});

/** The same signal, whose connections a test can lose. */
function losable(signal: SignalPort): { readonly port: SignalPort; lose(): void } {
  let lose = (): void => undefined;
  const port: SignalPort = {
    connect: (listener) => {
      const connection = signal.connect(listener);
      lose = () => {
        connection.close();
        listener.close(1006, '');
      };
      return connection;
    },
  };
  return { port, lose: () => lose() };
}

void describe('what a person chooses that others see', () => {
  const enter = (world: World) => {
    const { clock, bus } = world;
    const { port, lose } = losable(new BusSignal(bus, clock));
    const ports = { clock, signal: port, peers: new FakePeers(clock), media: new FakeMedia() };
    return { controller: new Controller(ports), lose };
  };
  const stateOf = (priya: Person): string | undefined => priya.controller.snapshot.users[0]?.state;

  void it('may be chosen before signing in', async () => {
    const world = new World();
    const priya = world.enter('priya');
    const { controller } = enter(world);
    controller.setState('away');
    assert.equal(controller.snapshot.self.state, 'away');
    controller.signIn('naomi');
    await world.settle();
    assert.equal(stateOf(priya), 'away');
    assert.equal(controller.snapshot.self.state, 'away');
  });

  void it('is said again on the next connection, also when it changed meanwhile', async () => {
    const world = new World();
    const priya = world.enter('priya');
    const { controller, lose } = enter(world);
    controller.signIn('naomi');
    controller.setState('dnd');
    await world.settle();
    lose();
    await world.settle(2_000);
    assert.equal(stateOf(priya), 'dnd');
    lose();
    controller.setState('busy');
    await world.settle(10_000);
    assert.equal(stateOf(priya), 'busy');
    assert.equal(controller.snapshot.self.state, 'busy');
  });

  void it('lets a call come in all the same: what is quiet is the page', async () => {
    const { world, naomi, priya } = await meet();
    priya.controller.setState('dnd');
    naomi.controller.call('priya');
    await world.settle();
    assert.equal(priya.controller.snapshot.call.phase, 'incoming');
    naomi.controller.hangUp();
    await world.settle();
    assert.deepEqual(missedOf(priya), ['naomi cancelled']);
  });
});
