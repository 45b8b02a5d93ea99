/** A session that waits for its client, over real sockets: how a socket ends says how long. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ANSWER_SDP, type Heard, OFFER_SDP } from '../test/support/fake-room.js';
import { WireClient } from '../test/support/wire-client.js';
import { type Relay, createRelay } from './relay.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence', 'resume'] };
const LONG = { resumeGraceMs: 600_000, leavingGraceMs: 600_000 };

describe('a session that waits for its client', () => {
  let relay: Relay;
  let ruth: WireClient;

  const start = async (hub: object): Promise<void> => {
    relay = createRelay({ hub: { ping: { intervalMs: 600_000, timeoutMs: 600_000 }, ...hub } });
    await relay.ready;
    ruth = await WireClient.named(relay.url, 'ruth', HELLO);
  };
  const naomi = (): Promise<WireClient> => WireClient.named(relay.url, 'naomi', HELLO);
  const stateOf = (message: Heard): unknown =>
    (message.change as { state?: string }[] | undefined)?.[0]?.state;
  const ruthSees = (state: string): Promise<Heard> => ruth.next('presence', (one) => stateOf(one) === state);
  const ruthSeesGone = (): Promise<Heard> => ruth.next('presence', ({ leave }) => leave !== undefined);

  const comeBack = async (token: string, seq: number): Promise<WireClient> => {
    const client = new WireClient(relay.url);
    await client.next('id');
    client.say({ type: 'username', name: 'naomi', hello: { ...HELLO, resume: { token, seq } } });
    return client;
  };

  afterEach(async () => {
    await relay.close();
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });

  describe('for long', () => {
    beforeEach(() => start(LONG));

    it('keeps what is sent to it, and sends it again, exactly', async () => {
      const client = await naomi();
      for (const text of ['1', '2', '3']) ruth.say({ type: 'message', text, target: 'naomi' });
      for (const text of ['1', '2']) await client.next('message', (one) => one.text === text);
      client.socket.terminate();
      await ruthSees('reconnecting');
      ruth.say({ type: 'message', text: '4', target: 'naomi' });
      await ruth.settled();
      const back = await comeBack(client.resumeToken, 2);
      assert.equal((await back.next('session')).resumed, true);
      await back.next('presence');
      assert.deepEqual(
        back.heard.map(({ text }) => text),
        ['3', '4'],
      );
      await ruthSees('available');
    });

    it('tells the one it is in a call with, and the call goes on', async () => {
      const client = await naomi();
      client.say({ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: { id: 'c1' } });
      await ruth.next('video-offer');
      ruth.say({ type: 'video-answer', target: 'naomi', sdp: ANSWER_SDP, call: { id: 'c1' } });
      await client.next('video-answer');
      client.socket.terminate();
      assert.equal((await ruth.next('peer-state')).state, 'reconnecting');
      const back = await comeBack(client.resumeToken, 1);
      assert.equal((await back.next('session')).seq, 1);
      assert.equal((await ruth.next('peer-state')).state, 'online');
      await ruthSees('in-call');
    });

    it('does so however the socket ended: cut, given up, or with a page that goes', async () => {
      for (const end of [
        (client: WireClient) => client.socket.terminate(),
        (client: WireClient) => client.socket.close(4412),
        (client: WireClient) => client.socket.close(1001),
        (client: WireClient) => client.socket.close(),
      ]) {
        const client = await naomi();
        await ruth.next('presence');
        end(client);
        await ruthSees('reconnecting');
        const back = await comeBack(client.resumeToken, 0);
        assert.equal((await back.next('session')).resumed, true);
        await ruthSees('available');
        back.socket.close(1000);
        await ruthSeesGone();
      }
    });

    it('ends at once when its client says that it leaves', async () => {
      const client = await naomi();
      await ruth.next('presence');
      client.socket.close(1000);
      await ruthSeesGone();
      const back = await comeBack(client.resumeToken, 0);
      assert.equal((await back.next('session')).resumed, false);
    });

    it('tells how much it has got with each beat', async () => {
      await relay.close();
      await start({ ...LONG, ping: { intervalMs: 20, timeoutMs: 600_000 } });
      const client = await naomi();
      client.say({ type: 'state', state: 'away' });
      await client.next('ping', ({ seq }) => seq === 1);
    });

    it('does not keep the relay from ending', async () => {
      const client = await naomi();
      client.socket.terminate();
      await ruthSees('reconnecting');
      await relay.drain();
    });
  });

  it('is over when the time is, and the name is free', async () => {
    await start({ resumeGraceMs: 40, leavingGraceMs: 600_000 });
    const client = await naomi();
    await ruth.next('presence');
    client.socket.terminate();
    await ruthSeesGone();
    const back = await comeBack(client.resumeToken, 0);
    assert.equal((await back.next('session')).resumed, false);
    const { full } = await back.next('presence');
    assert.ok((full as { name: string }[]).some(({ name }) => name === 'naomi'));
  });

  it('waits for a client whose heart stopped', async () => {
    await start({ ...LONG, ping: { intervalMs: 40, timeoutMs: 1_000 } });
    const beat = (one: WireClient): void => {
      one.socket.on('message', (data: Buffer) => {
        if (data.toString('utf8').includes('"ping"')) one.say({ type: 'pong' });
      });
    };
    beat(ruth);
    await naomi();
    await ruthSees('reconnecting');
  });
});
