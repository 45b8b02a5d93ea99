/** The end of a relay: nobody outside can hold it up. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { generate } from 'selfsigned';
import { WireClient } from '../test/support/wire-client.js';
import { createRelay } from './relay.js';

/** Far more than any of these tests may take. */
const limits = { handshakeTimeoutMs: 600_000, closeTimeoutMs: 600_000 };

describe('a relay that ends', () => {
  it(
    'does not wait for a socket that never says what it wants, with TLS or without',
    { timeout: 30_000 },
    async () => {
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
        keyType: 'ec',
      });
      for (const tls of [undefined, { cert, key }]) {
        const relay = createRelay({ limits, ...(tls ? { tls } : {}) });
        await relay.ready;
        const silent = connect(relay.port, '127.0.0.1');
        await once(silent, 'connect');
        // Somebody who came later is in: so the relay knows of the silent one.
        const naomi = new WireClient(relay.url, { rejectUnauthorized: false });
        await naomi.next('id');
        const closed = once(silent, 'close');
        await Promise.all([relay.drain(), closed]);
        assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
      }
    },
  );
});
