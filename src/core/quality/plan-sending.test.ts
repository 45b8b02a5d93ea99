/** How much is sent of what, and that a change reaches the call there is. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FakePeer } from '../../testing/fake-peers.js';
import { World } from '../../testing/world.js';
import { planSending, type SendingOptions } from './plan-sending.js';

void describe('a plan of what is sent', () => {
  void it('sets no limit where none is asked for, and puts sound first', () => {
    const { audio, video } = planSending({}, false);
    assert.deepEqual(
      [audio?.maxBitrate, video?.maxBitrate, video?.maxFramerate],
      [undefined, undefined, undefined],
    );
    assert.deepEqual([audio?.priority, video?.priority], ['high', 'low']);
  });

  for (const [maxBitrate, sound, picture] of [
    [500_000, 40_000, 460_000],
    [60_000, 30_000, 30_000],
  ] as const) {
    void it(`of ${String(maxBitrate)} bits per second gives sound ${String(sound)}`, () => {
      const { audio, video } = planSending({ maxBitrate }, false);
      assert.deepEqual([audio?.maxBitrate, video?.maxBitrate], [sound, picture]);
    });
  }

  void it('for little data is a smaller picture with fewer frames, and never more than the limit', () => {
    const { video } = planSending({ lowData: true }, false);
    assert.deepEqual(
      [video?.scaleResolutionDownBy, video?.maxFramerate, video?.maxBitrate],
      [2, 15, 210_000],
    );
    assert.equal(planSending({ lowData: true, maxBitrate: 100_000 }, false).video?.maxBitrate, 60_000);
  });

  void it('for the first pictures is half as wide and high, but for what is to be read', () => {
    const scale = (options: SendingOptions): number | undefined =>
      planSending(options, false, true).video?.scaleResolutionDownBy;
    assert.equal(scale({}), 2);
    assert.equal(scale({ lowData: true }), 2);
    assert.equal(scale({ contentHint: 'motion' }), 2);
    for (const contentHint of ['detail', 'text']) assert.equal(scale({ contentHint }), undefined);
    assert.equal(scale({ degradationPreference: 'maintain-resolution' }), undefined);
  });

  void it('follows the browser where the page says nothing, and the page where it does', () => {
    assert.equal(planSending({}, true).video?.maxFramerate, 15);
    assert.equal(planSending({ lowData: false }, true).video?.maxFramerate, undefined);
  });
});

void describe('what is sent', () => {
  void it('is limited from the start, and otherwise during the call without a new offer', async () => {
    const world = new World();
    const options: { maxBitrate: number } = { maxBitrate: 500_000 };
    const naomi = world.enter('naomi', options);
    const priya = world.enter('priya');
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    const peer = naomi.peers.open[0] as FakePeer;
    const sent = (): number | undefined => peer.sending.video?.maxBitrate;
    assert.equal(sent(), 460_000);
    const { call } = naomi.controller.snapshot;
    options.maxBitrate = 100_000;
    naomi.controller.applySending();
    await world.settle();
    assert.equal(sent(), 60_000);
    assert.equal(naomi.controller.snapshot.call, call);
  });
});
