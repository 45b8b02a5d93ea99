/** Who sees and reaches whom, and under which name, at the relay as an operator runs it: a process, its options, real sockets. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as jose from 'jose';
import { CLOSE } from '../src/protocol/index.js';
import { Command } from '../test/support/command.js';
import { type Heard, OFFER_SDP } from '../test/support/fake-room.js';
import { WireClient } from '../test/support/wire-client.js';

interface Hello {
  readonly room?: string;
  readonly token?: string;
  readonly resume?: { readonly token: string; readonly seq: number };
}

interface Guest {
  readonly client: WireClient;
  readonly sid: string;
  readonly name: string;
  /** Whom it saw when it came in, itself too. */
  readonly sees: readonly string[];
}

const CAPS = ['call', 'presence', 'resume'];
const call = { id: 'c1', n: 1, pc: 1 };

const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
after(() => rmSync(folder, { recursive: true }));

const secret = randomBytes(32).toString('base64');
const secretFile = join(folder, 'secret');
writeFileSync(secretFile, secret);
const mint = (claims: jose.JWTPayload): Promise<string> =>
  new jose.SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(Buffer.from(secret));

async function ask(url: string, name: string, more: Hello = {}): Promise<WireClient> {
  const client = new WireClient(url);
  await client.next('id');
  client.say({ type: 'username', name, hello: { v: 1, client: 'test', caps: CAPS, ...more } });
  return client;
}

async function enter(url: string, name: string, more: Hello = {}): Promise<Guest> {
  const client = await ask(url, name, more);
  client.resumeToken = String((await client.next('session')).token);
  const { full } = await client.next('presence');
  const users = full as readonly { readonly name: string; readonly sid: string }[];
  // Whoever comes in is the last of the list.
  const { name: own = '', sid = '' } = users.at(-1) ?? {};
  return { client, name: own, sid, sees: users.map((user) => user.name).sort() };
}

async function refused(url: string, name: string, more: Hello = {}): Promise<readonly unknown[]> {
  const client = await ask(url, name, more);
  const { code, fatal } = await client.next('error');
  return [code, fatal, (await client.closed).code];
}

const isChange = (sid: string, state: string) => (message: Heard) =>
  ((message.change ?? []) as { sid: string; state?: string }[]).some(
    (one) => one.sid === sid && one.state === state,
  );

const ring = (from: Guest, target: string): void => {
  from.client.say({ type: 'video-offer', target, sdp: OFFER_SDP, call });
};

function withRelay(options: readonly string[]): () => string {
  let relay: Command;
  let url = '';
  before(async () => {
    relay = new Command(['relay', '--port', '0', ...options]);
    url = await relay.url();
  });
  after(() => relay.stop());
  return () => url;
}

void describe('rooms of a relay', () => {
  const url = withRelay(['--max-room-users', '2']);

  void it('know nothing of each other: names, people and messages are their own', async () => {
    const red = await enter(url(), 'naomi', { room: 'red' });
    const blue = await enter(url(), 'naomi', { room: 'blue' });
    const ruth = await enter(url(), 'ruth', { room: 'blue' });
    assert.deepEqual([red.sees, blue.sees, ruth.sees], [['naomi'], ['naomi'], ['naomi', 'ruth']]);
    ring(red, 'ruth');
    assert.equal((await red.client.next('error')).code, 'peer-unavailable');
    ring(ruth, 'naomi');
    assert.equal((await blue.client.next('video-offer')).name, 'ruth');
    await red.client.settled();
    assert.ok(!red.client.heard.some(({ type }) => type === 'video-offer' || type === 'presence'));
    for (const { client } of [red, blue, ruth]) await client.close();
  });

  void it('that are full let nobody in, and say so; another room is open', async () => {
    const guests = [await enter(url(), 'a', { room: 'full' }), await enter(url(), 'b', { room: 'full' })];
    assert.deepEqual(await refused(url(), 'c', { room: 'full' }), ['room-full', true, CLOSE.banned]);
    guests.push(await enter(url(), 'c', { room: 'other' }));
    for (const { client } of guests) await client.close();
  });
});

void describe('a relay that shows nobody', () => {
  const url = withRelay(['--presence', 'none']);

  void it('lets who knows a name call it, and nobody speak to all', async () => {
    const [naomi, ruth] = [await enter(url(), 'naomi'), await enter(url(), 'ruth')];
    assert.deepEqual([naomi.sees, ruth.sees], [['naomi'], ['ruth']]);
    ring(naomi, 'ruth');
    assert.equal((await ruth.client.next('video-offer')).name, 'naomi');
    naomi.client.say({ type: 'message', text: 'anybody here?' });
    assert.equal((await naomi.client.next('error')).code, 'forbidden');
    for (const { client } of [naomi, ruth]) await client.close();
  });
});

void describe('a relay with agents and visitors, known by their tokens', () => {
  const url = withRelay(['--presence', 'agents', '--auth-secret-file', secretFile]);
  const visitor = async (sub: string): Promise<Guest> =>
    enter(url(), sub, { token: await mint({ sub, name: sub }) });

  void it('shows visitors agents only, and agents everybody', async () => {
    const first = await visitor('visitor-a');
    const agent = await enter(url(), '', { token: await mint({ sub: 'ruth', name: 'ruth', role: 'agent' }) });
    const second = await visitor('visitor-b');
    assert.deepEqual([first.sees, second.sees], [['visitor-a'], ['ruth', 'visitor-b']]);
    assert.deepEqual(agent.sees, ['ruth', 'visitor-a']);
    ring(second, 'visitor-a');
    assert.equal((await second.client.next('error')).code, 'peer-unavailable');
    ring(second, 'ruth');
    assert.equal((await agent.client.next('video-offer')).name, 'visitor-b');
    for (const { client } of [first, agent, second]) await client.close();
  });

  void it('lets nobody into a room that is not theirs', async () => {
    const token = await mint({ sub: 'u-1', name: 'esther', room: 'red' });
    assert.deepEqual(await refused(url(), '', { token, room: 'blue' }), ['forbidden', true, CLOSE.banned]);
    const esther = await enter(url(), '', { token });
    assert.equal(esther.name, 'esther');
    await esther.client.close();
  });
});

void describe('one person on two devices, by the subject of a token,', () => {
  const url = withRelay(['--auth-secret-file', secretFile]);

  void it('has one name, and both ring; somebody else gets another one', async () => {
    const token = await mint({ sub: 'u-17' });
    const [phone, desktop] = [await enter(url(), 'naomi', { token }), await enter(url(), 'nao', { token })];
    const other = await enter(url(), 'naomi', { token: await mint({ sub: 'u-18' }) });
    assert.deepEqual([phone.name, desktop.name, other.name], ['naomi', 'naomi', 'naomi1']);
    ring(other, 'naomi');
    for (const { client } of [phone, desktop])
      assert.equal((await client.next('video-offer')).name, 'naomi1');
    for (const { client } of [phone, desktop, other]) await client.close();
  });
});

void describe('the name of a client that is gone', () => {
  const url = withRelay([]);

  void it('goes to the next one who asks, if the page went away', async () => {
    const [ruth, naomi] = [await enter(url(), 'ruth'), await enter(url(), 'naomi')];
    naomi.client.socket.close(1001);
    await ruth.client.next('presence', isChange(naomi.sid, 'reconnecting'));
    const other = await enter(url(), 'naomi');
    assert.deepEqual([other.name, other.sees], ['naomi', ['naomi', 'ruth']]);
    const late = await enter(url(), 'naomi', { resume: { token: naomi.client.resumeToken, seq: 0 } });
    assert.match(late.name, /^naomi\d+$/);
    for (const { client } of [ruth, other, late]) await client.close();
  });

  void it('stays where the line broke, for the client that comes back', async () => {
    const [miriam, esther] = [await enter(url(), 'miriam'), await enter(url(), 'esther')];
    esther.client.socket.terminate();
    await miriam.client.next('presence', isChange(esther.sid, 'reconnecting'));
    const other = await enter(url(), 'esther');
    assert.match(other.name, /^esther\d+$/);
    const client = await ask(url(), 'esther', { resume: { token: esther.client.resumeToken, seq: 0 } });
    assert.equal((await client.next('session')).resumed, true);
    await miriam.client.next('presence', isChange(esther.sid, 'available'));
    for (const one of [miriam.client, other.client, client]) await one.close();
  });
});

void describe('a relay whose function takes too long', () => {
  const module = join(folder, 'silent.mjs');
  writeFileSync(module, 'export default () => new Promise(() => undefined);');
  const url = withRelay(['--auth-module', module, '--auth-timeout-ms', '200']);

  void it('sends the client away after the time that was set', async () => {
    assert.deepEqual(await refused(url(), 'naomi'), ['unavailable', true, CLOSE.overload]);
  });
});
