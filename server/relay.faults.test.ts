/** Faults of the relay itself, and of its clock: they stay where they happen. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WireClient } from '../test/support/wire-client.js';
import { DEFAULT_HUB_OPTIONS } from './limits.js';
import { createRelay } from './relay.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence', 'heartbeat'] };

describe('a fault of the relay', () => {
  it('while it reads a message closes the socket that this came on; all others go on', async () => {
    const faults: unknown[] = [];
    const fault = new Error('a bug of ours');
    let isBroken = false;
    const limits = {
      ...DEFAULT_HUB_OPTIONS.limits,
      get textLength(): number {
        if (isBroken) throw fault;
        return DEFAULT_HUB_OPTIONS.limits.textLength;
      },
    };
    const relay = createRelay({ hub: { limits }, onFault: (error) => faults.push(error) });
    await relay.ready;
    const naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    const ruth = await WireClient.named(relay.url, 'ruth', HELLO);
    isBroken = true;
    ruth.say({ type: 'message', text: 'hi' });
    const { code, fatal } = await ruth.next('error');
    assert.deepEqual([code, fatal], ['internal', true]);
    assert.equal((await ruth.closed).code, 1011);
    isBroken = false;
    await naomi.settled();
    assert.deepEqual(faults, [fault]);
    await relay.close();
  });

  it('of a clock that jumps an hour, either way, makes nobody late', async (t) => {
    const relay = createRelay({
      hub: { ping: { intervalMs: 100, timeoutMs: 2_000 } },
      limits: { helloTimeoutMs: 5_000 },
    });
    await relay.ready;
    const { now } = Date;
    const client = await WireClient.named(relay.url, 'naomi', HELLO);
    const unnamed = new WireClient(relay.url);
    await unnamed.next('id');
    for (const jumpMs of [3_600_000, -3_600_000]) {
      t.mock.method(Date, 'now', () => now() + jumpMs);
      for (let i = 0; i < 3; i++) {
        await client.next('ping');
        client.say({ type: 'pong' });
      }
      client.say({ type: 'message', text: 'still here' });
      await client.next('message');
      unnamed.say({ type: 'ping', t: jumpMs });
      await unnamed.next('pong');
      t.mock.reset();
    }
    await relay.close();
  });
});
