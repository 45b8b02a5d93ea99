/** The suite for clients against our own core, which passes all of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startObligingClient } from '../../../test/support/obliging-client.js';
import { CLIENT_PARTS } from './parts.js';
import { testClient } from './suite.js';

void describe('the conformance suite for clients', () => {
  void it('finds nothing wrong with our core', async () => {
    let stop = (): void => undefined;
    const report = await testClient({
      timeoutMs: 5_000,
      onReady: (url) => {
        stop = startObligingClient(url);
      },
    });
    stop();
    assert.deepEqual(
      report.verdicts.filter(({ status }) => status !== 'passed'),
      [],
    );
    assert.equal(report.verdicts.length, CLIENT_PARTS.flatMap(({ cases }) => cases).length);
  });
});
