import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, it } from 'node:test';
import { lanAddresses, reachableUrls } from './addresses.js';

const on = (address: string, internal = false): NetworkInterfaceInfo => ({
  family: 'IPv4',
  address,
  internal,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: null,
});

describe('addresses to open', () => {
  it('on a network are those that others can reach', () => {
    const interfaces = {
      lo: [on('127.0.0.1', true)],
      wifi: [on('192.168.1.5')],
      lost: [on('169.254.3.4')],
      none: undefined,
    };
    assert.deepEqual(lanAddresses(interfaces), ['192.168.1.5']);
  });

  it('begin with localhost where all interfaces are listened on', () => {
    assert.equal(reachableUrls('http', '0.0.0.0', 6503)[0], 'http://localhost:6503/');
    assert.deepEqual(reachableUrls('http', '0.0.0.0', 6503).slice(1), [
      ...lanAddresses().map((address) => `http://${address}:6503/`),
    ]);
  });

  it('name the one interface that is listened on', () => {
    assert.deepEqual(reachableUrls('https', '192.168.1.5', 443), ['https://192.168.1.5:443/']);
    assert.deepEqual(reachableUrls('http', '127.0.0.1', 1), ['http://localhost:1/']);
    assert.deepEqual(reachableUrls('http', 'fd00::1', 1), ['http://[fd00::1]:1/']);
  });
});
