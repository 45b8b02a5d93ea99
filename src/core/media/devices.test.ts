/** Devices in whole calls, between two controllers in memory: no failure ends a call, and no end leaves a light on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FakePeer } from '../../testing/fake-peers.js';
import { meet, type Person, talk, type World } from '../../testing/world.js';

type Two = Readonly<{ world: World; naomi: Person; priya: Person }>;

const phaseOf = ({ controller }: Person): string => controller.snapshot.call.phase;
const codesOf = ({ errors }: Person): readonly string[] => errors.map(({ code }) => code);

/** What the other one is said to send. */
function seenBy({ controller }: Person): unknown {
  const { call } = controller.snapshot;
  return 'remote' in call ? call.remote.media : undefined;
}

const peersOf = ({ naomi, priya }: Two): readonly FakePeer[] => [...naomi.peers.open, ...priya.peers.open];

/** From now on no candidate reaches the other side. */
function findNoPath(two: Two): void {
  for (const peer of peersOf(two)) peer.addCandidate = () => undefined;
}

async function dial({ world, naomi }: Two): Promise<void> {
  naomi.controller.call('priya');
  await world.settle();
}

async function answer({ world, priya }: Two): Promise<void> {
  priya.controller.accept();
  await world.settle();
}

void describe('a caller without camera and microphone', () => {
  void it('is known as such before there is a path that could show a black picture', async () => {
    const two = await meet();
    const { naomi, priya } = two;
    Object.assign(naomi.media.failures, { audio: 'media-denied', video: 'media-denied' });
    await dial(two);
    findNoPath(two);
    await answer(two);
    assert.equal(phaseOf(naomi), 'connecting');
    assert.deepEqual(seenBy(priya), { audio: false, video: false });
    assert.deepEqual(seenBy(naomi), { audio: true, video: true });
  });

  void it('is seen and heard once it is allowed', async () => {
    const two = await meet();
    const { world, naomi, priya } = two;
    Object.assign(naomi.media.failures, { audio: 'media-denied', video: 'media-denied' });
    await dial(two);
    await answer(two);
    Object.assign(naomi.media.failures, { audio: undefined, video: undefined });
    naomi.controller.setDevice('video', true);
    naomi.controller.setDevice('audio', true);
    await world.settle();
    assert.deepEqual(seenBy(priya), { audio: true, video: true });
  });
});

void describe('a device that goes away in a call', () => {
  void it('is told to the other one, and comes back when it is switched on', async () => {
    const { world, naomi, priya } = await talk();
    naomi.media.lose('video');
    naomi.media.lose('audio');
    await world.settle();
    assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['active', 'active']);
    assert.deepEqual(seenBy(priya), { audio: false, video: false });
    assert.deepEqual(codesOf(naomi), ['media-ended', 'media-ended']);
    naomi.controller.setDevice('video', true);
    await world.settle();
    assert.deepEqual(seenBy(priya), { audio: false, video: true });
  });
});

void describe('a device that gives nothing in a call', () => {
  void it('is told to the other one, and sends again by itself when that is over', async () => {
    const { world, naomi, priya } = await talk();
    naomi.media.pause('video', 'silent');
    await world.settle();
    assert.deepEqual([seenBy(priya), codesOf(naomi)], [{ audio: true, video: false }, ['media-paused']]);
    naomi.media.pause('video', 'over');
    await world.settle();
    assert.deepEqual([seenBy(priya), naomi.media.lit.size], [{ audio: true, video: true }, 2]);
  });

  void it('or waits for another one is not said to be on', async () => {
    const { world, naomi, priya } = await talk();
    const allow = naomi.media.holdPrompt();
    naomi.controller.applyConstraints();
    naomi.media.pause('video', 'waiting');
    await world.settle();
    assert.deepEqual(seenBy(priya), { audio: true, video: false });
    allow();
    await world.settle();
    assert.deepEqual(seenBy(priya), { audio: true, video: true });
  });
});

void describe('a microphone that fails while it is muted', () => {
  void it('is heard when the person unmutes, and stays muted when it is only tried again', async () => {
    for (const isRetry of [true, false]) {
      const { world, naomi, priya } = await talk();
      naomi.controller.setDevice('audio', false);
      naomi.media.adjust = (kinds) => {
        if (kinds.audio) naomi.media.lit.delete('audio');
        const errors = kinds.audio ? { audio: 'media-busy' as const } : {};
        return Promise.resolve({ opened: { audio: false, video: kinds.video }, errors });
      };
      naomi.controller.applyConstraints();
      await world.settle();
      assert.equal(naomi.controller.snapshot.media.microphone.status, 'failed');
      if (isRetry) naomi.controller.retryDevices();
      else naomi.controller.setDevice('audio', true);
      await world.settle();
      assert.equal(naomi.media.muted.has('audio'), isRetry);
      assert.deepEqual(seenBy(priya), { audio: !isRetry, video: true });
    }
  });
});

void describe('a change of constraints in a call', () => {
  void it('has what is open then sent', async () => {
    const { world, naomi } = await talk();
    let syncs = 0;
    for (const peer of naomi.peers.open) peer.syncLocalMedia = () => (syncs += 1);
    naomi.controller.applyConstraints();
    await world.settle();
    assert.ok(syncs > 0);
    assert.deepEqual(codesOf(naomi), []);
  });

  void it('is seen by who looks at the devices, unless it changed nothing', async () => {
    const { world, naomi } = await talk();
    const { media } = naomi.controller.snapshot;
    naomi.controller.applyConstraints();
    await world.settle();
    const changed = naomi.controller.snapshot.media;
    assert.notEqual(changed, media);
    naomi.media.adjust = () =>
      Promise.resolve({ opened: { audio: true, video: true }, errors: {}, isSame: true });
    naomi.controller.applyConstraints();
    await world.settle();
    assert.equal(naomi.controller.snapshot.media, changed);
  });

  void it('that cannot be met leaves the call as it was, and is told', async () => {
    const { world, naomi, priya } = await talk();
    naomi.media.failures.video = 'media-overconstrained';
    naomi.controller.setDevice('audio', false);
    naomi.controller.applyConstraints();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), codesOf(naomi)], ['active', ['media-overconstrained']]);
    assert.equal(naomi.controller.snapshot.media.camera.status, 'on');
    assert.equal(naomi.controller.snapshot.media.microphone.status, 'muted');
    assert.deepEqual(seenBy(priya), { audio: false, video: true });
    assert.match(naomi.errors[0]?.message ?? '', /The camera cannot do what the constraints demand/);
    assert.equal(naomi.errors[0]?.detail, 'video');
  });

  void it('opens nothing when there is no call', async () => {
    const { world, naomi } = await meet();
    naomi.controller.applyConstraints();
    await world.settle();
    assert.equal(naomi.media.lit.size, 0);
  });
});

/** Every way out of a call: what is done from the moment that naomi has called. */
const WAYS_OUT: Readonly<Record<string, (two: Two) => unknown>> = {
  'is cancelled': ({ naomi }) => {
    naomi.controller.hangUp();
  },
  'is declined': ({ priya }) => {
    priya.controller.hangUp();
  },
  'is not answered': ({ world }) => world.settle(61_000),
  'is hung up by the caller': async (two) => {
    await answer(two);
    two.naomi.controller.hangUp();
  },
  'is hung up by the callee': async (two) => {
    await answer(two);
    two.priya.controller.hangUp();
  },
  'is hung up while its devices change': async (two) => {
    await answer(two);
    two.naomi.media.holdPrompt();
    two.naomi.controller.applyConstraints();
    two.naomi.controller.hangUp();
  },
  'finds no path': async (two) => {
    findNoPath(two);
    await answer(two);
    await two.world.settle(31_000);
  },
  'loses its path': async (two) => {
    await answer(two);
    for (const { peers } of [two.naomi, two.priya]) peers.cut();
    await two.world.settle(50_000);
  },
  'ends because they sign out': async (two) => {
    await answer(two);
    two.naomi.controller.signOut();
  },
  'ends because the page goes': async (two) => {
    await answer(two);
    two.naomi.controller.leavePage();
    await two.world.settle(9_000);
  },
  'ends because its controller does': async (two) => {
    await answer(two);
    two.naomi.controller.dispose();
  },
};

void describe('no light stays on when a call', () => {
  for (const [way, out] of Object.entries(WAYS_OUT)) {
    void it(way, async () => {
      const two = await meet();
      await dial(two);
      assert.equal(two.naomi.media.lit.size, 2);
      await out(two);
      await two.world.settle();
      assert.deepEqual([...two.naomi.media.lit, ...two.priya.media.lit], []);
    });

    void it(`${way}, and the devices are allowed only then`, async () => {
      const two = await meet();
      const allow = [two.naomi, two.priya].map(({ media }) => media.holdPrompt());
      await dial(two);
      assert.equal(two.naomi.media.lit.size, 0);
      await out(two);
      await two.world.settle();
      for (const go of allow) go();
      await two.world.settle();
      assert.deepEqual([...two.naomi.media.lit, ...two.priya.media.lit], []);
    });
  }
});

void describe('devices that were opened before the call', () => {
  void it('are the call’s when it begins, and closed with it', async () => {
    const two = await meet();
    const { naomi, world } = two;
    naomi.controller.setPreview(true);
    await world.settle();
    assert.deepEqual([...naomi.media.lit].sort(), ['audio', 'video']);
    const { camera } = naomi.controller.snapshot.media;
    await dial(two);
    await answer(two);
    assert.equal(naomi.controller.snapshot.media.camera, camera);
    naomi.controller.setPreview(false);
    assert.equal(naomi.media.lit.size, 2);
    naomi.controller.hangUp();
    await world.settle();
    assert.equal(naomi.media.lit.size, 0);
  });

  void it('stay open when somebody who rings is declined, and close when they are asked to', async () => {
    const two = await meet();
    two.priya.controller.setPreview(true);
    await dial(two);
    two.priya.controller.hangUp();
    await two.world.settle();
    assert.equal(two.priya.media.lit.size, 2);
    two.priya.controller.setPreview(false);
    assert.equal(two.priya.media.lit.size, 0);
  });

  void it('close with their controller', async () => {
    const { naomi, world } = await meet();
    naomi.controller.setPreview(true);
    await world.settle();
    naomi.controller.dispose();
    assert.equal(naomi.media.lit.size, 0);
  });
});
