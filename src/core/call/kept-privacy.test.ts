/** A call keeps the privacy that it began with, on every connection that it has. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Person, type World, meet } from '../../testing/world.js';
import type { ControllerOptions } from '../controller.js';
import { KeptPrivacy } from './kept-privacy.js';

type Options = { -readonly [K in keyof ControllerOptions]: ControllerOptions[K] };

async function talk(options: Options): Promise<{ world: World; naomi: Person; priya: Person }> {
  const all = await meet(options);
  all.naomi.controller.call('priya');
  await all.world.settle();
  all.priya.controller.accept();
  await all.world.settle();
  return all;
}

const relayOnly = ({ peers }: Person): boolean[] => peers.open.map(({ options }) => options.relayOnly);

void describe('the privacy of a call', () => {
  void it('is that of its first connection, and may become stricter', () => {
    const privacy = new KeptPrivacy();
    assert.equal(privacy.of('a', true), true);
    assert.equal(privacy.of('a', false), true);
    assert.equal(privacy.of('b', false), false);
    assert.equal(privacy.of('b', true), true);
    assert.equal(privacy.of('b', false), true);
  });

  void it('is kept when the page wants another one for the next call, and a connection takes its place', async () => {
    const options: Options = { privacy: 'relay' };
    const { world, naomi } = await talk(options);
    options.privacy = 'all';
    const [first] = naomi.peers.open;
    naomi.peers.cut();
    await world.settle(20_000);
    assert.notEqual(naomi.peers.open[0], first);
    assert.deepEqual(relayOnly(naomi), [true]);
  });

  void it('is kept by the page that comes after this one', async () => {
    const { world, naomi, priya } = await talk({ privacy: 'relay' });
    const back = await world.reload(naomi, { privacy: 'all' });
    await world.settle();
    assert.deepEqual(
      [back, priya].map(({ controller }) => controller.snapshot.call.phase),
      ['active', 'active'],
    );
    assert.deepEqual(relayOnly(back), [true]);
    back.controller.hangUp();
    await world.settle();
    back.controller.call('priya');
    await world.settle();
    assert.deepEqual(relayOnly(back), [false]);
  });
});
