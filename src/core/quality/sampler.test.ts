/** When a call is looked at, what the snapshot says of it, and the sum at its end. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FakePeer } from '../../testing/fake-peers.js';
import { type Person, talk, World } from '../../testing/world.js';
import type { MeasuredQuality } from './quality-state.js';
import { chromiumReport, firefoxReport, type Moment } from '../../testing/sample-reports.js';
import { FakeClock } from '../../testing/fake-clock.js';
import type { CallState } from '../call/call-state.js';
import { newLeg } from '../call/call-steps.js';
import type { RawStats } from '../ports.js';
import { HIDDEN_SAMPLE_MS, QualitySampler, SAMPLE_MS } from './sampler.js';

const ACTIVE: CallState = {
  phase: 'active',
  sinceMs: 0,
  ...newLeg(
    {
      id: 'c',
      direction: 'outgoing',
      peer: { name: 'priya', v1: true },
      media: { audio: true, video: true },
    },
    { pc: 1, received: 0 },
  ),
};

const peerOf = ({ peers }: Person): FakePeer => peers.open[0] as FakePeer;

const qualityOf = ({ controller }: Person): MeasuredQuality | null => controller.snapshot.quality;

/** Two in a call; `pass` lets it go on for one interval, at the end of which naomi's connection has counted this. */
async function inCall(world = new World()): Promise<{
  world: World;
  naomi: Person;
  priya: Person;
  pass: (moment?: Partial<Moment>) => Promise<void>;
}> {
  const { naomi, priya } = await talk(world);
  let at = 0;
  const pass = async (moment: Partial<Moment> = {}): Promise<void> => {
    at += 2;
    peerOf(naomi).counted = chromiumReport({ at, ...moment });
    await world.settle(SAMPLE_MS);
  };
  return { world, naomi, priya, pass };
}

void describe('a call is looked at', () => {
  void it('from the moment both are connected: first the path, then the rating', async () => {
    const { naomi, pass } = await inCall();
    assert.equal(qualityOf(naomi)?.rating, null);
    await pass();
    assert.equal(qualityOf(naomi)?.figures?.path?.kind, 'direct');
    await pass();
    assert.equal(qualityOf(naomi)?.rating, 'good');
    assert.equal(qualityOf(naomi)?.figures?.received.bitrate, 880_000);
  });

  void it('never before, and never after', async () => {
    const { world, naomi, pass } = await inCall();
    await pass();
    naomi.controller.hangUp();
    await world.settle();
    const before = qualityOf(naomi);
    await world.settle(60_000);
    assert.equal(qualityOf(naomi), before);
    naomi.controller.dismiss();
    assert.equal(qualityOf(naomi), null);
    naomi.controller.call('priya');
    await world.settle();
    assert.equal(qualityOf(naomi), null);
  });

  void it('once per interval, and less often while nobody sees the page', async () => {
    const page = { isHidden: false };
    const { world, naomi } = await inCall(new World(undefined, undefined, page));
    const peer = peerOf(naomi);
    let asked = 0;
    peer.stats = () => {
      asked += 1;
      return Promise.resolve(chromiumReport({ at: asked }));
    };
    await world.settle(10 * SAMPLE_MS);
    assert.equal(asked, 10);
    page.isHidden = true;
    await world.settle(SAMPLE_MS);
    asked = 0;
    await world.settle(10 * HIDDEN_SAMPLE_MS);
    assert.equal(asked, 10);
  });

  void it('at once when the page is seen again, and once only', async () => {
    const page = { isHidden: true };
    const { world, naomi } = await inCall(new World(undefined, undefined, page));
    await world.settle(SAMPLE_MS);
    let asked = 0;
    peerOf(naomi).stats = () => {
      asked += 1;
      return Promise.resolve(chromiumReport({ at: asked }));
    };
    page.isHidden = false;
    for (let n = 0; n < 3; n += 1) naomi.controller.wake();
    await world.settle();
    assert.equal(asked, 1);
    await world.settle(5 * SAMPLE_MS);
    assert.equal(asked, 6);
  });

  void it('no more often where the network only seems another one', async () => {
    const { world, naomi } = await inCall();
    await world.settle(SAMPLE_MS);
    let asked = 0;
    peerOf(naomi).stats = () => {
      asked += 1;
      return Promise.resolve([]);
    };
    for (let n = 0; n < 10; n += 1) naomi.controller.wake();
    await world.settle();
    assert.equal(asked, 0);
  });

  void it('without two reports on their way at once, however long one takes', async () => {
    const { world, naomi } = await inCall();
    let asked = 0;
    peerOf(naomi).stats = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    await world.settle(10 * SAMPLE_MS);
    assert.equal(asked, 1);
  });

  void it('and is lost while the path is looked for, then judged afresh', async () => {
    const { world, naomi, pass } = await inCall();
    await pass();
    await pass();
    peerOf(naomi).setConnection('failed');
    assert.deepEqual([qualityOf(naomi)?.rating, qualityOf(naomi)?.cause], ['lost', 'path']);
    peerOf(naomi).setConnection('connected');
    await pass();
    await world.settle();
    assert.equal(qualityOf(naomi)?.rating, 'good');
  });
});

void describe('the sum of a call', () => {
  void it('comes with its end: duration, path, rating, bytes', async () => {
    const { world, naomi, pass } = await inCall();
    for (let n = 0; n < 5; n += 1) await pass();
    for (let n = 0; n < 3; n += 1) await pass({ lost: 100 * (n + 1) });
    const during = qualityOf(naomi);
    assert.equal(during?.summary, null);
    await world.settle(0.3);
    naomi.controller.hangUp();
    await world.settle();
    const { call, quality } = naomi.controller.snapshot;
    const summary = quality?.summary;
    assert.ok(summary && call.phase === 'ended');
    assert.equal(summary.durationMs, call.durationMs);
    const { good, fair, poor, lost } = summary.ratedMs;
    for (const ms of [summary.durationMs, good, fair, poor, lost]) assert.ok(Number.isInteger(ms));
    assert.deepEqual([summary.path?.kind, summary.rating], ['direct', 'good']);
    assert.ok(summary.ratedMs.poor > 0);
    assert.deepEqual([summary.bytesSent, summary.bytesReceived], [16 * 210_000, 16 * 110_000]);
  });

  void it('has what went over a connection that was replaced', async () => {
    const { world, naomi, priya, pass } = await inCall();
    await pass();
    const back = await world.reload(priya);
    await world.settle(1_000);
    assert.equal(naomi.controller.snapshot.call.phase, 'active');
    peerOf(naomi).counted = chromiumReport({ at: 1 });
    await world.settle(2 * SAMPLE_MS);
    back.controller.hangUp();
    await world.settle();
    assert.equal(qualityOf(naomi)?.summary?.bytesSent, 3 * 210_000);
  });

  void it('has what went over a path that Firefox has forgotten', async () => {
    const { world, naomi } = await inCall();
    const withoutPath = firefoxReport({ at: 3 }).filter(({ type }) => type !== 'candidate-pair');
    const counted = [
      firefoxReport({ at: 2 }),
      withoutPath,
      firefoxReport({ at: 4 }),
      firefoxReport({ at: 1 }, 'p2'),
    ];
    for (const report of counted) {
      peerOf(naomi).counted = report;
      await world.settle(SAMPLE_MS);
    }
    naomi.controller.hangUp();
    await world.settle();
    const { bytesSent, bytesReceived } = qualityOf(naomi)?.summary ?? {};
    assert.deepEqual([bytesSent, bytesReceived], [5 * 50_000, 5 * 60_000]);
  });

  void it('of a call that was never connected is none', async () => {
    const { world, naomi, priya } = await talk();
    naomi.controller.hangUp();
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.hangUp();
    await world.settle();
    assert.equal(naomi.controller.snapshot.call.phase, 'ended');
    assert.equal(qualityOf(naomi), null);
  });
});

void describe('the round trip of a path', () => {
  void it('is the least of the last three: what is queued just before a loss does not count', async () => {
    const clock = new FakeClock();
    let report: readonly RawStats[] = [];
    const sampler = new QualitySampler(
      { clock },
      () => Promise.resolve(report),
      () => undefined,
    );
    const seen: number[] = [];
    const look = async (roundTrip: number): Promise<void> => {
      report = chromiumReport({ at: 2 * seen.length, roundTrip });
      if (seen.length > 0) clock.advance(SAMPLE_MS);
      else sampler.follow(ACTIVE);
      await Promise.resolve();
      await Promise.resolve();
      seen.push(Math.round(sampler.roundTripMs));
    };
    for (const seconds of [0.04, 0.05, 1.5, 2, 3]) await look(seconds);
    assert.deepEqual(seen, [40, 40, 40, 50, 1_500]);
  });
});
