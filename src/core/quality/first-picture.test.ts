/** A call begins with small pictures, and only begins with them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FakePeer } from '../../testing/fake-peers.js';
import { type Person, talk } from '../../testing/world.js';
import { FIRST_PICTURE_MS } from './first-picture.js';

/** No more of it than this has passed when both are connected. */
const SETTLED_MS = 200;

const peerOf = ({ peers }: Person): FakePeer => peers.open[0] as FakePeer;

const scalesOf = (...people: readonly Person[]): readonly (number | undefined)[] =>
  people.map((person) => peerOf(person).sending.video?.scaleResolutionDownBy);

void describe('the first pictures of a call', () => {
  void it('are half as wide and high on both sides, then whole in the same call', async () => {
    const { world, naomi, priya } = await talk();
    const { call } = naomi.controller.snapshot;
    world.clock.advance(FIRST_PICTURE_MS - SETTLED_MS - 1);
    assert.deepEqual(scalesOf(naomi, priya), [2, 2]);
    world.clock.advance(SETTLED_MS + 1);
    assert.deepEqual(scalesOf(naomi, priya), [undefined, undefined]);
    assert.equal(naomi.controller.snapshot.call, call);
  });

  void it('have been seen once a lost path is back', async () => {
    const { world, naomi } = await talk();
    world.clock.advance(FIRST_PICTURE_MS);
    peerOf(naomi).setConnection('failed');
    assert.equal(naomi.controller.snapshot.call.phase, 'reconnecting');
    peerOf(naomi).setConnection('connected');
    naomi.controller.applySending();
    assert.equal(naomi.controller.snapshot.call.phase, 'active');
    assert.deepEqual(scalesOf(naomi), [undefined]);
  });

  void it('are small again in the next call, for their whole time', async () => {
    const { world, naomi, priya } = await talk();
    naomi.controller.hangUp();
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    world.clock.advance(FIRST_PICTURE_MS - SETTLED_MS - 1);
    assert.deepEqual(scalesOf(naomi, priya), [2, 2]);
  });
});
