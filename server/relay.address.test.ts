/** Limits of an address and of the handshake, over real sockets. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { WireClient } from '../test/support/wire-client.js';
import { type Relay, type RelayOptions, createRelay } from './relay.js';

const NARROW = { maxSockets: 3, rate: { perSecond: 0.01, burst: 100 }, except: [] };
const PROXY = { trusted: ['127.0.0.1'] };

const from = (relay: Relay, address: string): WireClient =>
  new WireClient(relay.url, { headers: { 'x-forwarded-for': address } });

describe('one address', () => {
  let relay: Relay;
  const start = async (options: RelayOptions): Promise<void> => {
    relay = createRelay(options);
    await relay.ready;
  };
  afterEach(async () => {
    await relay.close();
    assert.equal(relay.sizes.connections, 0);
  });

  it('has so many sockets, and one more is told so until another has gone', async () => {
    await start({ addresses: NARROW });
    const clients = [1, 2, 3].map(() => new WireClient(relay.url));
    for (const client of clients) await client.next('id');
    const late = new WireClient(relay.url);
    const { code, fatal } = await late.next('error');
    assert.deepEqual([code, fatal], ['rate-limited', true]);
    assert.equal((await late.closed).code, 4408);
    await clients[0]?.close();
    await new WireClient(relay.url).next('id');
  });

  it('that opens sockets without a word has them closed at once, far over its limit', async () => {
    await start({ addresses: NARROW });
    const sockets = Array.from({ length: 20 }, () => connect(relay.port, '127.0.0.1'));
    const closed: Socket[] = [];
    for (const socket of sockets) socket.on('error', () => undefined).on('close', () => closed.push(socket));
    while (closed.length < 9)
      await Promise.race(sockets.filter((one) => !closed.includes(one)).map((one) => once(one, 'close')));
    for (const socket of sockets) socket.destroy();
  });

  it('keeps few of five thousand sockets without a word, and who was there before does not notice', async () => {
    await start({ addresses: { except: [] } });
    const naomi = await WireClient.named(relay.url, 'naomi');
    const open = new Set<Socket>();
    let closed = (): void => undefined;
    const knock = (): void => {
      const socket = connect(relay.port, '127.0.0.1').resume();
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        closed();
      });
    };
    for (let batch = 0; batch < 20; batch++) {
      for (let at = 0; at < 250; at++) knock();
      // As many as an address may have stay, with a few that could still be told why they must go.
      while (open.size > 107) await new Promise<void>((resolve) => (closed = resolve));
      await naomi.settled();
    }
    assert.equal(open.size, 107);
    for (const socket of open) socket.destroy();
  });

  it('that connects too fast is told when to come back', async () => {
    await start({ addresses: { maxSockets: 100, rate: { perSecond: 0.5, burst: 2 }, except: [] } });
    for (let i = 0; i < 2; i++) await new WireClient(relay.url).next('id');
    const client = new WireClient(relay.url);
    const { code, retryAfterMs } = await client.next('error');
    assert.equal(code, 'rate-limited');
    assert.ok(Number(retryAfterMs) > 1_000 && Number(retryAfterMs) <= 2_000);
    assert.equal((await client.closed).code, 4408);
  });

  it('makes so many people ring and no more, however many connections it opens for that', async () => {
    const addressRings = { perSecond: 0.001, burst: 2 };
    await start({ addresses: { except: [] }, hub: { addressRings } });
    const hello = { v: 1, client: 'test', caps: ['call', 'presence'] };
    const ruth = await WireClient.named(relay.url, 'ruth', hello);
    const verdicts: (string | undefined)[] = [];
    for (const id of ['c1', 'c2', 'c3']) {
      const stranger = await WireClient.named(relay.url, 'stranger', hello);
      const sdp = { type: 'offer', sdp: 'v=0' };
      stranger.say({ type: 'video-offer', target: 'ruth', sdp, call: { id } });
      await stranger.settled();
      verdicts.push(stranger.heard.find(({ type }) => type === 'error')?.code as string | undefined);
      await stranger.close();
    }
    assert.deepEqual(verdicts, [undefined, undefined, 'rate-limited']);
    await ruth.settled();
    assert.equal(ruth.heard.filter(({ type }) => type === 'video-offer').length, 2);
  });

  it('behind a trusted proxy is the one that the proxy saw', async () => {
    await start({ addresses: NARROW, proxies: PROXY });
    for (let i = 0; i < 3; i++) await from(relay, `6.6.6.${String(i)}, 203.0.113.7`).next('id');
    assert.equal((await from(relay, '6.6.6.9, 203.0.113.7').closed).code, 4408);
    for (let i = 10; i < 30; i++) await from(relay, `203.0.113.${String(i)}`).next('id');
  });

  it('has its share of a room, told apart behind a trusted proxy', async () => {
    await start({ addresses: { except: [] }, proxies: PROXY, hub: { roomUsersPerAddress: 2 } });
    const enter = async (address: string): Promise<unknown> => {
      const client = from(relay, address);
      await client.next('id');
      client.say({ type: 'username', name: 'somebody', hello: { v: 1 } });
      return Promise.race([client.next('session'), client.next('error')]).then(
        ({ type, code }) => code ?? type,
      );
    };
    const addresses = [
      '203.0.113.7',
      '203.0.113.7',
      '203.0.113.7',
      '203.0.113.8',
      '2001:db8::1',
      '2001:db8::2',
    ];
    const answers: unknown[] = [];
    for (const address of [...addresses, '2001:db8::3', '2001:db8:0:1::1'])
      answers.push(await enter(address));
    const [ok, full] = ['session', 'room-full'];
    assert.deepEqual(answers, [ok, ok, full, ok, ok, ok, full, ok]);
  });

  it('is not what a header says where no proxy is trusted', async () => {
    await start({ addresses: NARROW });
    for (let i = 0; i < 3; i++) await from(relay, `203.0.113.${String(i)}`).next('id');
    assert.equal((await from(relay, '203.0.113.9').closed).code, 4408);
  });

  it('is forgotten when it has gone', async () => {
    await start({
      addresses: { maxSockets: 9, rate: { perSecond: 1_000_000, burst: 1 }, except: [] },
      hub: { ping: { intervalMs: 40, timeoutMs: 5_000 } },
    });
    const client = new WireClient(relay.url);
    await client.next('id');
    await client.close();
    const witness = await WireClient.named(relay.url, 'witness');
    const remembered = (): number | undefined => relay.sizes.addresses;
    while (remembered() !== 1) await once(witness.socket, 'ping');
    await witness.close();
    while (remembered() !== 0) await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a socket without a request', () => {
  it('is closed at the handshake deadline, whether it says nothing or half of it', async () => {
    const relay = createRelay({ limits: { handshakeTimeoutMs: 200 } });
    await relay.ready;
    for (const text of ['', 'GET / HTTP/1.1\r\nHost: x\r\n']) {
      const socket = connect(relay.port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      await once(socket, 'connect');
      socket.write(text);
      await once(socket, 'close');
    }
    await relay.close();
  });
});
