import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClientAddresses, isNetwork, networkOf, networks, normalizeAddress } from './client-address.js';

const behind = (trusted: readonly string[], header: 'x-forwarded-for' | 'forwarded' = 'x-forwarded-for') =>
  new ClientAddresses({ trusted, header });

describe('the address of a client', () => {
  it('is that of the socket where no proxy is trusted, whatever a header says', () => {
    const headers = { 'x-forwarded-for': '9.9.9.9', forwarded: 'for=9.9.9.9' };
    assert.equal(behind([]).of('192.0.2.1', headers), '192.0.2.1');
    assert.equal(behind(['10.0.0.0/8']).of('192.0.2.1', headers), '192.0.2.1');
  });

  it('is the right-most hop that is no proxy of ours: what a client wrote stands left of it', () => {
    const addresses = behind(['10.0.0.0/8', '::1']);
    for (const [header, expected] of [
      ['203.0.113.7', '203.0.113.7'],
      ['1.1.1.1, 203.0.113.7', '203.0.113.7'],
      ['10.9.9.9, 203.0.113.7', '203.0.113.7'],
      ['1.1.1.1, 203.0.113.7, 10.1.1.1', '203.0.113.7'],
      ['127.0.0.1,203.0.113.7:4711', '203.0.113.7'],
      ['[2001:db8::1]:99', '2001:db8::1'],
      ['2001:DB8:0::1', '2001:db8::1'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['10.2.2.2', '10.2.2.2'],
      ['203.0.113.7, unknown', '10.0.0.1'],
      ['203.0.113.7, <script>', '10.0.0.1'],
      ['', '10.0.0.1'],
    ]) {
      assert.equal(addresses.of('10.0.0.1', { 'x-forwarded-for': header }), expected, header);
    }
    assert.equal(addresses.of('::1', {}), '::1');
    assert.equal(addresses.of('::ffff:10.0.0.1', { 'x-forwarded-for': '203.0.113.7' }), '203.0.113.7');
  });

  it('is read from the one header that was named, never from the other', () => {
    const headers = {
      'x-forwarded-for': '1.1.1.1',
      forwarded: 'for=6.6.6.6, for="[2001:db8::5]:80";proto=https',
    };
    assert.equal(behind(['127.0.0.1'], 'forwarded').of('127.0.0.1', headers), '2001:db8::5');
    assert.equal(behind(['127.0.0.1']).of('127.0.0.1', headers), '1.1.1.1');
    const hidden = { forwarded: 'for=203.0.113.7, for=_hidden;by=203.0.113.43' };
    assert.equal(behind(['127.0.0.1'], 'forwarded').of('127.0.0.1', hidden), '127.0.0.1');
  });

  it('has one spelling', () => {
    for (const [text, expected] of [
      ['::ffff:1.2.3.4', '1.2.3.4'],
      ['::ffff:102:304', '1.2.3.4'],
      ['FE80::1%eth0', 'fe80::1'],
      ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
      ['1.2.3', undefined],
      ['', undefined],
    ] as const) {
      assert.equal(normalizeAddress(text), expected, text);
    }
  });

  it('of IPv6 counts by the 64 bits that a network is given', () => {
    for (const [address, expected] of [
      ['192.0.2.1', '192.0.2.1'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
      ['2001:db8::6', '2001:db8:0:0::/64'],
      ['::1', '0:0:0:0::/64'],
      ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ] as const) {
      assert.equal(networkOf(address), expected);
    }
  });

  it('is compared with networks of either family', () => {
    const isIn = networks(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);
    assert.deepEqual(
      ['10.255.0.1', '11.0.0.1', '192.0.2.7', '192.0.2.8', 'fd12::1', 'fe80::1', 'nonsense', ''].map(isIn),
      [true, false, true, false, true, false, false, false],
    );
    assert.deepEqual(
      ['10.0.0.0/8', '::/0', '10.0.0.0/33', '10.0.0/8', 'localhost', '10.0.0.0/', '1.1.1.1/8/8'].map(
        isNetwork,
      ),
      [true, true, false, false, false, false, false],
    );
  });
});
