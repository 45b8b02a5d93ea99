import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Relay, createRelay } from '../relay.js';
import { loadStaticFiles } from '../static-files.js';

describe('the relay over HTTP', () => {
  let relay: Relay;
  let directory: string;
  let base: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>demo</title>');
    relay = createRelay({ files: loadStaticFiles({ prefix: '/', directory }) });
    await relay.ready;
    base = relay.url.replace('ws:', 'http:');
  });
  after(async () => {
    await relay.close();
    rmSync(directory, { recursive: true });
  });

  /** Sends a request line as it stands: fetch would tidy it up. */
  async function raw(line: string): Promise<string> {
    const socket = connect(relay.port, '127.0.0.1');
    socket.end(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    await once(socket, 'close');
    return Buffer.concat(parts).toString('utf8');
  }

  it('says that it is well', async () => {
    const response = await fetch(`${base}/healthz`);
    assert.deepEqual([response.status, await response.text()], [200, 'ok\n']);
  });

  it('serves the page at the root, with headers that keep it from doing harm', async () => {
    const response = await fetch(base);
    assert.equal(await response.text(), '<!doctype html><title>demo</title>');
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'self'",
      "connect-src 'self' ws: wss:",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      "require-trusted-types-for 'script'",
    ]) {
      assert.ok(policy.split('; ').includes(rule), rule);
    }
    assert.ok(!policy.includes('unsafe'));
  });

  it('sends no body for what the browser already has', async () => {
    const etag = (await fetch(base)).headers.get('etag') ?? '';
    const response = await fetch(base, { headers: { 'if-none-match': `"other", W/${etag}` } });
    assert.deepEqual([response.status, await response.text()], [304, '']);
    const changed = await fetch(base, { headers: { 'if-none-match': '"other"' } });
    assert.equal(changed.status, 200);
  });

  it('answers HEAD with the headers alone, and other methods with 405', async () => {
    const head = await fetch(base, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '34', '']);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(base, { method });
      assert.equal(response.status, 405, method);
      assert.equal(response.headers.get('allow'), 'GET, HEAD');
    }
  });

  it('knows nothing outside its map, however a path is written', async () => {
    for (const path of [
      '/nothing',
      '/../../../../etc/passwd',
      '/..%2f..%2f..%2fetc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..\\..\\etc\\passwd',
      '/index.html%00.js',
      '/index.html/',
      '//index.html',
      '//etc/passwd',
      '/%',
      '/%ff',
      '/.env',
      '/__proto__',
      '/constructor',
      'http://elsewhere.example/index.html',
      '*',
    ]) {
      const response = await raw(`GET ${path} HTTP/1.1`);
      assert.match(response, /^HTTP\/1\.1 (404|400) /, path);
      assert.doesNotMatch(response, /root:|<title>/, path);
    }
  });

  it('takes no harm from what is no HTTP', async () => {
    assert.match(await raw('nonsense'), /^HTTP\/1\.1 400 /);
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
  });
});
