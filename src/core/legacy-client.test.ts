/** Calls between our client and the reference sample's own, on the sample's server. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Description } from '../protocol/index.js';
import type { MdnClient } from '../testing/legacy-server.js';
import { LegacyWorld, type LegacyPerson, endOf, phaseOf, usersOf } from '../testing/legacy-world.js';

let world: LegacyWorld;
beforeEach(() => {
  world = new LegacyWorld();
});
afterEach(() => {
  assert.deepEqual(world.server.crashes, []);
  assert.deepEqual(world.server.spilled, [], 'nothing untargeted that the sample does not know');
});

void describe('a call with the sample client', () => {
  async function meet(): Promise<{ naomi: LegacyPerson; marcel: MdnClient }> {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    return { naomi, marcel };
  }

  async function talk(): Promise<{ naomi: LegacyPerson; marcel: MdnClient }> {
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

void describe('both call at once, and one is the sample client', () => {
  async function collide(): Promise<{ naomi: LegacyPerson; marcel: MdnClient; phases: string[] }> {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    const phases: string[] = [];
    naomi.controller.subscribe(({ call }, { call: before }) => {
      if (call !== before) phases.push(call.phase);
    });
    world.server.latencyMs = 20;
    naomi.controller.call('marcel');
    marcel.invite('naomi');
    world.clock.advance(50);
    assert.equal(marcel.isStuck, true, 'it hears our offer while its own is under way');
    return { naomi, marcel, phases };
  }

  const typesFrom = (name: string): readonly string[] =>
    world.server.frames.filter((frame) => frame.name === name).map(({ type }) => type);

  void it('connects within three seconds, without a person doing anything', async () => {
    const { naomi, marcel, phases } = await collide();
    await world.settle(3_000);
    assert.deepEqual([phaseOf(naomi), marcel.isTalking, marcel.isStuck], ['active', true, false]);
    assert.deepEqual([...new Set(phases)], ['outgoing', 'connecting', 'active'], 'it neither rang nor ended');
    assert.equal(naomi.peers.open.length, 1);
    assert.deepEqual(naomi.errors, []);
  });

  void it('offers once more and no further, with a hang-up between', async () => {
    await collide();
    await world.settle(3_000);
    assert.deepEqual(
      typesFrom('naomi').filter((type) => type === 'video-offer' || type === 'hang-up'),
      ['video-offer', 'hang-up', 'video-offer'],
    );
  });

  void it('stops calling when the person hangs up before the second try', async () => {
    const { naomi, marcel } = await collide();
    assert.equal(phaseOf(naomi), 'outgoing');
    naomi.controller.hangUp();
    await world.settle(3_000);
    assert.deepEqual([endOf(naomi), marcel.isTalking], ['cancelled by me', false]);
    assert.equal(typesFrom('naomi').filter((type) => type === 'video-offer').length, 1);
    assert.deepEqual(naomi.peers.open, []);
  });

  void it('can call somebody else instead', async () => {
    const { naomi, marcel } = await collide();
    const priya = world.enterMdn('priya');
    await world.settle(100);
    naomi.controller.hangUp();
    naomi.controller.call('priya');
    await world.settle(3_000);
    assert.deepEqual([phaseOf(naomi), priya.isTalking, marcel.isTalking], ['active', true, false]);
  });

  void it('takes the call up, without ringing, when the sample calls again first', async () => {
    const { naomi, marcel, phases } = await collide();
    world.clock.advance(100);
    assert.equal(marcel.isTalking, false);
    marcel.invite('naomi');
    await world.settle(3_000);
    assert.deepEqual([phaseOf(naomi), marcel.isTalking, marcel.isStuck], ['active', true, false]);
    assert.ok(!phases.includes('incoming'));
    assert.equal(typesFrom('naomi').filter((type) => type === 'video-offer').length, 1);
  });

  void it('connects also when the sample had answered our offer, and offers again, before it hears the hang-up', async () => {
    const { naomi, marcel, phases } = await collide();
    const offer = world.server.frames.find(({ type, name }) => type === 'video-offer' && name === 'marcel');
    const sdp = offer?.sdp as Description;
    const stale = { name: 'marcel', target: 'naomi' };
    marcel.send({ ...stale, type: 'video-answer', sdp: { ...sdp, type: 'answer' } });
    marcel.send({ ...stale, type: 'video-offer', sdp });
    await world.settle(3_000);
    assert.deepEqual([phaseOf(naomi), marcel.isTalking, marcel.isStuck], ['active', true, false]);
    assert.deepEqual([...new Set(phases)], ['outgoing', 'connecting', 'active']);
  });

  void it('takes the call up at once where our own offer is not out', async () => {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    world.server.latencyMs = 20;
    const frames = world.server.frames.length;
    // The person clicks in the moment in which its offer is heard: ours is still being made.
    world.clock.after(40, () => {
      naomi.controller.call('marcel');
    });
    marcel.invite('naomi');
    await world.settle(400);
    assert.deepEqual([phaseOf(naomi), marcel.isStuck], ['active', false]);
    assert.ok(!world.typesSince(frames).includes('hang-up'));
  });
});

void describe('the sample client drops a call without a word', () => {
  async function lose(): Promise<{ naomi: LegacyPerson; marcel: MdnClient; frames: number }> {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    naomi.controller.call('marcel');
    await world.settle();
    const frames = world.server.frames.length;
    marcel.losePath();
    naomi.peers.open[0]?.setConnection('disconnected');
    await world.settle(2_500);
    assert.deepEqual([phaseOf(naomi), marcel.isTalking], ['reconnecting', false]);
    return { naomi, marcel, frames };
  }

  void it('is called anew, and the call goes on', async () => {
    const { naomi, marcel } = await lose();
    await world.settle(6_000);
    assert.deepEqual([phaseOf(naomi), marcel.isTalking], ['active', true]);
  });

  void it('is called anew when the server is back, if that was lost too', async () => {
    const { naomi, marcel } = await lose();
    marcel.leave();
    world.server.restart();
    world.clock.advance(100);
    const again = world.enterMdn('marcel');
    await world.settle(8_000);
    assert.deepEqual([phaseOf(naomi), again.isTalking], ['active', true]);
  });

  void it('ends when its page is gone', async () => {
    const { naomi, marcel } = await lose();
    marcel.leave();
    await world.settle();
    assert.equal(endOf(naomi), 'peer-left by peer');
  });

  void it('ends when its page was gone before the loss was seen, without an offer to nobody', async () => {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    naomi.controller.call('marcel');
    await world.settle();
    marcel.leave();
    await world.settle();
    assert.equal(phaseOf(naomi), 'active', 'as far as can be told');
    const before = world.server.frames.length;
    naomi.peers.open[0]?.setConnection('disconnected');
    await world.settle(10_000);
    assert.equal(endOf(naomi), 'peer-left by peer');
    assert.ok(!world.typesSince(before).includes('video-offer'));
    assert.deepEqual(naomi.peers.open, []);
  });

  void it('rings when it calls again itself, as a call of its own', async () => {
    const naomi = world.enter('naomi');
    const marcel = world.enterMdn('marcel');
    await world.settle();
    naomi.controller.call('marcel');
    await world.settle();
    marcel.losePath();
    marcel.invite('naomi');
    await world.settle();
    assert.equal(phaseOf(naomi), 'incoming');
    naomi.controller.accept();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), marcel.isTalking], ['active', true]);
  });
});
