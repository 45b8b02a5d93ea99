/** What a program can do to the relay below its messages: half handshakes, wrong frames, frames without end. */
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type Relay, createRelay } from '../../server/relay.js';
import { OPCODE, RawSocket } from '../support/raw-socket.js';
import { WireClient } from '../support/wire-client.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

describe('a hostile socket', { concurrency: 1 }, () => {
  let relay: Relay;
  let naomi: WireClient;
  let ruth: WireClient;

  beforeEach(async () => {
    // The relay's heartbeat is what these tests take their time from.
    relay = createRelay({
      hub: { ping: { intervalMs: 200, timeoutMs: 600_000 } },
      // Raw sockets ask for no name; that must not be why they are closed.
      limits: { helloTimeoutMs: 600_000, handshakeTimeoutMs: 1_500 },
    });
    await relay.ready;
    naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    ruth = await WireClient.named(relay.url, 'ruth', HELLO);
  });
  afterEach(async () => {
    naomi.say({ type: 'still-there', target: 'ruth' });
    assert.equal((await ruth.next('still-there')).name, 'naomi');
    await relay.close();
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });

  it('that drips its handshake byte by byte is cut off', async () => {
    const slow = new RawSocket(relay.port);
    slow.socket.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\nX: ');
    // One more byte with each beat of the relay: it is never silent, and never done.
    naomi.socket.on('message', () => slow.socket.write('x'));
    const startedAtMs = performance.now();
    await slow.closed;
    assert.ok(performance.now() - startedAtMs < 20_000);
    assert.match(slow.heard, /^HTTP\/1\.1 408 /);
  });

  it('that sends a message in fragments of one byte is cut off at the 65th', async () => {
    const raw = await RawSocket.upgraded(relay.port);
    raw.send('{', { fin: false });
    for (let i = 0; i < 64; i++) raw.send('x', { opcode: OPCODE.continuation, fin: false });
    assert.equal(await raw.closed, 1008);
  });

  it('that floods with pings or pongs of the WebSocket layer is closed as one that floods with messages', async () => {
    for (const opcode of [OPCODE.ping, OPCODE.pong]) {
      const raw = await RawSocket.upgraded(relay.port);
      // A few at a time: of pings that it cannot answer as fast the WebSocket layer itself has enough.
      for (let i = 0; i < 220; i++) {
        raw.send('', { opcode });
        if (i % 20 === 0) await naomi.settled();
      }
      assert.equal(await raw.closed, 4408);
    }
  });

  it('that offers compression is not given it, and cannot send a bomb all the same', async () => {
    const offer = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits';
    const raw = await RawSocket.upgraded(relay.port, [offer]);
    assert.doesNotMatch(raw.heard, /Sec-WebSocket-Extensions/i);
    raw.send(deflateRawSync(Buffer.alloc(50_000_000, 'x')), { rsv1: true });
    assert.equal(await raw.closed, 1002);
  });

  it('that claims a frame of four gigabytes is closed before any of it is kept', async () => {
    const raw = await RawSocket.upgraded(relay.port);
    raw.send('{', { claimedBytes: 2 ** 32 });
    assert.equal(await raw.closed, 1009);
  });

  it('that sends 65,537 bytes in one frame, or in fragments, is closed with 1009', async () => {
    for (const pieces of [1, 3]) {
      const raw = await RawSocket.upgraded(relay.port);
      const piece = Math.ceil(65_537 / pieces);
      for (let i = 0; i < pieces; i++) {
        const opcode = i === 0 ? OPCODE.text : OPCODE.continuation;
        raw.send('x'.repeat(piece), { opcode, fin: i === pieces - 1 });
      }
      assert.equal(await raw.closed, 1009);
    }
  });

  it('that breaks the rules of frames is closed, each with its code', async () => {
    const text = '{"type":"ping"}';
    const cases = [
      { payload: text, bits: { masked: false }, code: 1002 },
      { payload: text, bits: { opcode: 3 }, code: 1002 },
      { payload: text, bits: { opcode: OPCODE.continuation }, code: 1002 },
      { payload: 'p'.repeat(126), bits: { opcode: OPCODE.ping }, code: 1002 },
      { payload: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), bits: {}, code: 1007 },
      { payload: Buffer.from([0xc0, 0xaf]), bits: {}, code: 1007 },
    ];
    for (const { payload, bits, code } of cases) {
      const raw = await RawSocket.upgraded(relay.port);
      raw.send(payload, bits);
      assert.equal(await raw.closed, code, JSON.stringify(bits));
    }
  });

  it('that ends in the middle of a frame leaves nothing behind', async () => {
    for (const bytes of [1, 3, 7]) {
      const raw = await RawSocket.upgraded(relay.port);
      raw.send('x'.repeat(bytes), { claimedBytes: 60_000 });
      raw.socket.end();
      await raw.closed;
    }
    assert.equal(relay.sizes.sessions, 2);
  });
});
