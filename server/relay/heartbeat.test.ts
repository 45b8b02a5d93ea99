import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Heartbeat } from './heartbeat.js';

class Client {
  pings = 0;
  deaths = 0;
  ping(): void {
    this.pings++;
  }
  die(): void {
    this.deaths++;
  }
}

/** One client, and a clock that moves in sweeps as the relay would make them. */
function watched(): { client: Client; heartbeat: Heartbeat<Client>; pass: (ms: number) => void } {
  const heartbeat = new Heartbeat<Client>({ intervalMs: 7_000, timeoutMs: 4_000 }, 0);
  const client = new Client();
  heartbeat.add(client, 0);
  let nowMs = 0;
  const pass = (ms: number): void => {
    for (const endMs = nowMs + ms; nowMs < endMs;) heartbeat.sweep((nowMs += heartbeat.sweepEveryMs));
  };
  return { client, heartbeat, pass };
}

describe('heartbeat', () => {
  it('asks at the interval, and not before', () => {
    const { client, heartbeat, pass } = watched();
    pass(6_000);
    assert.equal(client.pings, 0);
    pass(1_000);
    assert.equal(client.pings, 1);
    heartbeat.heard(client);
    pass(7_000);
    assert.equal(client.pings, 2);
  });

  it('gives a silent client up within interval and timeout', () => {
    const { client, pass } = watched();
    pass(10_000);
    assert.equal(client.deaths, 0);
    pass(1_000);
    assert.equal(client.deaths, 1);
  });

  it('takes anything heard for an answer', () => {
    const { client, heartbeat, pass } = watched();
    for (let i = 0; i < 20; i++) {
      pass(3_000);
      heartbeat.heard(client);
    }
    assert.ok(client.pings > 5);
    assert.equal(client.deaths, 0);
  });

  it('does not hold a stall of its own process against a client', () => {
    const { client, heartbeat, pass } = watched();
    pass(8_000);
    heartbeat.sweep(60_000);
    assert.equal(client.deaths, 0);
    heartbeat.sweep(61_000);
    assert.equal(client.deaths, 0);
    heartbeat.sweep(62_000);
    assert.equal(client.deaths, 1);
  });

  it('forgets who has gone', () => {
    const { client, heartbeat, pass } = watched();
    heartbeat.remove(client);
    heartbeat.heard(client);
    pass(60_000);
    assert.deepEqual([client.pings, client.deaths, heartbeat.size], [0, 0, 0]);
  });
});
