/** Floods, seen from the honest: how much of them gets through, and how long an honest pair waits meanwhile. */
import assert from 'node:assert/strict';
import { type TestContext, afterEach, beforeEach, describe, it } from 'node:test';
import { type Relay, createRelay } from '../../server/relay.js';
import { type Latency, latencyOf } from '../support/latency.js';
import { WireClient } from '../support/wire-client.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };
const FLOODERS = 10;
/** Of each: ten thousand in a second or two. */
const MESSAGES = 1_000;
const BURST = 100;

describe('a flood', () => {
  let relay: Relay;
  let naomi: WireClient;
  let ruth: WireClient;

  beforeEach(async () => {
    relay = createRelay({ hub: { ping: { intervalMs: 600_000, timeoutMs: 600_000 } } });
    await relay.ready;
    naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    ruth = await WireClient.named(relay.url, 'ruth', HELLO);
  });
  afterEach(async () => {
    await relay.close();
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });

  /** For reading; below 50 ms is wanted on a machine that does nothing else. No test fails by a clock. */
  const report = (context: TestContext, what: string, { p50Ms, p99Ms }: Latency): void => {
    context.diagnostic(`${what}: honest p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`);
  };

  it('of ten thousand messages reaches nobody beyond a burst of each sender, who is closed with 4408', async (context) => {
    const flooders = await Promise.all(
      Array.from({ length: FLOODERS }, (_, at) => WireClient.named(relay.url, `flooder${String(at)}`, HELLO)),
    );
    for (const flooder of flooders) {
      for (let i = 0; i < MESSAGES; i++) flooder.say({ type: 'noise', target: 'ruth' });
    }
    report(context, 'flood of messages', await latencyOf(naomi, ruth, 'ruth', 50));
    for (const flooder of flooders) assert.equal((await flooder.closed).code, 4408);
    await ruth.settled();
    const noise = ruth.heard.filter(({ type }) => type === 'noise').length;
    assert.ok(noise > 0 && noise <= FLOODERS * (BURST + 10), `${String(noise)} got through`);
  });

  it('of broken frames costs each sender its connection too', async (context) => {
    const flooders = Array.from({ length: FLOODERS }, () => new WireClient(relay.url));
    await Promise.all(flooders.map((flooder) => flooder.next('id')));
    for (const flooder of flooders) for (let i = 0; i < MESSAGES; i++) flooder.say('{"type":');
    report(context, 'flood of broken frames', await latencyOf(naomi, ruth, 'ruth', 50));
    for (const flooder of flooders) assert.equal((await flooder.closed).code, 4408);
  });

  it('of connections that come and go leaves nothing, and the honest speak on', async (context) => {
    const waves = async (): Promise<void> => {
      for (let wave = 0; wave < 10; wave++) {
        const clients = Array.from({ length: 30 }, () => new WireClient(relay.url));
        await Promise.all(clients.map((client) => client.next('id')));
        for (const client of clients) client.socket.terminate();
      }
    };
    const [latency] = await Promise.all([latencyOf(naomi, ruth, 'ruth', 50), waves()]);
    report(context, 'flood of connections', latency);
  });
});
