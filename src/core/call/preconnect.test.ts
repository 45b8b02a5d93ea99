import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Person, World, meet } from '../../testing/world.js';
import type { SignalPort } from '../ports.js';

const phases = (...people: readonly Person[]): string[] =>
  people.map(({ controller }) => controller.snapshot.call.phase);

interface Line {
  readonly world: World;
  readonly naomi: Person;
  readonly priya: Person;
  /** What both sent to each other, in order. */
  readonly sent: string[];
}

/** Naomi calls Priya; each may have opted in. `loses`: what never arrives. */
async function ringing(naomiMay: boolean, priyaMay: boolean, loses?: string): Promise<Line> {
  const sent: string[] = [];
  const watched = (port: SignalPort): SignalPort => ({
    connect: (listener) => {
      const connection = port.connect(listener);
      return {
        ...connection,
        close: (code) => {
          connection.close(code);
        },
        send: (message) => {
          if ('call' in message) sent.push(message.type);
          return message.type === loses || connection.send(message);
        },
      };
    },
  });
  const world = new World(watched);
  const naomi = world.enter('naomi', { preconnect: naomiMay });
  const priya = world.enter('priya', { preconnect: priyaMay });
  await world.settle();
  naomi.controller.call('priya');
  await world.settle();
  return { world, naomi, priya, sent };
}

const count = (sent: readonly string[], type: string): number => sent.filter((one) => one === type).length;
const held = (...people: readonly Person[]): boolean[] =>
  people.flatMap(({ peers }) => peers.open.map(({ isHeld }) => isHeld));

describe('a call that connects while it rings', () => {
  it('is still only ringing, with nothing to be seen or heard of anybody', async () => {
    const { naomi, priya, sent } = await ringing(true, true);
    assert.deepEqual(phases(naomi, priya), ['outgoing', 'incoming']);
    assert.equal(count(sent, 'call-preconnect'), 1);
    assert.equal(count(sent, 'video-answer'), 0);
    assert.deepEqual(held(naomi, priya), [true, true]);
    assert.equal(priya.controller.snapshot.media.camera.status, 'off');
  });

  it('has its path at once when the person says yes', async () => {
    const { world, naomi, priya, sent } = await ringing(true, true);
    const candidates = count(sent, 'new-ice-candidate');
    priya.controller.accept();
    assert.deepEqual(phases(priya), ['active']);
    await world.settle();
    assert.deepEqual(phases(naomi, priya), ['active', 'active']);
    assert.deepEqual(held(naomi, priya), [false, false]);
    assert.deepEqual(
      [naomi.phases, priya.phases],
      [
        ['outgoing', 'connecting', 'active'],
        ['incoming', 'connecting', 'active'],
      ],
    );
    assert.equal(count(sent, 'new-ice-candidate'), candidates);
    assert.deepEqual([count(sent, 'video-offer'), count(sent, 'video-answer')], [1, 1]);
  });

  it('is declined and cancelled as any other, and leaves nothing', async () => {
    for (const who of ['naomi', 'priya'] as const) {
      const line = await ringing(true, true);
      line[who].controller.hangUp();
      await line.world.settle();
      assert.deepEqual(phases(line.naomi, line.priya), ['ended', 'ended']);
      assert.deepEqual(held(line.naomi, line.priya), []);
    }
  });

  it('connects after the yes where what came before it was lost', async () => {
    const { world, naomi, priya } = await ringing(true, true, 'call-preconnect');
    priya.controller.accept();
    await world.settle();
    assert.deepEqual(phases(naomi, priya), ['active', 'active']);
  });

  it('tries another path after the yes where the one there was failed while it rang', async () => {
    const { world, naomi, priya } = await ringing(true, true);
    for (const { peers } of [naomi, priya]) peers.open[0]?.setConnection('failed');
    priya.controller.accept();
    await world.settle();
    assert.deepEqual(phases(naomi, priya), ['active', 'active']);
  });

  for (const [naomiMay, priyaMay] of [
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    it(`is one that waits for the yes unless both have opted in: ${String(naomiMay)}, ${String(priyaMay)}`, async () => {
      const { world, naomi, priya, sent } = await ringing(naomiMay, priyaMay);
      const ofPriya = [count(sent, 'call-preconnect'), count(sent, 'video-answer')];
      assert.deepEqual(ofPriya, [0, 0]);
      priya.controller.accept();
      await world.settle();
      assert.deepEqual(phases(naomi, priya), ['active', 'active']);
      assert.deepEqual(held(naomi, priya), [false, false]);
    });
  }

  it('gives way to the other one where both call at once', async () => {
    const { world, naomi, priya } = await meet({ preconnect: true });
    naomi.controller.call('priya');
    priya.controller.call('naomi');
    await world.settle();
    assert.deepEqual(phases(naomi, priya), ['active', 'active']);
    assert.deepEqual(held(naomi, priya), [false, false]);
  });
});

describe('an offer that is said again while it rings', () => {
  it('has an answer of its own, and not that of the one before', async () => {
    const { world, naomi, priya } = await ringing(true, true);
    const [caller] = naomi.peers.open;
    caller?.restartIce();
    await world.settle();
    priya.controller.accept();
    await world.settle();
    assert.deepEqual(phases(naomi, priya), ['active', 'active']);
    assert.equal(caller?.isStable, true);
  });
});
