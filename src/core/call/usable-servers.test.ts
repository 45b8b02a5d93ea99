/** Which named STUN and TURN servers can be used. The same list stands before real browsers in rtc-peer.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IceServerOption } from '../ports.js';
import { GOOD_SERVERS, BAD_SERVERS } from '../../testing/ice-server-samples.js';
import { faultOf } from './usable-servers.js';

void describe('a server for media', () => {
  for (const server of GOOD_SERVERS)
    void it(`is used: ${JSON.stringify(server)}`, () => {
      assert.equal(faultOf(server), undefined);
    });
  for (const server of BAD_SERVERS)
    void it(`is left out, and it is said why: ${JSON.stringify(server)}`, () => {
      assert.equal(typeof faultOf(server), 'string');
    });

  void it('is left out where it is no server at all, as JSON of a page may have it', () => {
    for (const server of [{}, { urls: 3478 }, { urls: [null] }])
      assert.equal(typeof faultOf(server as IceServerOption), 'string');
  });
});
