/** The figures of a relay that does things, read as a scrape would. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Exposed, readExposition } from '../../test/support/exposition.js';
import { ANSWER_SDP, OFFER_SDP } from '../../test/support/fake-room.js';
import { WireClient } from '../../test/support/wire-client.js';
import { type RelayOptions, createRelay } from '../relay.js';
import { metricsWatch, relayGauges } from './metrics-watch.js';
import { Metrics } from './metrics.js';
import { startOpsServer } from './ops-server.js';
import { processMetrics } from './process-metrics.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

interface Watched {
  readonly relay: ReturnType<typeof createRelay>;
  readonly url: string;
  readonly scrape: () => Promise<Exposed>;
  readonly end: () => Promise<void>;
}

async function watched(options: RelayOptions = {}): Promise<Watched> {
  const metrics = new Metrics();
  const relay = createRelay({ ...options, watches: [metricsWatch(metrics)] });
  await relay.ready;
  relayGauges(metrics, relay);
  const stop = processMetrics(metrics);
  const expose = (): string => metrics.expose();
  const ops = await startOpsServer({ port: 0, host: '127.0.0.1', isReady: () => relay.isReady, expose });
  return {
    relay,
    url: ops.url,
    scrape: async () => readExposition(await (await fetch(`${ops.url}/metrics`)).text()),
    end: async () => {
      await relay.close();
      stop();
      ops.close();
    },
  };
}

const of = (read: Exposed, name: string, labels?: Readonly<Record<string, string>>): number =>
  read.value(`call_elements_${name}`, labels);

describe('the figures of a relay', () => {
  it('say who is here and what is going on', async () => {
    const { relay, scrape, end } = await watched();
    const naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    const ruth = await WireClient.named(relay.url, 'ruth', HELLO);
    const unnamed = new WireClient(relay.url);
    await unnamed.next('id');
    naomi.say({ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: { id: 'c1' } });
    await ruth.next('video-offer');
    ruth.say({ type: 'video-answer', target: 'naomi', sdp: ANSWER_SDP, call: { id: 'c1' } });
    await naomi.next('video-answer');
    const during = await scrape();
    assert.deepEqual(
      ['ready', 'connections', 'named_sessions', 'calls', 'rooms'].map((name) => of(during, name)),
      [1, 3, 2, 1, 1],
    );
    assert.equal(of(during, 'messages_received_total', { class: 'call' }), 2);
    assert.equal(of(during, 'messages_sent_total', { class: 'call' }), 2);
    assert.ok(of(during, 'received_bytes_total') > 100 && of(during, 'sent_bytes_total') > 100);
    await Promise.all([naomi.close(), ruth.close(), unnamed.close()]);
    await WireClient.named(relay.url, 'witness');
    const after = await scrape();
    assert.equal(of(after, 'connections_total'), 4);
    assert.equal(of(after, 'calls'), 0);
    assert.equal(of(after, 'closes_total', { code: '1005' }), 3);
    await end();
  });

  it('say who was refused and why, with labels that no client can add to', async () => {
    const { relay, scrape, end } = await watched({ hub: { rate: { perSecond: 1, burst: 5 } } });
    await new WireClient(relay.url, { origin: 'https://evil.example' }).closed;
    const client = await WireClient.named(relay.url, 'naomi', HELLO);
    const labels = (await scrape()).samples.length;
    client.say('nonsense');
    client.say({ type: 'userlist', users: [] });
    client.say({ type: 'a'.repeat(32), target: 'naomi' });
    for (let i = 0; i < 20; i++) client.say({ type: 'sync', what: 'presence' });
    await client.closed;
    const odd = new WireClient(relay.url);
    await odd.next('id');
    odd.socket.close(4999);
    await odd.closed;
    const read = await scrape();
    assert.equal(of(read, 'turned_away_total', { reason: 'origin' }), 1);
    assert.equal(of(read, 'refusals_total', { code: 'bad-request' }), 1);
    assert.equal(of(read, 'refusals_total', { code: 'forbidden' }), 1);
    assert.ok(of(read, 'refusals_total', { code: 'rate-limited' }) >= 1);
    assert.equal(of(read, 'closes_total', { code: '4408' }), 1);
    assert.equal(of(read, 'closes_total', { code: 'other' }), 1);
    assert.equal(read.samples.length, labels, 'no series is new');
    await end();
  });

  it('say how the process does', async () => {
    const { url, scrape, end } = await watched();
    const read = await scrape();
    assert.ok(read.value('process_resident_memory_bytes') > 10_000_000);
    assert.ok(read.value('process_cpu_seconds_total') > 0);
    assert.ok(Math.abs(read.value('process_start_time_seconds') - Date.now() / 1000) < 3_600);
    // A busy loop is what the figure is there to find; the first one only tells the histogram when it begins.
    for (let i = 0; i < 2; i++) {
      const startMs = performance.now();
      while (performance.now() - startMs < 300);
      await fetch(`${url}/healthz`);
    }
    const lag = (await scrape()).value('nodejs_eventloop_lag_seconds', { quantile: '1' });
    assert.ok(lag > 0.1 && lag < 30, String(lag));
    await end();
  });

  it('are served apart, with health and readiness, and not on the public port', async () => {
    const { relay, url, end } = await watched({ limits: { maxConnections: 1 } });
    const base = relay.url.replace('ws:', 'http:');
    assert.equal((await fetch(`${base}/metrics`)).status, 404);
    for (const place of [url, base]) {
      assert.equal((await fetch(`${place}/healthz`)).status, 200);
      assert.equal((await fetch(`${place}/readyz`)).status, 200);
    }
    assert.match(
      (await fetch(`${url}/metrics`)).headers.get('content-type') ?? '',
      /^text\/plain; version=0\.0\.4/,
    );
    assert.equal((await fetch(`${url}/metrics`, { method: 'POST' })).status, 405);
    assert.equal((await fetch(`${url}/other`)).status, 404);
    const client = new WireClient(relay.url);
    await client.next('id');
    assert.equal((await fetch(`${base}/readyz`)).status, 503, 'full');
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
    await client.close();
    const drained = relay.drain();
    assert.equal((await fetch(`${url}/readyz`)).status, 503, 'draining');
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    await drained;
    await end();
  });
});
