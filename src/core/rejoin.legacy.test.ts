/** A page that comes back on the reference sample's server: there are no sessions, and only ours take a call up again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeMedia } from '../testing/fake-media.js';
import { FakeNotes } from '../testing/fake-notes.js';
import { FakePeers } from '../testing/fake-peers.js';
import { LegacyWorld, phaseOf } from '../testing/legacy-world.js';
import { Controller } from './call-controller.js';

/** A page in a tab that keeps notes. */
function open(world: LegacyWorld, notes: FakeNotes): { controller: Controller; notes: FakeNotes } {
  const { clock, server: signal } = world;
  const ports = { clock, signal, peers: new FakePeers(clock), media: new FakeMedia(), notes };
  return { controller: new Controller(ports), notes };
}

const leave = ({ controller }: { controller: Controller }): void => {
  controller.leavePage();
  controller.dispose();
};

void describe('a page that is reloaded in a call on a legacy server', () => {
  void it('takes it up again with another page of ours, by the name', async () => {
    const world = new LegacyWorld();
    const naomi = open(world, new FakeNotes(world.clock));
    naomi.controller.signIn('naomi');
    const priya = world.enter('priya');
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    assert.equal(phaseOf(priya), 'active');
    leave(naomi);
    await world.settle();
    assert.equal(phaseOf(priya), 'reconnecting');
    const back = open(world, naomi.notes);
    back.controller.rejoin();
    await world.settle(1_000);
    assert.deepEqual([back.controller.snapshot.call.phase, phaseOf(priya)], ['active', 'active']);
  });

  void it('ends it with a page of the sample, which knows no call that goes on', async () => {
    const world = new LegacyWorld();
    const naomi = open(world, new FakeNotes(world.clock));
    naomi.controller.signIn('naomi');
    world.enterMdn('marcel');
    await world.settle();
    naomi.controller.call('marcel');
    await world.settle(1_000);
    assert.equal(naomi.controller.snapshot.call.phase, 'active');
    leave(naomi);
    assert.equal(naomi.notes.size, 0);
    const back = open(world, naomi.notes);
    back.controller.rejoin();
    await world.settle(1_000);
    assert.equal(back.controller.snapshot.link.status, 'offline');
  });
});
