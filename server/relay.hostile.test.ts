/** What must not break the relay: each case ends with an honest pair that still hears each other. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { WireClient } from '../test/support/wire-client.js';
import type { HubOptions, RelayLimits } from './limits.js';
import { type Relay, createRelay } from './relay.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

describe('a hostile client', () => {
  let relay: Relay;
  let naomi: WireClient;
  let ruth: WireClient;
  let faults: unknown[];

  async function start(limits: Partial<RelayLimits> = {}, more: Partial<HubOptions> = {}): Promise<void> {
    faults = [];
    // No heartbeat within a test: it must not be what frees the relay of a client.
    const hub = { ping: { intervalMs: 600_000, timeoutMs: 600_000 }, ...more };
    relay = createRelay({ hub, limits, onFault: (error) => faults.push(error) });
    await relay.ready;
    naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    ruth = await WireClient.named(relay.url, 'ruth', HELLO);
  }

  beforeEach(() => start());
  afterEach(async () => {
    naomi.say({ type: 'still-there', target: 'ruth' });
    assert.equal((await ruth.next('still-there')).name, 'naomi');
    assert.deepEqual(faults, []);
    await relay.close();
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });

  it('that sends no JSON hears so, and stays connected', async () => {
    const client = new WireClient(relay.url);
    for (const text of ['nonsense', '', '\u0000', '{"type":', '"type"', '[1]']) {
      client.heard.length = 0;
      await (client.socket.readyState === 1 ? undefined : once(client.socket, 'open'));
      client.say(text);
      assert.equal((await client.next('error')).code, 'bad-request', text);
    }
    await client.settled();
  });

  it('that claims an id nobody has is taken for itself', async () => {
    const client = new WireClient(relay.url);
    await client.next('id');
    client.say({ type: 'username', name: 'miriam', id: 999_999_999 });
    await client.next('userlist');
    client.say({ type: 'message', text: 'hi', id: 999_999_999 });
    assert.equal((await naomi.next('message')).name, 'miriam');
  });

  it('that sends a text which is none is told', async () => {
    for (const text of [5, null, {}, [], true]) naomi.say({ type: 'message', text });
    for (let i = 0; i < 5; i++) assert.equal((await naomi.next('error')).code, 'bad-request');
  });

  it('that nests 6,000 levels is told, in every place of a message', async () => {
    const deep = `${'['.repeat(6000)}${']'.repeat(6000)}`;
    naomi.say(deep);
    naomi.say(`{"type":"message","text":"x","more":${deep}}`);
    naomi.say(`{"type":"extension","target":"ruth","more":${'{"a":'.repeat(6000)}1${'}'.repeat(6000)}}`);
    for (let i = 0; i < 3; i++) assert.equal((await naomi.next('error')).code, 'bad-request');
    await ruth.settled();
    assert.deepEqual(ruth.heard, []);
  });

  it('that connects without a subprotocol is welcome', async () => {
    const client = new WireClient(relay.url, {}, []);
    await client.next('id');
  });

  it('that forges a user list is refused, and nobody sees it', async () => {
    naomi.say({ type: 'userlist', users: ['forged'] });
    const { code, re } = await naomi.next('error');
    assert.deepEqual([code, re], ['forbidden', 'userlist']);
    await ruth.settled();
    assert.deepEqual(ruth.heard, []);
  });

  it('that sends one byte too many is closed with 1009', async () => {
    const client = await WireClient.named(relay.url, 'large', HELLO);
    const empty = JSON.stringify({ type: 'x', target: 'ruth', pad: '' }).length;
    client.say({ type: 'x', target: 'ruth', pad: 'p'.repeat(65_536 - empty) });
    await ruth.next('x');
    client.say({ type: 'x', target: 'ruth', pad: 'p'.repeat(65_537 - empty) });
    assert.equal((await client.closed).code, 1009);
  });

  it('that drips a message in fragments is cut off', async () => {
    const client = await WireClient.named(relay.url, 'drip', HELLO);
    for (let i = 0; i < 100; i++) client.socket.send('x', { fin: false });
    assert.equal((await client.closed).code, 1008);
  });

  it('that sends binary frames, or text that is no UTF-8, harms only itself', async () => {
    naomi.socket.send(Buffer.from('{"type":"message","text":"hi"}'));
    assert.equal((await naomi.next('error')).code, 'bad-request');
    const client = await WireClient.named(relay.url, 'latin', HELLO);
    client.socket.send(Buffer.from([0x7b, 0xff, 0xfe]), { binary: false });
    assert.equal((await client.closed).code, 1007);
  });

  it('that floods is told, then closed with 4408', async () => {
    const client = await WireClient.named(relay.url, 'flood', HELLO);
    for (let i = 0; i < 1_000; i++) client.say({ type: 'message', text: 'x', target: 'flood' });
    assert.equal((await client.next('error')).code, 'rate-limited');
    assert.equal((await client.closed).code, 4408);
    await naomi.next('presence', ({ leave }) => leave !== undefined);
  });

  it('that calls without end, with friends, cannot make a busy page talk itself off the relay', async () => {
    let answered = 0;
    naomi.socket.on('message', (data: Buffer) => {
      const { type, name, call } = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
      if (type !== 'video-offer') return;
      answered++;
      naomi.say({ type: 'call-ringing', target: name, call });
      naomi.say({ type: 'hang-up', target: name, call, reason: 'busy' });
    });
    for (const name of ['stranger1', 'stranger2', 'stranger3']) {
      const stranger = await WireClient.named(relay.url, name, HELLO);
      for (let i = 0; i < 90; i++) {
        const call = { id: `${name}.${String(i)}` };
        stranger.say({ type: 'video-offer', target: 'naomi', sdp: { type: 'offer', sdp: 'v=0' }, call });
      }
      await stranger.settled();
      const error = stranger.heard.find(({ type }) => type === 'error');
      assert.deepEqual([error?.code, error?.re, error?.fatal], ['rate-limited', 'video-offer', undefined]);
    }
    await naomi.settled();
    assert.equal(answered, 3 * 6);
  });

  it('that does not read is cut off before it fills the memory, and leaves the list', async () => {
    await relay.close();
    await start({}, { rate: { perSecond: 1e6, burst: 1e6 } });
    const stuck = await WireClient.named(relay.url, 'stuck', HELLO);
    stuck.socket.pause();
    const left = naomi.next('presence', ({ leave }) => leave !== undefined);
    const pad = 'p'.repeat(60_000);
    const senders: WireClient[] = [];
    // The kernel swallows the first megabytes, then the bound is reached.
    for (let i = 0; i < 8; i++) senders.push(await WireClient.named(relay.url, `sender${String(i)}`, HELLO));
    for (const sender of senders) {
      for (let i = 0; i < 90; i++) sender.say({ type: 'x', target: 'stuck', pad });
      await sender.settled();
    }
    await left;
    stuck.socket.terminate();
  });

  it('that asks for no name in time is closed', async () => {
    await relay.close();
    await start({ helloTimeoutMs: 400 });
    const client = new WireClient(relay.url);
    assert.equal((await client.next('error')).fatal, true);
    assert.equal((await client.closed).code, 1008);
  });

  it('that is one too many is told so and closed with 1013', async () => {
    await relay.close();
    await start({ maxConnections: 2 });
    const client = new WireClient(relay.url);
    const { code } = await client.next('error');
    assert.equal(code, 'unavailable');
    assert.equal((await client.closed).code, 1013);
    assert.deepEqual(client.heard, [], 'and heard nothing else');
  });

  it('that comes from a foreign page hears forbidden before any other word, and 4503', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const client = new WireClient(relay.url, { origin });
      assert.equal((await client.next('error')).code, 'forbidden');
      assert.equal((await client.closed).code, 4503);
      assert.deepEqual(client.heard, []);
    }
    const own = new WireClient(relay.url, { origin: `http://127.0.0.1:${String(relay.port)}` });
    await own.next('id');
  });

  it('that offers compression is not given it', async () => {
    const client = new WireClient(relay.url, { perMessageDeflate: true });
    await client.next('id');
    assert.equal(client.socket.extensions, '');
  });

  it('that breaks off in the middle of anything leaves nothing behind', async () => {
    for (const text of [
      '',
      'GET / HTTP/1.1\r\n',
      'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    ]) {
      const socket = connect(relay.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(text);
      socket.destroy();
      await once(socket, 'close');
    }
    const client = await WireClient.named(relay.url, 'brief', HELLO);
    client.socket.terminate();
    await naomi.next('presence', ({ leave }) => leave !== undefined);
  });

  it('that is called like a property of every object is a user like any other', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
      const client = await WireClient.named(relay.url, name, HELLO);
      naomi.say({ type: 'message', text: name, target: name });
      assert.equal((await client.next('message')).text, name);
      await client.close();
    }
  });
});
