/** The conformance suite on a server that behaves as that of MDN's sample: what it lacks is what is known of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PARTS } from '../../server/conformance/parts.js';
import { testServer } from '../../server/conformance/suite.js';
import { SampleServer } from '../legacy/support/sample-server.js';
import { Document, codesOf } from '../support/markdown.js';

const TIMEOUT_MS = 2_000;
const IDS = PARTS.flatMap(({ name, cases }) => (name === 'base' ? cases : [])).map(({ id }) => id);

/** What docs/mdn-sample.md says. */
const KNOWN = codesOf(
  new Document('docs/mdn-sample.md').section('What the conformance suite says of its server').text,
).filter((code) => code.startsWith('base/'));

void describe('the conformance suite on the server of the sample', () => {
  void it('fails in what is known of it, and in nothing else', async () => {
    const failed: string[] = [];
    for (const id of IDS) {
      const server = await SampleServer.start();
      const { verdicts } = await testServer(server.url.replace('http', 'ws'), {
        only: [id],
        timeoutMs: TIMEOUT_MS,
      });
      failed.push(...verdicts.filter(({ status }) => status === 'failed').map((verdict) => verdict.id));
      await server.stop();
    }
    assert.deepEqual(failed.sort(), [...KNOWN].sort());
  });

  void it('ends in time, and says what is wrong, where the server ends', async () => {
    const server = await SampleServer.start();
    const only = ['base/chat-all', 'base/survives-not-json', 'base/survives-binary'];
    const { verdicts, stopped } = await testServer(server.url.replace('http', 'ws'), {
      only,
      timeoutMs: TIMEOUT_MS,
    });
    await server.stop();
    assert.deepEqual(
      verdicts.map(({ status, problem = '' }) => [status, problem.replace(/"[^"]*"/g, 'somebody')]),
      [
        ['passed', ''],
        [
          'failed',
          'somebody did not get the message that somebody sent it: the connection was closed with 1006',
        ],
      ],
    );
    assert.equal(stopped?.problem, 'the server lets nobody connect any more');
    assert.deepEqual(stopped.untested, ['base/survives-binary']);
  });
});
