/** Keys over real HTTP: from an endpoint that answers, and from those that are slow, broken, huge or lead elsewhere. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { keysAddress, keysFromFile, keysFromUrl } from './load-jwks.js';

const KEYS = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] };

const paths: Readonly<Record<string, RequestListener>> = {
  '/keys': (_, response) => response.end(JSON.stringify(KEYS)),
  '/silent': () => undefined,
  '/stalls': (_, response) => response.write('{"keys":'),
  '/fails': (_, response) => response.writeHead(500).end(JSON.stringify(KEYS)),
  '/moved': (_, response) => response.writeHead(302, { location: '/keys' }).end(),
  '/garbage': (_, response) => response.end('<!doctype html>'),
  '/empty': (_, response) => response.end(),
  '/other': (_, response) => response.end('{"key":[]}'),
  '/huge': (_, response) => response.end(JSON.stringify({ ...KEYS, more: 'x'.repeat(300_000) })),
};

void describe('keys by address', () => {
  const server = createServer((request, response) => paths[request.url ?? '']?.(request, response));
  let base: string;
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  void it('are what the endpoint answers', async () => {
    assert.deepEqual(await keysFromUrl(new URL('/keys', base), 2_000)(), KEYS);
  });

  for (const path of ['/silent', '/stalls']) {
    void it(`are given up in time where the endpoint is ${path.slice(1)}`, async () => {
      await assert.rejects(keysFromUrl(new URL(path, base), 50)(), { name: 'TimeoutError' });
    });
  }

  for (const path of ['/fails', '/moved', '/garbage', '/empty', '/other', '/huge']) {
    void it(`cannot be had from ${path}`, async () => {
      await assert.rejects(keysFromUrl(new URL(path, base), 2_000)(), Error);
    });
  }

  void it('cannot be had where nobody listens', async () => {
    await assert.rejects(keysFromUrl(new URL('http://127.0.0.1:1/keys'), 2_000)(), Error);
  });

  void it('come over https, and over http only from this machine', () => {
    for (const good of [
      'https://id.example/jwks',
      'http://localhost:8080/jwks',
      'http://127.0.0.1/',
      'http://[::1]/',
    ]) {
      assert.equal(keysAddress(good)?.href, new URL(good).href);
    }
    for (const bad of [
      'http://id.example/jwks',
      'http://127.0.0.1.evil.example/',
      'file:///keys.json',
      'keys.json',
    ]) {
      assert.equal(keysAddress(bad), undefined, bad);
    }
  });
});

void describe('keys by file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
  after(() => rmSync(folder, { recursive: true }));

  void it('are read anew each time', async () => {
    const path = join(folder, 'keys.json');
    const load = keysFromFile(path);
    await assert.rejects(load(), { code: 'ENOENT' });
    writeFileSync(path, JSON.stringify(KEYS));
    assert.deepEqual(await load(), KEYS);
    writeFileSync(path, '{}');
    await assert.rejects(load(), /no JSON Web Key Set/);
  });
});
