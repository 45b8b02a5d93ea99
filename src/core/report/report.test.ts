/** What a controller says of itself, in whole calls. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Person, World, meet, talk } from '../../testing/world.js';
import { VERSION } from '../version.js';
import type { CallReport } from './call-report.js';
import { SAMPLES_LENGTH } from './samples.js';

const reportOf = ({ controller }: Person): Promise<CallReport> => controller.report();

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
    for (const person of [naomi, priya]) {
      const report = await reportOf(person);
      assert.equal(report.call.phase, 'active');
      assert.doesNotMatch(JSON.stringify(report), /secret/);
    }
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
