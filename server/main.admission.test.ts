/**
 * Who is let in by the relay as an operator runs it: a process with secrets in files, real sockets, tokens as any
 * library makes them, keys over HTTP, and TURN credentials that a real coturn takes.
 */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as jose from 'jose';
import { Command } from '../test/support/command.js';
import { Coturn, noCoturn } from '../test/support/coturn.js';
import type { Heard } from '../test/support/fake-room.js';
import { TurnClient } from '../test/support/turn-client.js';
import { WireClient } from '../test/support/wire-client.js';

const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const secret = randomBytes(32).toString('base64');
const secretFile = file('auth-secret', `${secret}\n`);
const turnSecret = randomBytes(32).toString('base64');
const turnSecretFile = file('turn-secret', `${turnSecret}\n`);
const hookSecret = randomBytes(32).toString('base64');
const hookSecretFile = file('hook-secret', `${hookSecret}\n`);
const TURN_URL = 'turn:turn.example.com:3478?transport=udp';

const mint = (claims: jose.JWTPayload, key = secret, expires = '1h'): Promise<string> =>
  new jose.SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(Buffer.from(key));

/** Knocks with a token, or without, and answers with the first thing that settles it. */
async function knock(url: string, token?: string, name = 'somebody'): Promise<[WireClient, Heard]> {
  const client = new WireClient(url);
  await client.next('id');
  const hello = {
    v: 1,
    client: 'test',
    caps: ['call', 'presence'],
    ...(token === undefined ? {} : { token }),
  };
  client.say({ type: 'username', name, hello });
  const answer = await Promise.race([client.next('session'), client.next('error')]);
  return [client, answer];
}

async function refused(url: string, token?: string): Promise<string> {
  const [client, answer] = await knock(url, token);
  assert.equal(answer.type, 'error');
  await client.closed;
  if (token) assert.ok(!JSON.stringify(client.heard).includes(token));
  return String(answer.code);
}

const relayWith = (...words: readonly string[]): Command =>
  new Command(['relay', '--port', '0', '--address-unlimited', '127.0.0.0/8', ...words]);

void describe('a relay with a shared secret and TURN servers', () => {
  const hook = createServer();
  let relay: Command;
  let url: string;
  before(async () => {
    await once(hook.listen(0, '127.0.0.1'), 'listening');
    const { port } = hook.address() as AddressInfo;
    relay = relayWith(
      ...['--webhook', `http://127.0.0.1:${port}/missed`, '--webhook-secret-file', hookSecretFile],
      ...['--auth-secret-file', secretFile, '--auth-issuer', 'shop'],
      ...['--turn-url', TURN_URL, '--turn-secret-file', turnSecretFile, '--turn-ttl-ms', '120000'],
    );
    url = await relay.url();
  });
  after(async () => {
    await relay.stop();
    hook.closeAllConnections();
    hook.close();
  });

  void it('admits who brings a good token, under the name that is in it', async () => {
    const token = await mint({ iss: 'shop', sub: 'u-17', name: 'Naomi' });
    const [client, session] = await knock(url, token, 'the boss');
    assert.equal(session.type, 'session');
    const { full } = await client.next('presence');
    assert.deepEqual(
      (full as { name: string }[]).map(({ name }) => name),
      ['Naomi'],
    );
    await client.close();
  });

  void it('refuses who brings none, or one that is over, forged or of somebody else', async () => {
    const good = await mint({ iss: 'shop', sub: 'u-17' });
    const none = [{ alg: 'none' }, { iss: 'shop', sub: 'u-17', exp: 4_102_444_800 }];
    const unsigned = none.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    assert.equal(await refused(url), 'unauthorized');
    assert.equal(await refused(url, `${unsigned}.`), 'unauthorized');
    assert.equal(await refused(url, `${good}x`), 'unauthorized');
    assert.equal(
      await refused(url, await mint({ iss: 'shop' }, randomBytes(32).toString('base64'))),
      'unauthorized',
    );
    assert.equal(await refused(url, await mint({ iss: 'another shop' })), 'unauthorized');
    assert.equal(await refused(url, await mint({ iss: 'shop' }, secret, '-1m')), 'token-expired');
  });

  void it('refuses the clients of the sample, which bring no token', async () => {
    const client = new WireClient(url);
    const { id } = await client.next('id');
    client.say({ type: 'username', name: 'naomi', id, date: 0 });
    await client.closed;
    assert.ok(!client.heard.some(({ type }) => type === 'userlist'));
  });

  void it('hands out TURN credentials that coturn takes', { skip: noCoturn }, async () => {
    const coturn = await Coturn.start(turnSecret);
    try {
      const [client, session] = await knock(url, await mint({ iss: 'shop', sub: 'u-17' }));
      const [server] = session.iceServers as { urls: string[]; username: string; credential: string }[];
      assert.deepEqual(server?.urls, [TURN_URL]);
      assert.equal(session.iceTtlMs, 120_000);
      const turn = new TurnClient(coturn.port, server);
      assert.equal(await turn.allocate(), 200);
      turn.close();
      await client.close();
    } finally {
      await coturn.stop();
    }
  });

  void it('tells of a missed call, signed', async () => {
    const [client] = await knock(url, await mint({ iss: 'shop', sub: 'u-18', name: 'Naomi' }));
    const got = once(hook, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const call = { id: 'c1', n: 1, pc: 1 };
    client.say({ type: 'video-offer', target: 'ruth', sdp: { type: 'offer', sdp: 'v=0\r\n' }, call });
    const [request, response] = await got;
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString('utf8');
    response.end();
    const { from, to, reason } = JSON.parse(body) as Record<string, unknown>;
    assert.deepEqual([from, to, reason], ['Naomi', 'ruth', 'peer-unavailable']);
    const [, t = ''] = /^t=(\d+),/.exec(String(request.headers['call-elements-signature'])) ?? [];
    const expected = createHmac('sha256', hookSecret).update(`${t}.${body}`).digest('hex');
    assert.equal(request.headers['call-elements-signature'], `t=${t},v1=${expected}`);
    await client.close();
  });

  void it('logs no token and no secret', async () => {
    const token = await mint({ iss: 'shop', sub: 'u-17' });
    const [client] = await knock(url, token);
    await client.close();
    await refused(url, `${token}x`);
    for (const word of [token, secret, turnSecret, hookSecret]) assert.ok(!relay.stderr.includes(word));
  });
});

void describe('a relay with published keys', () => {
  let keys: Server;
  let status = 200;
  let relay: Command;
  let url: string;
  let token: string;
  before(async () => {
    const { publicKey, privateKey } = await jose.generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await jose.exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
    const header = { alg: 'ES256', kid: 'k1' };
    const claims = { sub: 'u-17', name: 'Naomi' };
    token = await new jose.SignJWT(claims)
      .setProtectedHeader(header)
      .setExpirationTime('1h')
      .sign(privateKey);
    keys = createServer((_, response) => response.writeHead(status).end(JSON.stringify({ keys: [jwk] })));
    await once(keys.listen(0, '127.0.0.1'), 'listening');
    const { port } = keys.address() as AddressInfo;
    relay = relayWith('--auth-jwks', `http://127.0.0.1:${port}/jwks`);
    url = await relay.url();
  });
  after(async () => {
    await relay.stop();
    keys.closeAllConnections();
    keys.close();
  });

  void it('admits by them, and goes on with what it knows when they cannot be had any more', async () => {
    for (const answer of [200, 500]) {
      status = answer;
      const [client, session] = await knock(url, token);
      assert.equal(session.type, 'session');
      await client.close();
    }
  });

  void it('refuses a token that was signed with anything else', async () => {
    assert.equal(await refused(url, await mint({ sub: 'u-17' })), 'unauthorized');
  });
});

void describe("a relay with an operator's function that asks a service", () => {
  let service: Server;
  let relay: Command;
  let url: string;
  before(async () => {
    service = createServer((request, response) => {
      if (request.url === '/good') response.end('{"name":"Naomi","role":"agent"}');
      if (request.url === '/fails') response.writeHead(500).end('{"name":"Naomi"}');
      if (request.url === '/banned') response.writeHead(403).end();
    });
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const { port } = service.address() as AddressInfo;
    const module = file(
      'authenticate.mjs',
      `export default async ({ token }, signal) => {
        const response = await fetch('http://127.0.0.1:${port}/' + token, { signal });
        if (response.status === 403) throw Object.assign(new Error('Banned.'), { code: 'forbidden' });
        if (!response.ok) throw new Error('the service answers ' + response.status);
        return response.json();
      };`,
    );
    relay = relayWith('--auth-module', module);
    url = await relay.url();
  });
  after(async () => {
    await relay.stop();
    service.closeAllConnections();
    service.close();
  });

  void it('admits whom it vouches for', async () => {
    const [client, session] = await knock(url, 'good');
    assert.equal(session.type, 'session');
    await client.close();
  });

  void it('admits nobody whom it refuses, and nobody when it fails', async () => {
    assert.equal(await refused(url, 'banned'), 'forbidden');
    assert.equal(await refused(url, 'fails'), 'unavailable');
  });

  void it('admits nobody when it does not answer, and says so within the time it has', async () => {
    const beganAtMs = performance.now();
    assert.equal(await refused(url, 'silent'), 'unavailable');
    assert.ok(performance.now() - beganAtMs < 4_500);
  });
});
