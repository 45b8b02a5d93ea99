/** A server that is gone on the way, or says nothing at all, is told of once. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import { createRelay } from '../relay.js';
import { conforms, describeReport, describeStop, toJUnit } from './report.js';
import { testServer } from './suite.js';

/** Where the last socket of a case is closed, and the next not yet opened. */
const ONLY = ['base/id-first', 'base/chat-target', 'base/chat-echo', 'base/order'];

void describe('the suite for servers, where the server is gone', () => {
  void it('stops, says so once, and does not call it a fault of the cases that are left', async () => {
    const relay = createRelay();
    await relay.ready;
    let ended: Promise<void> | undefined;
    const report = await testServer(relay.url, {
      only: ONLY,
      timeoutMs: 1_000,
      onVerdict: () => {
        ended ??= relay.close();
      },
    });
    await ended;
    assert.deepEqual(
      report.verdicts.map(({ id, status }) => [id, status]),
      [['base/id-first', 'passed']],
    );
    assert.deepEqual(report.stopped?.untested, ['base/chat-target', 'base/chat-echo', 'base/order']);
    assert.equal(conforms(report), false);
    assert.match(
      describeReport(report),
      /does not conform: 1 passed, 0 failed, 0 warning, 0 skipped, 3 not tested/,
    );
    assert.match(
      describeStop(report.stopped),
      /^STOP {2}after base\/id-first: the server lets nobody connect any more; 3 cases were not tested\n {6}seen .*\n {6}to do .*--only/,
    );
    assert.match(toJUnit(report), /<testsuite name="run" tests="1" failures="1"/);
  });

  void it('fails the case in which it is gone, with what that case says', async () => {
    const relay = createRelay();
    await relay.ready;
    const report = await testServer(relay.url, {
      timeoutMs: 1_000,
      parts: [
        {
          name: 'x',
          about: 'a case that ends the server',
          isAnnounced: () => true,
          cases: [
            {
              id: 'x/ends',
              title: 'goes on',
              rule: '',
              advice: 'catch it',
              run: async (world) => {
                await world.person();
                await relay.close();
                await world.person();
              },
            },
            {
              id: 'x/after',
              title: 'is there',
              rule: '',
              advice: '',
              run: async (world) => {
                await world.connect();
              },
            },
          ],
        },
      ],
    });
    assert.deepEqual(
      report.verdicts.map(({ id, status, advice }) => [id, status, advice]),
      [['x/ends', 'failed', 'catch it']],
    );
    assert.equal(report.stopped?.after, 'x/ends');
  });

  void it('fails the first case alone where it never says a word', async () => {
    const mute = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'json' });
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as { readonly port: number };
    const report = await testServer(`ws://127.0.0.1:${String(port)}`, { only: ONLY, timeoutMs: 100 });
    for (const client of mute.clients) client.terminate();
    mute.close();
    assert.deepEqual(
      report.verdicts.map(({ id, status }) => [id, status]),
      [['base/id-first', 'failed']],
    );
    assert.match(report.stopped?.problem ?? '', /says nothing/);
  });
});
