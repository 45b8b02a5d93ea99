/** Our client on the reference sample's server, with others of its kind and with the sample's own client. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FakeClock } from '../testing/fake-clock.js';
import { FakeMedia } from '../testing/fake-media.js';
import { FakePeers } from '../testing/fake-peers.js';
import { LegacyServer, MdnClient } from '../testing/legacy-server.js';
import { Controller } from './call-controller.js';
import type { ControllerOptions } from './controller.js';
import type { CallError } from './errors.js';

interface Person {
  readonly controller: Controller;
  readonly errors: CallError[];
  readonly peers: FakePeers;
}

class World {
  readonly clock = new FakeClock();
  readonly server = new LegacyServer(this.clock);

  enter(name: string, options: ControllerOptions = {}): Person {
    const peers = new FakePeers(this.clock);
    const ports = {
      clock: this.clock,
      signal: this.server,
      peers,
      media: new FakeMedia(),
    };
    const controller = new Controller(ports, options);
    const errors: CallError[] = [];
    controller.onError((error) => errors.push(error));
    controller.signIn(name);
    return { controller, errors, peers };
  }

  enterMdn(name: string): MdnClient {
    return new MdnClient(this.server, new FakePeers(this.clock), name);
  }

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

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => {
  assert.deepEqual(world.server.crashes, []);
  assert.deepEqual(world.server.spilled, [], 'nothing untargeted that the sample does not know');
});

const phaseOf = ({ controller }: Person): string => controller.snapshot.call.phase;
const usersOf = ({ controller }: Person): readonly string[] =>
  controller.snapshot.users.map(({ name }) => name);

function endOf({ controller }: Person): string {
  const { call } = controller.snapshot;
  return call.phase === 'ended' ? `${call.reason} by ${call.by}` : call.phase;
}

void describe('signing in to a legacy server', () => {
  void it('shows who is here, and nobody without a name', async () => {
    const nameless = new MdnClient(world.server, new FakePeers(world.clock), 'late');
    const naomi = world.enter('naomi');
    world.enterMdn('marcel');
    await world.settle();
    assert.equal(naomi.controller.snapshot.link.status, 'online');
    assert.deepEqual(usersOf(naomi), ['late', 'marcel']);
    nameless.leave();
    await world.settle();
    assert.deepEqual(usersOf(naomi), ['marcel']);
  });

  void it('under a name that is taken brings another', async () => {
    world.enterMdn('naomi');
    const naomi = world.enter('naomi');
    await world.settle();
    assert.deepEqual(naomi.controller.snapshot.self, { name: 'naomi1', requested: 'naomi' });
    assert.deepEqual(usersOf(naomi), ['naomi']);
  });

  void it('again after a loss brings the name that was taken last time', async () => {
    const first = world.enterMdn('naomi');
    const naomi = world.enter('naomi');
    await world.settle();
    first.leave();
    world.server.restart();
    await world.settle();
    assert.equal(naomi.controller.snapshot.link.status, 'online');
    assert.deepEqual(naomi.controller.snapshot.self, { name: 'naomi' });
  });

  void it('under another name while the first is under way counts the last one', async () => {
    world.server.latencyMs = 10;
    const { controller } = world.enter('naomi');
    world.clock.advance(25);
    assert.ok(controller.snapshot.link.status === 'connecting' && controller.snapshot.link.server);
    controller.signIn('nao');
    await world.settle();
    assert.deepEqual([controller.snapshot.link.status, controller.snapshot.self.name], ['online', 'nao']);
  });

  void it('lets one rename, and is seen by everybody', async () => {
    const naomi = world.enter('naomi');
    const priya = world.enter('priya');
    await world.settle();
    naomi.controller.signIn('nao');
    await world.settle();
    assert.equal(naomi.controller.snapshot.self.name, 'nao');
    assert.deepEqual([usersOf(naomi), usersOf(priya)], [['priya'], ['nao']]);
  });

  void it('sends no state, which that server would give to everybody', async () => {
    const naomi = world.enter('naomi');
    await world.settle();
    const before = world.server.frames.length;
    naomi.controller.setState('away');
    await world.settle();
    assert.deepEqual(world.typesSince(before), []);
  });
});

void describe('chat on a legacy server', () => {
  void it('carries the number and the text it needs, and is confirmed by its echo', async () => {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    naomi.controller.sendMessage('hello <b>you</b>');
    marcel.say('bonjour');
    await world.settle();
    const said = naomi.controller.snapshot.chat.messages.map(({ from, text, delivery }) => [
      from,
      text,
      delivery,
    ]);
    assert.deepEqual(said, [
      ['naomi', 'hello <b>you</b>', 'sent'],
      ['marcel', 'bonjour', 'sent'],
    ]);
    assert.deepEqual(
      marcel.heard.map(({ name, text }) => [name, text]),
      [
        ['naomi', 'hello you'],
        ['marcel', 'bonjour'],
      ],
    );
  });

  void it('goes to one person when it is for one', async () => {
    const naomi = world.enter('naomi');
    const [marcel, oleg] = [world.enterMdn('marcel'), world.enterMdn('oleg')];
    await world.settle();
    naomi.controller.sendMessage('psst', 'marcel');
    await world.settle();
    assert.deepEqual([marcel.heard.length, oleg.heard.length], [1, 0]);
    assert.equal(naomi.controller.snapshot.chat.messages[0]?.delivery, 'sent');
  });

  void it('still has the right number after a stranger forged a greeting', async () => {
    const naomi = world.enter('naomi');
    const mallory = world.enterMdn('mallory');
    await world.settle();
    mallory.send({ type: 'id', id: 666, target: 'naomi' });
    await world.settle();
    naomi.controller.sendMessage('hello');
    await world.settle();
    assert.equal(mallory.heard.at(-1)?.text, 'hello');
  });
});

void describe('a call with the sample client', () => {
  async function meet(): Promise<{ naomi: Person; marcel: MdnClient }> {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    return { naomi, marcel };
  }

  async function talk(): Promise<{ naomi: Person; marcel: MdnClient }> {
    const both = await meet();
    both.naomi.controller.call('marcel');
    await world.settle();
    assert.equal(phaseOf(both.naomi), 'active');
    return both;
  }

  void it('is answered at once, and speaks the sample messages only', async () => {
    const { naomi } = await meet();
    const before = world.server.frames.length;
    naomi.controller.call('marcel');
    await world.settle();
    assert.equal(phaseOf(naomi), 'active');
    assert.deepEqual(world.typesSince(before), ['new-ice-candidate', 'video-answer', 'video-offer']);
    assert.ok(
      world.server.frames.every(({ candidate }) => candidate !== null),
      'null would break the sample',
    );
  });

  void it('is ended by us', async () => {
    const { naomi, marcel } = await talk();
    naomi.controller.hangUp();
    await world.settle();
    assert.equal(marcel.isTalking, false);
    assert.deepEqual(naomi.peers.open, []);
  });

  void it('is ended by the sample, whose hang-up goes to everybody', async () => {
    const { naomi, marcel } = await talk();
    marcel.hangUp();
    await world.settle();
    assert.equal(endOf(naomi), 'ended by peer');
  });

  void it('is not touched by the hang-up of a third person', async () => {
    const { naomi } = await talk();
    const oleg = world.enterMdn('oleg');
    await world.settle();
    oleg.hangUp();
    await world.settle();
    assert.equal(phaseOf(naomi), 'active');
  });

  void it('rings when the sample calls, says nothing meanwhile, and connects when accepted', async () => {
    const { naomi, marcel } = await meet();
    marcel.invite('naomi');
    await world.settle();
    assert.equal(phaseOf(naomi), 'incoming');
    assert.deepEqual(marcel.heard, []);
    naomi.controller.accept();
    await world.settle();
    assert.equal(phaseOf(naomi), 'active');
    assert.deepEqual(
      new Set(marcel.heard.map(({ type }) => type)),
      new Set(['video-answer', 'new-ice-candidate']),
    );
  });

  void it('is declined with a hang-up that the sample understands', async () => {
    const { naomi, marcel } = await meet();
    marcel.invite('naomi');
    await world.settle();
    naomi.controller.hangUp();
    await world.settle();
    assert.equal(marcel.isTalking, false);
    assert.equal(endOf(naomi), 'declined by me');
  });

  void it('is told nothing of devices, and hears a hang-up when this page goes away', async () => {
    const { naomi, marcel } = await talk();
    const before = world.server.frames.length;
    naomi.controller.setDevice('audio', false);
    await world.settle();
    assert.deepEqual(world.typesSince(before), []);
    naomi.controller.leavePage();
    await world.settle();
    assert.deepEqual(world.typesSince(before), ['hang-up']);
    assert.equal(marcel.isTalking, false);
  });

  void it('from both sides at once leaves nobody stuck', async () => {
    const { naomi, marcel } = await meet();
    naomi.controller.call('marcel');
    marcel.invite('naomi');
    await world.settle(3_000);
    assert.equal(endOf(naomi), 'glare by system');
    assert.equal(marcel.isTalking, false);
  });

  void it('that nobody answers ends by itself, since there an unknown name is no error', async () => {
    const naomi = world.enter('naomi', { ringTimeoutMs: 5_000 });
    const silent = world.server.connect({
      open: () => undefined,
      message: (data) => {
        const { type, id = 0 } = JSON.parse(String(data)) as { type: string; id?: number };
        if (type === 'id') silent.send({ type: 'username', name: 'ghost', id });
      },
      close: () => undefined,
    });
    await world.settle();
    naomi.controller.call('ghost');
    await world.settle(4_000);
    assert.equal(phaseOf(naomi), 'outgoing');
    await world.settle(2_000);
    assert.equal(endOf(naomi), 'no-answer by system');
  });

  void it('ends when the other side leaves before it answers', async () => {
    const { naomi, marcel } = await meet();
    marcel.invite('naomi');
    await world.settle();
    marcel.leave();
    await world.settle();
    assert.equal(endOf(naomi), 'peer-left by peer');
  });

  void it('goes on when the other side is gone from the list, as long as the pictures move', async () => {
    const { naomi } = await talk();
    world.server.restart();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), usersOf(naomi)], ['active', []]);
  });

  void it('refuses a third person as busy and goes on', async () => {
    const { naomi } = await talk();
    const oleg = world.enterMdn('oleg');
    await world.settle();
    oleg.invite('naomi');
    await world.settle();
    assert.equal(oleg.isTalking, false);
    assert.equal(phaseOf(naomi), 'active');
  });
});

void describe('two of ours on a legacy server', () => {
  async function ring(): Promise<{ naomi: Person; priya: Person }> {
    const [naomi, priya] = [world.enter('naomi'), world.enter('priya')];
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    return { naomi, priya };
  }

  void it('know each other by their offer, ring and accept', async () => {
    const { naomi, priya } = await ring();
    const { call } = naomi.controller.snapshot;
    assert.ok(call.phase === 'outgoing' && call.ringing && call.call.peer.v1);
    priya.controller.accept();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
  });

  void it('give reasons', async () => {
    const { naomi, priya } = await ring();
    priya.controller.hangUp();
    await world.settle();
    assert.deepEqual([endOf(naomi), endOf(priya)], ['declined by peer', 'declined by me']);
  });

  void it('tell each other about their devices', async () => {
    const { naomi, priya } = await ring();
    priya.controller.accept();
    await world.settle();
    priya.controller.setDevice('audio', false);
    await world.settle();
    const { call } = naomi.controller.snapshot;
    assert.ok(call.phase === 'active');
    assert.deepEqual(call.remote.media, { audio: false, video: true });
  });

  void it('talk on while the server is away, and hang up when it is back', async () => {
    const { naomi, priya } = await ring();
    priya.controller.accept();
    await world.settle();
    world.server.restart();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    naomi.controller.hangUp();
    await world.settle(5_000);
    assert.equal(endOf(priya), 'ended by peer');
  });

  void it('keep their link by pings to themselves, which nobody else hears', async () => {
    const { naomi, priya } = await ring();
    await world.settle(30_000);
    assert.ok(world.server.frames.some(({ type, target }) => type === 'ping' && target === 'naomi'));
    assert.deepEqual([naomi.errors, priya.errors], [[], []]);
    assert.equal(naomi.controller.snapshot.link.status, 'online');
  });

  void it('that call each other at once have one call', async () => {
    const [naomi, priya] = [world.enter('naomi'), world.enter('priya')];
    await world.settle();
    naomi.controller.call('priya');
    priya.controller.call('naomi');
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
  });
});
