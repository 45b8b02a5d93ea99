/** Statistics of a connection that may be sent to somebody: what was counted, and not where or who. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chromiumReport } from '../../testing/sample-reports.js';
import type { RawStats } from '../ports.js';
import { MAX_STATS, withoutAddresses } from './stats-in-report.js';

const only = (stats: Record<string, unknown>): RawStats | undefined =>
  withoutAddresses([{ id: 'a', type: 'local-candidate', timestamp: 1, ...stats }])[0];

void describe('statistics in a report', () => {
  void it('keep counters, kinds and how things hang together', () => {
    const stats = withoutAddresses(chromiumReport({ at: 4, relayed: true }));
    const pair = stats.find(({ id }) => id === 'new');
    assert.equal(pair?.localCandidateId, 'L');
    assert.equal(stats.find(({ id }) => id === 'L')?.relayProtocol, 'tls');
    assert.equal(typeof stats.find(({ type }) => type === 'transport')?.bytesReceived, 'number');
  });

  void it('have no address, port, server, credential of ICE or label', () => {
    const kept = only({
      ...{
        address: '192.0.2.7',
        ip: '192.0.2.7',
        port: 4000,
        priority: 2_122_260_223,
        relatedAddress: '10.0.0.1',
        relatedPort: 9,
      },
      ...{ url: 'turn:turn.example.com', usernameFragment: 'abcd', label: 'Front camera of Naomi' },
      ...{ iceLocalUsernameFragment: 'abcd', trackIdentifier: 'device', foundation: '1' },
      ...{ candidateType: 'host', protocol: 'udp' },
    });
    assert.deepEqual(kept, {
      id: 'a',
      type: 'local-candidate',
      timestamp: 1,
      candidateType: 'host',
      protocol: 'udp',
    });
  });

  void it('are bounded in number', () => {
    const many = Array.from({ length: MAX_STATS + 1 }, (_, n) => ({
      id: String(n),
      type: 'codec',
      timestamp: 1,
    }));
    assert.equal(withoutAddresses(many).length, MAX_STATS);
  });

  void it('leave certificates out, and what is neither a number, a word nor yes or no', () => {
    assert.deepEqual(
      withoutAddresses([{ id: 'c', type: 'certificate', timestamp: 1, fingerprint: 'AB' }]),
      [],
    );
    assert.deepEqual(only({ qualityLimitationDurations: { none: 1 }, later: ['192.0.2.7'] }), {
      id: 'a',
      type: 'local-candidate',
      timestamp: 1,
    });
  });
});
