/** docs/relay.md against the code: options with their defaults, events of the log, figures. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultText } from '../../server/cli/option-table.js';
import { RELAY_OPTIONS } from '../../server/cli/options.js';
import { lostWebhooks, metricsWatch, relayGauges } from '../../server/ops/metrics-watch.js';
import { Metrics } from '../../server/ops/metrics.js';
import { processMetrics } from '../../server/ops/process-metrics.js';
import { readExposition } from '../support/exposition.js';
import { Document, codesOf, firstCodes, readText, rowsOf } from '../support/markdown.js';

const relay = new Document('docs/relay.md');

void describe('docs/relay.md', () => {
  void it('has every option with its value and its default, and no other', () => {
    const said = rowsOf(relay.section('Options').text).map(([option = '', standard]) => {
      return [codesOf(option)[0]?.replace('\\|', '|'), standard];
    });
    const expected = Object.entries(RELAY_OPTIONS).map(([name, spec]) => {
      const value = spec.kind === 'flag' ? '' : ` ${spec.kind === 'number' ? 'N' : spec.value}`;
      return [`--${name}${value}`, defaultText(spec)];
    });
    assert.deepEqual(Object.fromEntries(said), Object.fromEntries(expected));
    assert.equal(said.length, expected.length);
  });

  void it('has every event of the log with its level', () => {
    const sources = ['server/cli/start.ts', 'server/ops/log-watch.ts'].map(readText).join('\n');
    const logged = [...sources.matchAll(/logger\.log\(\s*'(\w+)',\s*'([\w-]+)'/g)].map(
      ([, level = '', event = '']) => `${event} ${level}`,
    );
    const refused = ['origin', 'full', 'address-sockets', 'address-rate'].map((why) => `refused-${why} warn`);
    const said = rowsOf(relay.section('Log').text).map(([event = '', level = '']) => {
      return `${codesOf(event).join()} ${level}`;
    });
    assert.deepEqual([...said].sort(), [...logged, ...refused, 'kicked info'].sort());
  });

  void it('has every figure with its type', () => {
    const metrics = new Metrics();
    metricsWatch(metrics);
    lostWebhooks(metrics);
    relayGauges(metrics, { sizes: {}, isReady: true });
    const stop = processMetrics(metrics);
    const { types } = readExposition(metrics.expose());
    stop();
    const said = rowsOf(relay.section('Figures').text).map(([name = '', type = '']) => [
      codesOf(name)[0],
      type,
    ]);
    assert.deepEqual(Object.fromEntries(said), Object.fromEntries(types));
    assert.equal(firstCodes(relay.section('Figures').text).length, types.size);
  });
});
