/** What a controller says of itself, in whole calls. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Person, World, meet, talk } from '../../testing/world.js';
import { VERSION } from '../version.js';
import type { CallReport } from './call-report.js';
import { SAMPLE_MS } from '../quality/sampler.js';
import type { FakePeer } from '../../testing/fake-peers.js';
import { chromiumReport } from '../../testing/sample-reports.js';
import { SAMPLES_LENGTH } from './samples.js';

const reportOf = ({ controller }: Person): Promise<CallReport> => controller.report();

/** Two looks at a call, which is what a rating needs. */
async function measure(world: World, { peers }: Person): Promise<void> {
  for (const at of [2, 4]) {
    (peers.open[0] as FakePeer).counted = chromiumReport({ at });
    await world.settle(SAMPLE_MS);
  }
}

const statesOf = ({ journal }: CallReport, of: string): string[] =>
  journal.filter((entry) => entry.of === of).map(({ state }) => String(state));

void describe('a report', () => {
  void it('tells the way of a call, and where it stands', async () => {
    const { world, naomi, priya } = await talk();
    const { call, link, format, version } = await reportOf(naomi);
    assert.deepEqual({ format, version }, { format: 'call-elements/report/1', version: VERSION });
    assert.equal(link.status, 'online');
    assert.equal(call.phase, 'active');
    assert.equal(call.direction, 'outgoing');
    priya.controller.hangUp();
    await world.settle();
    const after = await reportOf(naomi);
    assert.equal(after.call.why, 'ended');
    const seen = new Set(statesOf(after, 'call'));
    assert.deepEqual([...seen], ['outgoing', 'connecting', 'active', 'ended']);
  });

  void it('tells the errors, by code', async () => {
    const { world, naomi } = await talk();
    naomi.link.cut();
    await world.settle();
    const { journal } = await reportOf(naomi);
    assert.ok(journal.some(({ of, event }) => of === 'error' && event === 'link-lost'));
    assert.ok(
      journal.some(({ of, event, state }) => of === 'link' && event === 'closed' && state === 'waiting'),
    );
  });

  void it('has everything in its samples that the rating is made of', async () => {
    const { world, naomi } = await talk();
    await measure(world, naomi);
    const [sample] = (await reportOf(naomi)).samples.slice(-1);
    assert.deepEqual(
      { ...sample, atMs: 0, callId: '' },
      {
        ...{ atMs: 0, callId: '', rating: 'good', cause: null, path: 'direct' },
        ...{ roundTripMs: 40, bufferMs: 50, sentBitrate: 1_680_000, receivedBitrate: 880_000 },
        ...{ audioLossShare: 0, videoLossShare: 0, sentAudioLossShare: 0.02, frozenShare: 0 },
      },
    );
  });

  void it('has the sum and the statistics of the last call when that was put away, until the next is connected', async () => {
    const { world, naomi, priya } = await talk();
    await measure(world, naomi);
    const during = await reportOf(naomi);
    naomi.controller.hangUp();
    naomi.controller.dismiss();
    await world.settle();
    const after = await reportOf(naomi);
    assert.equal(after.call.phase, 'idle');
    assert.equal(after.quality?.callId, during.call.callId);
    assert.ok((after.quality.summary?.durationMs ?? 0) > 0);
    assert.ok(after.stats.length > 0);
    assert.deepEqual(after.stats, during.stats);
    naomi.controller.call('priya');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    const next = await reportOf(naomi);
    assert.equal(next.quality?.callId, next.call.callId);
    assert.deepEqual([next.quality.summary, next.stats], [null, []]);
  });

  void it('has no name, nothing that was said, and no token', async () => {
    const world = new World();
    const naomi = world.enter('naomi-secret', { token: 'token-secret', room: 'room-secret' });
    const priya = world.enter('priya-secret', {
      iceServers: [
        { urls: 'turn:turn-secret.example.com', username: 'user-secret', credential: 'pass-secret' },
      ],
    });
    await world.settle();
    naomi.controller.sendMessage('text-secret', 'priya-secret');
    naomi.controller.call('priya-secret');
    await world.settle();
    priya.controller.accept();
    await world.settle();
    priya.controller.signIn('other-secret');
    await world.settle();
    (naomi.peers.open[0] as FakePeer).counted = [
      ...chromiumReport({ at: 2, relayed: true }),
      {
        id: 'M',
        type: 'media-source',
        timestamp: 1,
        label: 'label-secret',
        url: 'turn:turn-secret.example.com',
      },
    ];
    await world.settle(SAMPLE_MS);
    const tellsNobody = async (phase: string): Promise<void> => {
      for (const person of [naomi, priya]) {
        const report = await reportOf(person);
        assert.equal(report.call.phase, phase);
        assert.doesNotMatch(JSON.stringify(report), /secret|192\.0\.2|198\.51\.100|turns?:/);
      }
    };
    await tellsNobody('active');
    naomi.controller.hangUp();
    await world.settle();
    for (const { controller } of [naomi, priya]) controller.dismiss();
    await tellsNobody('idle');
    assert.ok((await reportOf(naomi)).stats.some(({ id }) => id === 'M'));
    const { options } = await reportOf(priya);
    assert.deepEqual(options.iceServers, ['turn/udp']);
  });

  void it('does not grow with a link that only says that it lives', async () => {
    const { world, naomi } = await talk();
    const before = await reportOf(naomi);
    for (let minute = 0; minute < 10; minute += 1) {
      world.clock.advance(60_000);
      await world.settle();
    }
    const after = await reportOf(naomi);
    assert.equal(after.call.phase, 'active');
    assert.deepEqual(after.journal, before.journal);
    assert.ok(after.samples.length <= SAMPLES_LENGTH);
  });

  void it('is there before anything happened, and after everything is over', async () => {
    const { naomi } = await meet();
    assert.equal((await reportOf(naomi)).call.phase, 'idle');
    naomi.controller.dispose();
    assert.ok((await reportOf(naomi)).journal.length > 0);
  });
});

void describe('the version in a report', () => {
  void it('is that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.equal(VERSION, version);
  });
});
