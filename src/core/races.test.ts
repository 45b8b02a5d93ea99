/**
 * Calls on a line that brings everything twice, late and in another order, and between people who do several things at
 * once. Each property is tried with many seeds; a failure names the one that breaks it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ChaosOptions, ChaosSignal } from '../testing/chaos-signal.js';
import { type Person, World, meet, talk } from '../testing/world.js';
import type { CallState } from './call/call-state.js';

const callOf = ({ controller }: Person): CallState => controller.snapshot.call;
const phaseOf = (person: Person): string => callOf(person).phase;
const endOf = (person: Person): string => {
  const state = callOf(person);
  return state.phase === 'ended' ? state.reason : state.phase;
};

/** A small generator (mulberry32), so that a seed says all. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const chaos = (seed: number, options: ChaosOptions = { twice: 1, delayMs: 60 }): World => {
  const random = randomOf(seed);
  return new World((signal, clock) => new ChaosSignal(signal, clock, { ...options, random }));
};

/** Tries a story with many seeds. */
const always = (story: (seed: number) => Promise<void>, numRuns = 40): Promise<void> =>
  fc.assert(fc.asyncProperty(fc.integer(), story), { numRuns, seed: 7, endOnFailure: true });

const nothingLeft = (...people: readonly Person[]): void => {
  for (const { peers, media, errors } of people)
    assert.deepEqual([peers.open.length, [...media.lit], errors], [0, [], []]);
};

/** Two people are in one and the same call, each with one connection. */
const bothTalk = (...people: readonly Person[]): void => {
  assert.deepEqual(people.map(phaseOf), ['active', 'active']);
  const ids = people.map(callOf).map((state) => 'call' in state && state.call.id);
  assert.equal(ids[0], ids[1]);
  assert.deepEqual(
    people.map(({ peers }) => peers.open.length),
    [1, 1],
  );
};

void describe('a line that brings everything twice, late and in another order', () => {
  void it('lets a call ring once, be accepted, and end', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await meet({}, chaos(seed));
      naomi.controller.call('priya');
      await world.settle();
      priya.controller.accept();
      await world.settle(1_000);
      bothTalk(naomi, priya);
      naomi.controller.hangUp();
      await world.settle();
      assert.deepEqual([endOf(naomi), endOf(priya)], ['ended', 'ended']);
      assert.deepEqual(
        priya.phases.filter((phase) => phase === 'incoming'),
        ['incoming'],
      );
      nothingLeft(naomi, priya);
    }));

  void it('lets a call be declined, and cancelled, before it was answered', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await meet({}, chaos(seed));
      naomi.controller.call('priya');
      await world.settle();
      priya.controller.hangUp();
      await world.settle();
      assert.deepEqual([endOf(naomi), endOf(priya)], ['declined', 'declined']);
      priya.controller.call('naomi');
      world.clock.advance(seed % 80);
      priya.controller.hangUp();
      await world.settle();
      assert.equal(endOf(priya), 'cancelled');
      assert.ok(['cancelled', 'declined'].includes(endOf(naomi)), 'rang and was cancelled, or never rang');
      nothingLeft(naomi, priya);
    }));

  void it('lets somebody hang up and call again at once', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await talk(chaos(seed));
      await world.settle(1_000);
      naomi.controller.hangUp();
      naomi.controller.call('priya');
      await world.settle(1_000);
      assert.deepEqual([phaseOf(naomi), phaseOf(priya)], ['outgoing', 'incoming']);
      priya.controller.accept();
      await world.settle(1_000);
      bothTalk(naomi, priya);
    }));

  void it('lets the paths of both be lost at once, and both look for another', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await talk(chaos(seed));
      await world.settle(1_000);
      for (const { peers } of [naomi, priya]) peers.open[0]?.setConnection('failed');
      await world.settle(20_000);
      bothTalk(naomi, priya);
    }));

  void it('lets a page be reloaded', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await talk(chaos(seed));
      await world.settle(1_000);
      const back = await world.reload(seed % 2 === 0 ? naomi : priya);
      await world.settle(2_000);
      bothTalk(back, seed % 2 === 0 ? priya : naomi);
    }));
});

void describe('both call at once', () => {
  void it('and have exactly one call, without ringing, 100 times of 100', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await meet({}, chaos(seed, { delayMs: 0 }));
      const people = seed % 2 === 0 ? [naomi, priya] : [priya, naomi];
      people[0]?.controller.call(people[0] === naomi ? 'priya' : 'naomi');
      people[1]?.controller.call(people[1] === naomi ? 'priya' : 'naomi');
      await world.settle();
      bothTalk(naomi, priya);
      assert.ok(![...naomi.phases, ...priya.phases].includes('incoming'));
      naomi.controller.hangUp();
      await world.settle();
      nothingLeft(naomi, priya);
    }, 100));

  void it('and have one call in the end, whatever the line does', () =>
    always(async (seed) => {
      const { world, naomi, priya } = await meet({}, chaos(seed));
      naomi.controller.call('priya');
      priya.controller.call('naomi');
      await world.settle(2_000);
      bothTalk(naomi, priya);
    }));
});

void describe('somebody who calls again while the first prompt for the camera is still open', () => {
  void it('has each device open once, whenever the prompts are answered', async () => {
    const { world, naomi, priya } = await meet();
    const allowFirst = naomi.media.holdPrompt();
    naomi.controller.call('priya');
    await world.settle();
    naomi.controller.hangUp();
    const allowSecond = naomi.media.holdPrompt();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    allowFirst();
    await world.settle();
    assert.deepEqual([phaseOf(naomi), naomi.media.lit.size], ['active', 0]);
    allowSecond();
    await world.settle();
    assert.deepEqual([...naomi.media.lit], ['audio', 'video']);
    naomi.controller.hangUp();
    await world.settle();
    nothingLeft(naomi, priya);
  });
});
