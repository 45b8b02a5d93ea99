/** The network of a page is gone and back before the relay notices: over real sockets, the old one reading nothing. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { OFFER_SDP } from '../test/support/fake-room.js';
import { WireClient } from '../test/support/wire-client.js';
import { type Relay, createRelay } from './relay.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

describe('a page that is back before its old socket is seen to be dead', () => {
  let relay: Relay;
  let stuck: WireClient;
  let ruth: WireClient;
  let sid: unknown;

  beforeEach(async () => {
    const hub = { ping: { intervalMs: 600_000, timeoutMs: 600_000 } };
    relay = createRelay({ hub, limits: { closeTimeoutMs: 100 } });
    await relay.ready;
    ruth = await WireClient.named(relay.url, 'ruth', HELLO);
    stuck = await WireClient.named(relay.url, 'naomi', HELLO);
    const [joined] = (await ruth.next('presence')).join as { sid: string }[];
    sid = joined?.sid;
    stuck.socket.pause();
  });
  afterEach(async () => {
    stuck.socket.terminate();
    await relay.close();
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });

  const comeBack = async (token: string): Promise<{ client: WireClient; resumed: unknown; me: unknown }> => {
    const client = new WireClient(relay.url);
    await client.next('id');
    client.say({ type: 'username', name: 'naomi', hello: { ...HELLO, resume: { token, seq: 0 } } });
    const { resumed, token: next } = await client.next('session');
    client.resumeToken = String(next);
    const { full } = await client.next('presence');
    const me = (full as { name: string; sid: string }[]).find((user) => user.sid === sid);
    return { client, resumed, me };
  };

  it('has its name and id at once, the others hear nothing, and calls reach it', async () => {
    const { client, resumed, me } = await comeBack(stuck.resumeToken);
    assert.equal(resumed, true);
    assert.deepEqual(me, { name: 'naomi', sid, caps: HELLO.caps, state: 'available' });
    ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call: { id: 'c1' } });
    assert.equal((await client.next('video-offer')).name, 'ruth');
    client.say({ type: 'hang-up', target: 'ruth', call: { id: 'c1' } });
    assert.equal((await ruth.next('hang-up')).name, 'naomi');
    await ruth.settled();
    assert.deepEqual(ruth.heard, []);
  });

  it('leaves a socket that is told 4501 when it reads again', async () => {
    await comeBack(stuck.resumeToken);
    stuck.socket.resume();
    assert.equal((await stuck.closed).code, 4501);
  });

  it('leaves a socket that the relay frees even if it never reads again', async () => {
    const { client } = await comeBack(stuck.resumeToken);
    await Promise.all([client.close(), ruth.close()]);
    await relay.drain();
    assert.equal(relay.sizes.connections, 0);
  });

  it('is the only one whom its token serves, and it serves once', async () => {
    const { client } = await comeBack(stuck.resumeToken);
    for (const token of [stuck.resumeToken, 'A'.repeat(22), '']) {
      const { client: thief, resumed } = await comeBack(token);
      assert.equal(resumed, false);
      assert.notEqual((await thief.next('rejectusername')).name, 'naomi');
      await thief.close();
    }
    await client.settled();
    assert.equal((await comeBack(client.resumeToken)).resumed, true);
    assert.equal((await client.closed).code, 4501);
  });
});
