/** Credentials as the relay makes them, and what a real TURN server with the shipped configuration does with them. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { Coturn, noCoturn } from '../../test/support/coturn.js';
import { TurnClient, type TurnLogin } from '../../test/support/turn-client.js';
import type { Identity } from '../auth/identity.js';
import { DEFAULT_TURN_TTL_MS, type TurnOptions, isTurnUrl, turnGrants } from './turn-grants.js';

const secret = 'a secret that coturn and the relay share';
const url = 'turn:turn.example.com:3478?transport=udp';

const loginOf = (identity?: Identity, options: Partial<TurnOptions> = {}): TurnLogin => {
  const server = turnGrants({ urls: [url], secret, ...options })(identity)?.iceServers[0];
  return { username: server?.username ?? '', credential: server?.credential ?? '' };
};

void describe('TURN credentials', () => {
  void it('are a user name that ends by itself, and its HMAC', () => {
    const grant = turnGrants({ urls: [url], secret, now: () => 1_800_000_000_500 })({ subject: 'u-17' });
    const [server] = grant?.iceServers ?? [];
    assert.equal(grant?.ttlMs, DEFAULT_TURN_TTL_MS);
    assert.deepEqual(server?.urls, [url]);
    assert.match(server.username ?? '', /^1800003600:[\w-]{16}$/);
    const hmac = createHmac('sha1', secret).update(server.username ?? '');
    assert.equal(server.credential, hmac.digest('base64'));
  });

  void it('are of the same user for all sessions of a subject, and of nobody else', () => {
    const userOf = (identity?: Identity): string =>
      loginOf(identity, { anonymous: true }).username.split(':')[1]!;
    assert.equal(userOf({ subject: 'u-17' }), userOf({ subject: 'u-17', name: 'naomi' }));
    assert.notEqual(userOf({ subject: 'u-17' }), userOf({ subject: 'u-18' }));
    assert.notEqual(userOf({}), userOf({}));
    assert.notEqual(userOf(), userOf());
  });

  void it('carry nothing of the subject, whatever it is', () => {
    for (const subject of ['naomi@shop.example', '1:2', 'x'.repeat(256), '\u0000\n', 'naïve 名']) {
      assert.match(loginOf({ subject }).username, /^\d+:[\w-]{16}$/);
    }
  });

  void it('are for those whom somebody vouches for, and for others only where that was asked for', () => {
    assert.equal(turnGrants({ urls: [url], secret })(undefined), undefined);
    assert.ok(turnGrants({ urls: [url], secret, anonymous: true })(undefined));
    assert.ok(turnGrants({ urls: [url], secret })({}));
  });

  void it('are for addresses that a browser takes', () => {
    for (const good of [
      url,
      'turn:turn.example.com',
      'turns:turn.example.com:5349?transport=tcp',
      'turn:[2001:db8::1]:3478',
      'TURN:203.0.113.7',
    ]) {
      assert.ok(isTurnUrl(good), good);
    }
    for (const bad of [
      'turn.example.com',
      'turn://turn.example.com',
      'stun:turn.example.com',
      'turn:me@turn.example.com',
      'turn:turn.example.com?transport=tls',
      'https://turn.example.com',
      'turn:',
    ]) {
      assert.ok(!isTurnUrl(bad), bad);
    }
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

void describe('coturn with the shipped configuration', { skip: noCoturn }, () => {
  let coturn: Coturn;
  const clients: TurnClient[] = [];
  before(async () => {
    coturn = await Coturn.start(secret, { isV6: hasIpv6 });
  });
  // Each keeps its port to the end: for a second the server would take another one for it.
  after(() => {
    for (const client of clients) client.close();
    return coturn.stop();
  });

  let users = 0;
  /** Each has a quota of its own. */
  const somebody = (): Identity => ({ subject: `user ${String(++users)}` });

  const clientWith = (login: TurnLogin): TurnClient => {
    const client = new TurnClient(coturn.port, login);
    clients.push(client);
    return client;
  };

  void it('takes the credentials of the relay', async () => {
    assert.equal(await clientWith(loginOf(somebody())).allocate(), 200);
    assert.equal(await clientWith(loginOf(undefined, { anonymous: true })).allocate(), 200);
  });

  void it('refuses credentials that are over', async () => {
    const anHourAgo = (): number => Date.now() - DEFAULT_TURN_TTL_MS - 2_000;
    assert.equal(await clientWith(loginOf(somebody(), { now: anHourAgo })).allocate(), 401);
  });

  void it('refuses credentials that are wrong, or made to last longer', async () => {
    const { username, credential } = loginOf(somebody());
    const later = username.replace(/^\d+/, (expiry) => String(Number(expiry) + 3_600));
    for (const login of [
      loginOf(somebody(), { secret: 'another secret' }),
      { username: later, credential },
      { username, credential: '' },
      { username: 'naomi', credential },
    ]) {
      assert.equal(await clientWith(login).allocate(), 401, login.username);
    }
  });

  void it('passes packets on to public addresses', async () => {
    const client = clientWith(loginOf(somebody()));
    await client.allocate();
    assert.equal(await client.createPermission('198.20.0.1'), 200);
  });

  for (const address of [
    ...['0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '127.0.0.1', '127.255.0.1'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1'],
    ...['198.19.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ]) {
    void it(`passes nothing on to ${address}`, async () => {
      const client = clientWith(loginOf(somebody()));
      await client.allocate();
      assert.equal(await client.createPermission(address), 403);
    });
  }

  void describe('over IPv6', { skip: !hasIpv6 && 'this machine has no IPv6' }, () => {
    void it('passes packets on to public addresses', async () => {
      const client = clientWith(loginOf(somebody()));
      assert.equal(await client.allocate(6), 200);
      assert.equal(await client.createPermission('2606:4700::1'), 200);
    });

    for (const address of [
      ...['::', '::1', '::ffff:7f00:1', '::ffff:a00:1', '64:ff9b::a00:1', '64:ff9b:1::a00:1'],
      ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'febf::1', '2002:a00:1::1', 'ff02::1'],
    ]) {
      void it(`passes nothing on to ${address}`, async () => {
        const client = clientWith(loginOf(somebody()));
        await client.allocate(6);
        assert.equal(await client.createPermission(address), 403);
      });
    }
  });

  void it('lets one user have so many allocations at once, over all sessions', async () => {
    const codes: number[] = [];
    for (let count = 0; count < 25; count++) {
      codes.push(await clientWith(loginOf({ subject: 'greedy' })).allocate());
    }
    assert.deepEqual(codes, [...new Array<number>(24).fill(200), 486]);
    assert.equal(await clientWith(loginOf(somebody())).allocate(), 200);
  });
});
