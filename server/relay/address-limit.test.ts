import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AddressLimit } from './address-limit.js';

const LIMITS = { maxSockets: 3, rate: { perSecond: 2, burst: 4 }, except: ['10.0.0.0/8'] };

/** Opens a socket and asks to be let in. */
function connect(limit: AddressLimit, address: string, nowMs = 0): string {
  return limit.open(address, nowMs) ? limit.admit(address, nowMs).verdict : 'cut';
}

describe('limits of an address', () => {
  it('tell the sockets over the cap, and cut what comes far over it', () => {
    const limit = new AddressLimit({ ...LIMITS, rate: { perSecond: 100, burst: 100 } });
    const verdicts = Array.from({ length: 14 }, () => connect(limit, '192.0.2.1'));
    assert.deepEqual(verdicts.slice(0, 3), ['ok', 'ok', 'ok']);
    assert.deepEqual(new Set(verdicts.slice(3, 11)), new Set(['too-many']));
    assert.deepEqual(verdicts.slice(11), ['cut', 'cut', 'cut']);
    assert.equal(connect(limit, '192.0.2.2'), 'ok', 'another address');
  });

  it('let somebody in again when a socket has closed', () => {
    const limit = new AddressLimit(LIMITS);
    for (let i = 0; i < 3; i++) connect(limit, '192.0.2.1');
    assert.equal(connect(limit, '192.0.2.1'), 'too-many');
    for (let i = 0; i < 2; i++) limit.close('192.0.2.1');
    assert.equal(connect(limit, '192.0.2.1'), 'ok');
  });

  it('hold back who connects too fast, and say for how long', () => {
    const limit = new AddressLimit({ ...LIMITS, maxSockets: 100 });
    for (let i = 0; i < 4; i++) assert.equal(connect(limit, '192.0.2.1'), 'ok');
    limit.open('192.0.2.1', 0);
    assert.deepEqual(limit.admit('192.0.2.1', 0), { verdict: 'too-fast', retryAfterMs: 500 });
    assert.equal(limit.admit('192.0.2.1', 499).verdict, 'too-fast');
    assert.equal(limit.admit('192.0.2.1', 500).verdict, 'ok');
  });

  it('count an IPv6 network as one', () => {
    const limit = new AddressLimit(LIMITS);
    for (let i = 1; i <= 3; i++) assert.equal(connect(limit, `2001:db8::${String(i)}`), 'ok');
    assert.equal(connect(limit, '2001:db8::ffff:4'), 'too-many');
    assert.equal(connect(limit, '2001:db8:0:1::4'), 'ok');
  });

  it('do not hold for networks that are excepted, and remember nothing of them', () => {
    const limit = new AddressLimit(LIMITS);
    for (let i = 0; i < 50; i++) assert.equal(connect(limit, '10.1.2.3'), 'ok');
    assert.equal(limit.size, 0);
  });

  it('forget who has gone, as soon as that gives nobody more than the limit', () => {
    const limit = new AddressLimit(LIMITS);
    for (let i = 0; i < 3; i++) connect(limit, '192.0.2.1');
    limit.sweep(60_000);
    assert.equal(limit.size, 1, 'sockets are open');
    for (let i = 0; i < 3; i++) limit.close('192.0.2.1');
    limit.sweep(1_999);
    assert.equal(limit.size, 1, 'the burst is not whole again');
    limit.sweep(2_000);
    assert.equal(limit.size, 0);
  });

  it('remember a bounded number of networks', () => {
    const limit = new AddressLimit(LIMITS);
    connect(limit, '192.0.2.1');
    for (let i = 0; i < 100_100; i++) {
      const address = `2001:db8:${(i >> 8).toString(16)}:${(i & 255).toString(16)}::1`;
      limit.open(address, 0);
      limit.close(address);
    }
    assert.equal(limit.size, 100_000);
    for (let i = 0; i < 2; i++) connect(limit, '192.0.2.1');
    assert.equal(connect(limit, '192.0.2.1'), 'too-many', 'who is here is not forgotten');
  });
});
