/** Tokens as issuers make them, and as others forge them. The keys are real; only the time is made up. */
import assert from 'node:assert/strict';
import { createPublicKey, createSecretKey, randomBytes } from 'node:crypto';
import { before, describe, it } from 'node:test';
import * as jose from 'jose';
import { AdmissionError, type Authenticate, type Identity } from './identity.js';
import { KeySet } from './key-set.js';
import { loadJose } from './load-jose.js';
import { CLOCK_TOLERANCE_MS, MAX_TOKEN_LENGTH, type TokenOptions, tokenAuthentication } from './jwt.js';

const NOW_S = 1_800_000_000;
const now = (): Date => new Date(NOW_S * 1000);
const secret = randomBytes(64);

const claims = { sub: 'u-17', name: 'naomi', exp: NOW_S + 3_600 };

const sign = (
  payload: jose.JWTPayload,
  key: jose.CryptoKey | Uint8Array = secret,
  header: jose.JWTHeaderParameters = { alg: 'HS256' },
): Promise<string> => new jose.SignJWT(payload).setProtectedHeader(header).sign(key);

/** A token put together by hand, as no library would. */
const forge = (header: object, payload: object, signature = ''): string =>
  [
    ...[header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')),
    signature,
  ].join('.');

const ask = async (authenticate: Authenticate, token: string | undefined): Promise<Identity> =>
  authenticate({ name: 'somebody', ...(token === undefined ? {} : { token }) }, new AbortController().signal);

const refuses = (
  authenticate: Authenticate,
  token: string | undefined,
  code: AdmissionError['code'] = 'unauthorized',
): Promise<void> =>
  assert.rejects(ask(authenticate, token), (error) => {
    assert.ok(error instanceof AdmissionError, String(error));
    assert.equal(error.code, code);
    for (const part of (token ?? '').split('.').filter((one) => one.length > 3)) {
      assert.ok(!error.message.includes(part), error.message);
    }
    return true;
  });

const withSecret = (options: Partial<TokenOptions> = {}): Promise<Authenticate> =>
  tokenAuthentication({ keys: secret, now, ...options });

void describe('a token signed with a shared secret', () => {
  for (const alg of ['HS256', 'HS384', 'HS512']) {
    void it(`admits by ${alg}, with what the claims say`, async () => {
      const token = await sign({ ...claims, room: 'shop', role: 'agent' }, secret, { alg });
      assert.deepEqual(await ask(await withSecret(), token), {
        subject: 'u-17',
        name: 'naomi',
        room: 'shop',
        role: 'agent',
        expiresAtMs: claims.exp * 1000 + CLOCK_TOLERANCE_MS,
      });
    });
  }

  void it('admits with no more than an expiry, and leaves the rest to the client', async () => {
    const { exp } = claims;
    const identity = await ask(await withSecret(), await sign({ exp }));
    assert.deepEqual(Object.keys(identity), ['expiresAtMs']);
  });

  void it('is refused when it is missing, empty, too long or no token at all', async () => {
    const authenticate = await withSecret();
    const long = await sign({ ...claims, more: 'x'.repeat(MAX_TOKEN_LENGTH) });
    for (const token of [undefined, '', long, 'nonsense', '..', 'a.b.c', '{"alg":"HS256"}']) {
      await refuses(authenticate, token);
    }
  });

  void it('is refused when its signature is of another secret, cut off or for other claims', async () => {
    const authenticate = await withSecret();
    const [header = '', , signature = ''] = (await sign(claims)).split('.');
    const other = Buffer.from(JSON.stringify({ ...claims, sub: 'u-18' })).toString('base64url');
    await refuses(authenticate, await sign(claims, randomBytes(64)));
    await refuses(authenticate, `${header}.${other}.${signature}`);
    await refuses(authenticate, `${header}.${other}.`);
  });

  void it('is refused without a signature, however "none" is written', async () => {
    const authenticate = await withSecret();
    for (const alg of ['none', 'None', 'NONE', '']) await refuses(authenticate, forge({ alg }, claims));
    await refuses(authenticate, forge({}, claims));
  });

  void it('is refused with token-expired when it is over, beyond what clocks may be apart', async () => {
    const authenticate = await withSecret();
    await refuses(authenticate, await sign({ ...claims, exp: NOW_S - 5 }), 'token-expired');
    const { expiresAtMs = 0 } = await ask(authenticate, await sign({ ...claims, exp: NOW_S - 4 }));
    assert.ok(expiresAtMs > now().getTime());
  });

  void it('is refused when it never ends, unless that was asked for', async () => {
    const token = await sign({ sub: 'u-17' });
    await refuses(await withSecret(), token);
    assert.deepEqual(await ask(await withSecret({ mustExpire: false }), token), { subject: 'u-17' });
  });

  void it('is refused before its time', async () => {
    const authenticate = await withSecret();
    await refuses(authenticate, await sign({ ...claims, nbf: NOW_S + 6 }));
    assert.equal((await ask(authenticate, await sign({ ...claims, nbf: NOW_S + 5 }))).subject, 'u-17');
  });

  void it('is refused when it is of another issuer or for somebody else, where these are set', async () => {
    const authenticate = await withSecret({ issuer: 'https://shop.example', audience: 'calls' });
    const [iss, aud] = ['https://shop.example', 'calls'];
    assert.equal((await ask(authenticate, await sign({ ...claims, iss, aud }))).subject, 'u-17');
    assert.equal(
      (await ask(authenticate, await sign({ ...claims, iss, aud: ['chat', aud] }))).subject,
      'u-17',
    );
    for (const wrong of [{}, { iss }, { aud }, { iss, aud: 'chat' }, { iss: `${iss}.evil`, aud }]) {
      await refuses(authenticate, await sign({ ...claims, ...wrong }));
    }
  });

  void it('is refused with a claim that cannot be right, which might let a client see too much', async () => {
    const authenticate = await withSecret();
    for (const wrong of [
      { role: 'admin' },
      { role: ['agent'] },
      { room: '' },
      { room: 7 },
      { room: 'x'.repeat(257) },
      { name: {} },
      { sub: 'x'.repeat(257) },
      { exp: 1e300 },
    ]) {
      await refuses(authenticate, await sign({ ...claims, ...(wrong as jose.JWTPayload) }));
    }
  });

  void it('needs a secret that cannot be guessed', async () => {
    await assert.rejects(tokenAuthentication({ keys: randomBytes(31) }), /at least 32 bytes/);
  });
});

void describe('a token signed with a published key', () => {
  const pairs = new Map<string, jose.GenerateKeyPairResult>();
  let published: jose.JSONWebKeySet;
  let authenticate: Authenticate;

  before(async () => {
    for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA', 'RS512']) {
      pairs.set(alg, await jose.generateKeyPair(alg, { extractable: true }));
    }
    const keys = [...pairs].map(async ([alg, { publicKey }]) => ({
      ...(await jose.exportJWK(publicKey)),
      kid: alg,
      use: 'sig',
    }));
    published = { keys: await Promise.all(keys) };
    const ports = { load: () => Promise.resolve(published), monotonic: () => 0 };
    authenticate = await tokenAuthentication({ keys: new KeySet(jose, ports), now });
  });

  for (const alg of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
    void it(`admits by ${alg}`, async () => {
      const token = await sign(claims, pairs.get(alg)!.privateKey, { alg, kid: alg });
      assert.equal((await ask(authenticate, token)).name, 'naomi');
    });
  }

  void it('is refused by any other algorithm, though the key is known', async () => {
    await refuses(
      authenticate,
      await sign(claims, pairs.get('RS512')!.privateKey, { alg: 'RS512', kid: 'RS512' }),
    );
  });

  void it('is refused when the public key was used as a secret, in whatever form', async () => {
    const jwk = published.keys.find(({ kid }) => kid === 'RS256')!;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const forms = [pem as string, (pem as string).trim(), JSON.stringify(jwk), jwk.n!];
    for (const form of forms) {
      const key = createSecretKey(Buffer.from(form)).export();
      await refuses(authenticate, await sign(claims, key, { alg: 'HS256', kid: 'RS256' }));
    }
  });

  void it('is refused without a signature, or with a key that it brings along', async () => {
    await refuses(authenticate, forge({ alg: 'none', kid: 'ES256' }, claims));
    const { privateKey, publicKey } = await jose.generateKeyPair('ES256', { extractable: true });
    const jwk = await jose.exportJWK(publicKey);
    await refuses(authenticate, await sign(claims, privateKey, { alg: 'ES256', kid: 'ES256', jwk }));
    await refuses(authenticate, await sign(claims, privateKey, { alg: 'ES256', jwk }));
  });

  void it('is refused when two keys may have signed it and it names none', async () => {
    await refuses(authenticate, await sign(claims, pairs.get('RS256')!.privateKey, { alg: 'RS256' }));
  });

  void it('is refused with a key of a stranger that has a known name', async () => {
    const { privateKey } = await jose.generateKeyPair('EdDSA');
    await refuses(authenticate, await sign(claims, privateKey, { alg: 'EdDSA', kid: 'EdDSA' }));
  });
});

void describe('the package jose', () => {
  void it('is asked for in one line where it is missing', async () => {
    const missing = (): Promise<never> => Promise.reject(new Error('Cannot find package'));
    await assert.rejects(loadJose(missing), /^StartError: [^\n]*npm install jose"$/);
  });
});
