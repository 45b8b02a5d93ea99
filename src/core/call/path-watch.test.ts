/** When a path counts as silent: looks in which nothing came, after something had. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import type { RawStats } from '../ports.js';
import { countersOf, PathWatch } from './path-watch.js';

/** A connection on which something comes, or nothing. */
class Line {
  readonly clock = new FakeClock();
  readonly heard: string[] = [];
  looks = 0;
  /** What comes between two looks. */
  brings: 'pictures' | 'checks' | 'nothing' = 'pictures';
  isExpecting = true;
  #packets = 0;
  #checks = 10;
  readonly watch = new PathWatch({
    clock: this.clock,
    traffic: () => Promise.resolve(countersOf(this.#count())),
    expectsMedia: () => this.isExpecting,
    barren: () => this.heard.push('barren'),
    doubted: () => this.heard.push('doubted'),
    silent: () => this.heard.push('silent'),
    heard: () => this.heard.push('heard'),
  });

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      this.clock.advance(100);
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  #count(): readonly RawStats[] {
    this.looks += 1;
    if (this.brings === 'pictures') this.#packets += 50;
    if (this.brings !== 'nothing') this.#checks += 1;
    return [
      { id: 'pair', type: 'candidate-pair', timestamp: 0, responsesReceived: this.#checks },
      { id: 'video', type: 'inbound-rtp', timestamp: 0, packetsReceived: this.#packets },
      { id: 'sent', type: 'outbound-rtp', timestamp: 0, packetsSent: this.looks },
    ];
  }
}

void describe('a path on which nothing comes any more', () => {
  let line: Line;
  beforeEach(() => {
    line = new Line();
    line.watch.follow(true);
  });

  void it('is silent after two seconds where there were sound or pictures, and says so once', async () => {
    await line.pass(5_000);
    assert.deepEqual(line.heard, []);
    line.brings = 'nothing';
    await line.pass(1_900);
    assert.deepEqual(line.heard, ['doubted']);
    await line.pass(1_100);
    assert.deepEqual(line.heard, ['doubted', 'silent']);
    await line.pass(20_000);
    assert.deepEqual(line.heard, ['doubted', 'silent']);
    line.brings = 'pictures';
    await line.pass(1_000);
    assert.deepEqual(line.heard, ['doubted', 'silent', 'heard']);
  });

  void it('is not silent as soon where only its checks came, which are seldom', async () => {
    line.brings = 'checks';
    await line.pass(2_000);
    line.brings = 'nothing';
    await line.pass(6_000);
    assert.deepEqual(line.heard, []);
    await line.pass(3_000);
    assert.deepEqual(line.heard, ['silent']);
  });

  void it('is silent within a second once the network may be another one', async () => {
    await line.pass(3_000);
    line.brings = 'nothing';
    line.watch.hurry();
    await line.pass(1_000);
    assert.deepEqual(line.heard, ['doubted', 'silent']);
  });

  void it('was never silent to a page that slept meanwhile', async () => {
    await line.pass(3_000);
    line.clock.advance(600_000);
    await line.pass(100);
    assert.deepEqual(line.heard, []);
  });

  void it('is silent only where something had come, and again after each new beginning', async () => {
    const deaf = new Line();
    deaf.brings = 'nothing';
    deaf.isExpecting = false;
    deaf.watch.follow(true);
    // What was counted before is no news; it is seen once.
    await deaf.pass(1_000);
    deaf.watch.begin();
    await deaf.pass(20_000);
    assert.deepEqual(deaf.heard, []);
    deaf.brings = 'pictures';
    await deaf.pass(1_000);
    deaf.brings = 'nothing';
    await deaf.pass(3_000);
    assert.deepEqual(deaf.heard, ['doubted', 'silent']);
  });

  void it('is not back with its checks alone, where there were sound and pictures and should be', async () => {
    await line.pass(3_000);
    line.brings = 'nothing';
    await line.pass(3_000);
    line.brings = 'checks';
    await line.pass(5_000);
    assert.deepEqual(line.heard, ['doubted', 'silent']);
    line.isExpecting = false;
    await line.pass(1_000);
    assert.deepEqual(line.heard, ['doubted', 'silent', 'heard']);
  });

  void it('is barren when it is up again and has not brought them within three seconds, and says so once', async () => {
    await line.pass(3_000);
    line.brings = 'checks';
    line.watch.begin();
    await line.pass(2_900);
    assert.deepEqual(line.heard, []);
    await line.pass(20_000);
    assert.deepEqual(line.heard, ['barren']);
  });

  void it('is barren when it took more than one offer and has never brought them', async () => {
    line.brings = 'checks';
    line.watch.begin(true);
    await line.pass(20_000);
    assert.deepEqual(line.heard, ['barren']);
  });

  void it('is not barren when it brings them, or never did, or nothing is to be expected', async () => {
    line.watch.begin();
    line.brings = 'checks';
    await line.pass(20_000);
    assert.deepEqual(line.heard, [], 'none have come yet');
    line.brings = 'pictures';
    await line.pass(2_000);
    line.watch.begin();
    await line.pass(2_000);
    line.brings = 'checks';
    await line.pass(20_000);
    assert.deepEqual(line.heard, [], 'they were there when it came back');
    line.brings = 'pictures';
    await line.pass(1_000);
    line.brings = 'checks';
    line.isExpecting = false;
    line.watch.begin();
    await line.pass(20_000);
    assert.deepEqual(line.heard, []);
  });

  void it('is not looked at once nobody follows it', async () => {
    await line.pass(3_000);
    line.watch.follow(false);
    const { looks } = line;
    await line.pass(10_000);
    assert.equal(line.looks, looks);
    assert.equal(line.clock.pending, 0);
  });
});
