/** The base profile, spoken by a client that knows nothing else, and version 1 beside it, over real sockets. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ANSWER_SDP, OFFER_SDP } from '../test/support/fake-room.js';
import { WireClient } from '../test/support/wire-client.js';
import { type Relay, createRelay } from './relay.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

describe('the relay and clients of the base profile', () => {
  let relay: Relay;
  before(async () => {
    relay = createRelay({ port: 0 });
    await relay.ready;
  });
  after(() => relay.close());

  it('carries a whole call: names, list, chat, offer, answer, candidates, hang-up', async () => {
    const [naomi, ruth] = [new WireClient(relay.url), new WireClient(relay.url)];
    const ids = [await naomi.next('id'), await ruth.next('id')].map(({ id }) => id);
    assert.ok(ids.every(Number.isSafeInteger));
    assert.equal(naomi.socket.protocol, 'json');
    naomi.say({ name: 'naomi', date: Date.now(), id: ids[0], type: 'username' });
    await naomi.next('userlist');
    ruth.say({ name: 'ruth', date: Date.now(), id: ids[1], type: 'username' });
    assert.deepEqual((await ruth.next('userlist')).users, ['naomi', 'ruth']);
    assert.deepEqual((await naomi.next('userlist')).users, ['naomi', 'ruth']);

    naomi.say({ text: 'hello', type: 'message', id: ids[0], date: 1 });
    for (const client of [naomi, ruth]) {
      const { text, name, date } = await client.next('message');
      assert.deepEqual([text, name, date], ['hello', 'naomi', 1]);
    }

    naomi.say({ name: 'naomi', target: 'ruth', type: 'video-offer', sdp: OFFER_SDP });
    const offer = await ruth.next('video-offer');
    assert.deepEqual([offer.name, offer.target, offer.sdp], ['naomi', 'ruth', OFFER_SDP]);
    ruth.say({ name: 'ruth', target: 'naomi', type: 'video-answer', sdp: ANSWER_SDP });
    assert.equal((await naomi.next('video-answer')).name, 'ruth');
    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' };
    ruth.say({ type: 'new-ice-candidate', target: 'naomi', candidate });
    assert.deepEqual((await naomi.next('new-ice-candidate')).candidate, candidate);
    naomi.say({ name: 'naomi', target: null, type: 'hang-up' });
    assert.equal((await ruth.next('hang-up')).name, 'naomi');
    await Promise.all([naomi.settled(), ruth.settled()]);
    assert.deepEqual([naomi.heard, ruth.heard], [[], []], 'and not a word more');
    await Promise.all([naomi.close(), ruth.close()]);
  });

  it('renames the second of one name and takes the leaver off the list', async () => {
    const first = await WireClient.named(relay.url, 'naomi');
    const second = new WireClient(relay.url);
    const { id } = await second.next('id');
    second.say({ type: 'username', name: 'naomi', id, date: 0 });
    const { name } = await second.next('rejectusername');
    assert.notEqual(name, 'naomi');
    assert.deepEqual((await first.next('userlist')).users, ['naomi', name]);
    await second.close();
    assert.deepEqual((await first.next('userlist')).users, ['naomi']);
    await first.close();
  });

  it('welcomes a client that offers no subprotocol, or others', async () => {
    for (const protocols of [[], ['xmpp', 'json']]) {
      const client = new WireClient(relay.url, {}, protocols);
      await client.next('id');
      assert.equal(client.socket.protocol, protocols.length === 0 ? '' : 'json');
      await client.close();
    }
  });

  it('lets a client of version 1 call one of the base profile', async () => {
    const modern = await WireClient.named(relay.url, 'naomi', HELLO);
    const legacy = await WireClient.named(relay.url, 'ruth');
    const [ruth] = (await modern.next('presence')).join as { name: string; caps?: string[] }[];
    assert.deepEqual([ruth?.name, ruth?.caps], ['ruth', undefined]);
    modern.say({ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: { id: 'c1' } });
    assert.deepEqual((await legacy.next('video-offer')).sdp, OFFER_SDP);
    legacy.say({ type: 'video-answer', name: 'ruth', target: 'naomi', sdp: ANSWER_SDP });
    assert.equal(typeof (await modern.next('video-answer')).sid, 'string');
    modern.say({ type: 'call-media', target: 'ruth', call: { id: 'c1' }, audio: true, video: false });
    modern.say({ type: 'hang-up', target: 'ruth', call: { id: 'c1' }, reason: 'ended' });
    assert.equal((await legacy.next('hang-up')).reason, 'ended');
    assert.deepEqual(legacy.heard, []);
    await Promise.all([modern.close(), legacy.close()]);
  });
});

describe('version 1 over real sockets', () => {
  it('tells joins and leaves as deltas', async () => {
    const relay = createRelay();
    await relay.ready;
    const naomi = new WireClient(relay.url);
    const { id, sid } = await naomi.next('id');
    naomi.say({ type: 'username', name: 'naomi', id, hello: HELLO });
    const { full, v, epoch } = await naomi.next('presence');
    assert.deepEqual(full, [{ name: 'naomi', sid, caps: HELLO.caps, state: 'available' }]);
    const ruth = await WireClient.named(relay.url, 'ruth', HELLO);
    const joined = await naomi.next('presence');
    assert.deepEqual([joined.prev, joined.epoch], [v, epoch]);
    const [{ sid: ruthSid } = { sid: '' }] = joined.join as { sid: string }[];
    await ruth.close();
    assert.deepEqual((await naomi.next('presence')).leave, [ruthSid]);
    await relay.close();
  });

  it('is asked for a sign of life in JSON, and cut off without one; the others hear that it left', async () => {
    const relay = createRelay({ hub: { ping: { intervalMs: 100, timeoutMs: 500 } } });
    await relay.ready;
    const watcher = await WireClient.named(relay.url, 'watcher', HELLO);
    const answering = setAnswering(watcher);
    await watcher.next('ping');
    const silent = await WireClient.named(relay.url, 'silent', HELLO);
    await silent.next('ping');
    const closed = await silent.closed;
    assert.ok([4412, 1006].includes(closed.code), String(closed.code));
    await watcher.next('presence', ({ leave }) => leave !== undefined);
    assert.ok(answering.count > 0);
    await relay.close();
  });

  it('asks clients of the base profile in the WebSocket layer, where they answer by themselves', async () => {
    const relay = createRelay({ hub: { ping: { intervalMs: 50, timeoutMs: 500 } } });
    await relay.ready;
    const legacy = await WireClient.named(relay.url, 'legacy');
    for (let pings = 0; pings < 4; pings++) {
      await new Promise((resolve) => legacy.socket.once('ping', resolve));
    }
    await legacy.settled();
    assert.deepEqual(legacy.heard, []);
    await relay.close();
  });
});

/** Answers every ping of the relay from now on. */
function setAnswering(client: WireClient): { count: number } {
  const answers = { count: 0 };
  client.socket.on('message', (data: Buffer) => {
    if (!data.toString('utf8').includes('"ping"')) return;
    answers.count++;
    client.say({ type: 'pong' });
  });
  return answers;
}

describe('starting and ending', () => {
  it('refuses a port that is in use', async () => {
    const first = createRelay();
    await first.ready;
    const second = createRelay({ port: first.port });
    await assert.rejects(second.ready, { code: 'EADDRINUSE' });
    await Promise.all([first.close(), second.close()]);
  });

  it('closes every socket and lets nothing linger', async () => {
    const relay = createRelay();
    await relay.ready;
    const clients = [await WireClient.named(relay.url, 'naomi'), new WireClient(relay.url)];
    await relay.close();
    for (const client of clients) await client.closed;
    const late = new WireClient(relay.url);
    assert.equal((await late.closed).code, 1006);
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });

  it('drains: goodbye, 1012, and done when the last has gone', async () => {
    const relay = createRelay({ limits: { drainSpreadMs: 1_000 } });
    await relay.ready;
    const clients = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => WireClient.named(relay.url, name, HELLO)),
    );
    const drained = relay.drain('upgrade');
    const goodbyes = await Promise.all(clients.map((client) => client.next('goodbye')));
    assert.deepEqual(new Set(goodbyes.map(({ reason }) => reason)), new Set(['upgrade']));
    assert.deepEqual(
      goodbyes.map(({ reconnectInMs }) => Number(reconnectInMs)).sort((a, b) => a - b),
      [0, 250, 500, 750],
    );
    for (const client of clients) assert.equal((await client.closed).code, 1012);
    await drained;
  });

  it('drains within its deadline when a client does not answer the close', async () => {
    const relay = createRelay({ limits: { drainDeadlineMs: 50, closeTimeoutMs: 60_000 } });
    await relay.ready;
    const stuck = await WireClient.named(relay.url, 'stuck');
    stuck.socket.pause();
    await relay.drain();
    stuck.socket.terminate();
    assert.deepEqual(relay.sizes.connections, 0);
  });
});
