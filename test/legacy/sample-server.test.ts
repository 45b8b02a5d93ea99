/** The scripted server itself: as weak as the one it plays, or what is tested on it proves nothing. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { WireClient } from '../support/wire-client.js';
import { SampleServer } from './support/sample-server.js';

void describe('the scripted server of the sample', () => {
  let server: SampleServer;
  beforeEach(async () => {
    server = await SampleServer.start();
  });
  afterEach(() => server.stop());

  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const fatal: Readonly<Record<string, string>> = {
    'what is no JSON': 'hello',
    'a text of somebody it does not know': JSON.stringify({ type: 'message', id: 5, text: 'hi' }),
    'a name for somebody it does not know': JSON.stringify({ type: 'username', id: 5, name: 'ben' }),
    'JSON that is nested too deep': `{"type":"video-offer","target":"ben","sdp":${deep(6_000)}}`,
  };
  for (const [what, text] of Object.entries(fatal)) {
    void it(`ends on ${what}`, async () => {
      const client = new WireClient(server.url);
      await client.next('id');
      client.say(text);
      await client.closed;
      assert.equal(server.crashes.length, 1);
    });
  }

  void it('ends on a message without a text', async () => {
    const client = new WireClient(server.url);
    client.say({ type: 'message', id: (await client.next('id')).id });
    await client.closed;
    assert.equal(server.crashes.length, 1);
  });

  void it('ends on a connection that asks for no subprotocol', async () => {
    const client = new WireClient(server.url, {}, []);
    await client.closed;
    assert.equal(server.crashes.length, 1);
  });

  void it('passes a message with a target to that one alone, as it came, whoever it says it is from', async () => {
    const [oleg, ben] = [
      await WireClient.named(server.url, 'oleg'),
      await WireClient.named(server.url, 'ben'),
    ];
    const forged = { type: 'wave', name: 'naomi', target: 'ben', more: 1 };
    oleg.say({ ...forged, target: 'nobody' });
    oleg.say(forged);
    assert.deepEqual(await ben.next('wave'), forged);
    oleg.say({ type: 'echo', target: 'oleg' });
    await oleg.next('echo');
    assert.ok(!oleg.heard.some(({ type }) => type === 'wave' || type === 'error'));
  });

  void it('tells everybody, the sender too, what has no target', async () => {
    const [oleg, ben] = [
      await WireClient.named(server.url, 'oleg'),
      await WireClient.named(server.url, 'ben'),
    ];
    const wave = { type: 'wave', target: null };
    oleg.say(wave);
    assert.deepEqual([await oleg.next('wave'), await ben.next('wave')], [wave, wave]);
    assert.deepEqual(server.spilled, [wave]);
  });

  void it('numbers names that are taken, and does not even except the one who has it', async () => {
    const oleg = new WireClient(server.url);
    const { id } = await oleg.next('id');
    for (let times = 0; times < 2; times += 1) oleg.say({ type: 'username', name: 'oleg', id });
    assert.equal((await oleg.next('rejectusername')).name, 'oleg1');
    const next = new WireClient(server.url);
    next.say({ type: 'username', name: 'oleg1', id: (await next.next('id')).id });
    assert.equal((await next.next('rejectusername')).name, 'oleg12', 'the number goes on for all names');
  });
});
