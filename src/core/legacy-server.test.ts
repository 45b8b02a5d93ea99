/** Our client on the reference sample's server, with others of its kind. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FakePeers } from '../testing/fake-peers.js';
import { MdnClient } from '../testing/legacy-server.js';
import { LegacyWorld, type LegacyPerson, endOf, phaseOf, usersOf } from '../testing/legacy-world.js';

let world: LegacyWorld;
beforeEach(() => {
  world = new LegacyWorld();
});
afterEach(() => {
  assert.deepEqual(world.server.crashes, []);
  assert.deepEqual(world.server.spilled, [], 'nothing untargeted that the sample does not know');
});

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
    assert.deepEqual(naomi.controller.snapshot.self, {
      name: 'naomi1',
      requested: 'naomi',
      state: 'available',
    });
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
    assert.deepEqual(naomi.controller.snapshot.self, { name: 'naomi', state: 'available' });
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
    assert.equal(naomi.controller.snapshot.self.state, 'away', 'it counts here');
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

void describe('two of ours on a legacy server', () => {
  async function ring(): Promise<{ naomi: LegacyPerson; priya: LegacyPerson }> {
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
