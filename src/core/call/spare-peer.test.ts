import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meet } from '../../testing/world.js';
import type { ControllerOptions } from '../controller.js';

describe('a call that is likely soon', () => {
  it('is made with the connection that was prepared for it, and opens no device before', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.prepareCall();
    naomi.controller.prepareCall();
    await world.settle();
    assert.deepEqual(
      naomi.peers.open.map(({ isPrepared }) => isPrepared),
      [true],
    );
    assert.equal(naomi.controller.snapshot.media.camera.status, 'off');
    const [prepared] = naomi.peers.open;
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    assert.deepEqual(naomi.peers.open, [prepared]);
    assert.deepEqual(
      [naomi, priya].map(({ controller }) => controller.snapshot.call.phase),
      ['active', 'active'],
    );
  });

  it('that does not come leaves nothing', async () => {
    const { world, naomi } = await meet();
    naomi.controller.prepareCall();
    await world.settle(29_000);
    naomi.controller.prepareCall();
    await world.settle(29_000);
    assert.equal(naomi.peers.open.length, 1);
    await world.settle(2_000);
    assert.deepEqual(naomi.peers.open, []);
    naomi.controller.prepareCall();
    naomi.controller.dispose();
    assert.deepEqual(naomi.peers.open, []);
  });

  it('is made anew where the order of codecs is another one now', async () => {
    const options: { -readonly [K in keyof ControllerOptions]: ControllerOptions[K] } = {};
    const { world, naomi } = await meet(options);
    naomi.controller.prepareCall();
    const [prepared] = naomi.peers.open;
    options.codecs = { video: ['H264'] };
    naomi.controller.call('priya');
    await world.settle();
    assert.equal(naomi.peers.open.length, 1);
    assert.notEqual(naomi.peers.open[0], prepared);
  });

  it('uses the servers there are when it is made, not those of when it was prepared', async () => {
    const options: { -readonly [K in keyof ControllerOptions]: ControllerOptions[K] } = {};
    const { world, naomi } = await meet(options);
    naomi.controller.prepareCall();
    options.iceServers = [{ urls: 'stun:stun.example.com' }];
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual(
      naomi.peers.open.map(({ isPrepared, iceServers }) => ({ isPrepared, iceServers })),
      [{ isPrepared: true, iceServers: options.iceServers }],
    );
  });

  it('is made with a fresh connection where only relayed paths are allowed since', async () => {
    const options: { -readonly [K in keyof ControllerOptions]: ControllerOptions[K] } = {};
    const { world, naomi } = await meet(options);
    naomi.controller.prepareCall();
    options.privacy = 'relay';
    naomi.controller.call('priya');
    await world.settle();
    assert.deepEqual(
      naomi.peers.open.map((one) => [one.isPrepared, one.options.relayOnly]),
      [[false, true]],
    );
  });

  it('is not prepared for while there is one, or nobody to call', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.call('priya');
    await world.settle();
    naomi.controller.prepareCall();
    priya.controller.prepareCall();
    assert.deepEqual([naomi.peers.open.length, priya.peers.open.length], [1, 1]);
    naomi.controller.signOut();
    naomi.controller.prepareCall();
    assert.deepEqual(naomi.peers.open, []);
  });

  it('may turn out to be one that comes in', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.prepareCall();
    priya.controller.call('naomi');
    await world.settle();
    naomi.controller.accept();
    await world.settle();
    assert.equal(naomi.controller.snapshot.call.phase, 'active');
  });
});
