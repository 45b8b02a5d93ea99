/** Speaking as somebody else, or as the server, over a real socket: on every type there is, and for every odd name. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Relay, createRelay } from '../../server/relay.js';
import { parseServerMessage } from '../../src/protocol/index.js';
import { CLIENT, SERVER, valid } from '../../src/protocol/messages.contract.js';
import { WireClient } from '../support/wire-client.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };
const UNLIMITED = { perSecond: 1e9, burst: 1e9 };
const SERVER_ONLY = Object.keys(SERVER).filter((type) => !Object.hasOwn(CLIENT, type));
/** What a page may say to others; the rest is between it and the relay. */
const TO_OTHERS = Object.keys(CLIENT).filter((type) => !['username', 'state', 'sync', 'pong'].includes(type));

describe('who speaks', () => {
  let relay: Relay;
  let mallory: WireClient;
  let ruth: WireClient;
  let naomi: WireClient;

  before(async () => {
    const ping = { intervalMs: 600_000, timeoutMs: 600_000 };
    relay = createRelay({ hub: { ping, rate: UNLIMITED, rings: UNLIMITED } });
    await relay.ready;
    naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    ruth = await WireClient.named(relay.url, 'ruth', HELLO);
    mallory = await WireClient.named(relay.url, 'mallory', HELLO);
  });
  after(() => relay.close());

  const quiet = async (): Promise<void> => {
    await mallory.settled();
    await Promise.all([ruth.settled(), naomi.settled()]);
    for (const client of [mallory, ruth, naomi]) client.heard.length = 0;
  };

  it('is what the relay knows, whatever stands in the message, on every type', async () => {
    for (const type of TO_OTHERS) {
      await quiet();
      const message = fc.sample(valid({ [type]: CLIENT[type]! }), { numRuns: 1, seed: 4 })[0];
      const forged = { ...message, name: 'naomi', id: 1, from: 'naomi', target: 'ruth', toSid: undefined };
      mallory.say(forged);
      const heard = await ruth.next(type);
      assert.equal(heard.name, 'mallory', type);
    }
  });

  it('is never the server, for any message that only a server may send', async () => {
    const serverOnly = Object.fromEntries(SERVER_ONLY.map((type) => [type, SERVER[type]!]));
    await fc.assert(
      fc.asyncProperty(valid(serverOnly), fc.constantFrom('ruth', undefined), async (message, target) => {
        await quiet();
        mallory.say({ ...message, ...(target === undefined ? {} : { target }) });
        assert.equal((await mallory.next('error')).code, 'forbidden');
        await Promise.all([ruth.settled(), naomi.settled()]);
        assert.deepEqual([ruth.heard, naomi.heard], [[], []]);
      }),
      { numRuns: 60 },
    );
  });

  it('may be called like a property of every object, from one page to the other', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype']) {
      await quiet();
      const odd = await WireClient.named(relay.url, name, HELLO);
      const { join } = (await ruth.next('presence', ({ join }) => join !== undefined)) as unknown as {
        readonly join: readonly { name: string }[];
      };
      assert.deepEqual(
        join.map((user) => user.name),
        [name],
      );
      const polluting = `{"type":"message","text":"x","target":"ruth","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
      odd.say(polluting);
      const heard = await ruth.next('message');
      assert.equal(heard.name, name);
      const parsed = parseServerMessage(JSON.stringify(heard));
      assert.ok(parsed.ok);
      assert.deepEqual(
        [Object.getPrototypeOf(parsed.message), 'polluted' in parsed.message, 'polluted' in {}],
        [Object.prototype, false, false],
      );
      ruth.say({ type: 'message', text: 'and back', target: name });
      assert.equal((await odd.next('message', ({ text }) => text === 'and back')).name, 'ruth');
      await odd.close();
    }
  });
});
