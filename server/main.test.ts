/** The command line as a person or a supervisor meets it: a real process, its words and its exit code. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Command, run } from '../test/support/command.js';
import { WireClient } from '../test/support/wire-client.js';

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
  version: string;
};

describe('call-elements on the command line', { concurrency: 2 }, () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
    writeFileSync(join(directory, 'index.html'), 'served');
    writeFileSync(join(directory, 'secret.txt'), 's'.repeat(40));
  });
  after(() => rmSync(directory, { recursive: true }));

  it('shows help and version', async () => {
    const [help, relay, demo, version] = await Promise.all([
      run(['--help']),
      run(['relay', '--help']),
      run(['demo', '--help']),
      run(['--version']),
    ]);
    assert.deepEqual([help.code, relay.code, demo.code, version.code], [0, 0, 0, 0]);
    assert.match(help.stdout, /relay[^]*demo/);
    for (const option of [
      '--port',
      '--host',
      '--origin',
      '--serve',
      '--https',
      '--cert',
      '--key',
      '--max-connections',
    ]) {
      assert.ok(relay.stdout.includes(option), option);
    }
    assert.match(demo.stdout, /--https/);
    assert.equal(version.stdout.trim(), manifest.version);
  });

  for (const words of [
    [],
    ['dance'],
    ['relay', '--port', 'x'],
    ['relay', '--port', '65536'],
    ['relay', '--port', '-1'],
    ['relay', '--port'],
    ['relay', '--prot', '1'],
    ['relay', 'extra'],
    ['relay', '--host', ''],
    ['relay', '--origin', 'example.com'],
    ['relay', '--origin', 'https://example.com/path'],
    ['relay', '--origin', 'https://example.com?query'],
    ['relay', '--origin', 'https://*.example.com'],
    ['relay', '--origin', 'https://someone@example.com'],
    ['relay', '--origin', 'wss://example.com'],
    ['relay', '--max-connections', '0'],
    ['relay', '--max-burst', '1.5'],
    ['relay', '--cert', 'only.pem'],
    ['relay', '--serve', ''],
    ['relay', '--trust-proxy', '10.0.0.0/33'],
    ['relay', '--address-unlimited', 'localhost'],
    ['relay', '--log-level', 'loud'],
    ['relay', '--forwarded-header', 'x-real-ip'],
    ['demo', '--serve', '.'],
    ['demo', '--config', 'x'],
  ]) {
    it(`answers "${words.join(' ')}" with one line and exit code 2`, async () => {
      const { code, stdout, stderr } = await run(words);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^call-elements: [^\n]+\n$/);
    });
  }

  it('names the bounds of a number, also for a negative one', async () => {
    const { stderr } = await run(['relay', '--port', '-1']);
    assert.match(stderr, /--port must be a whole number from 0 to 65535, not "-1"/);
  });

  it('says in one line what it cannot read, with exit code 1', async () => {
    const nowhere = join(directory, 'nowhere');
    for (const words of [
      ['--serve', nowhere],
      ['--cert', nowhere, '--key', nowhere],
      ['--cert', join(directory, 'index.html'), '--key', join(directory, 'index.html')],
      ['--host', '203.0.113.7'],
    ]) {
      const { code, stderr } = await run(['relay', '--port', '0', ...words]);
      assert.equal(code, 1, words.join(' '));
      assert.match(stderr, /^call-elements: [^\n]+\n$/);
    }
  });

  it('says that a port is in use and what to do, with exit code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run(['relay', '--port', String(port)]);
    server.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^call-elements: port ${String(port)} is in use[^\\n]*--port\\n$`));
  });

  it('runs a relay that serves files, and on SIGTERM says goodbye and exits with 0', async () => {
    const command = new Command([
      'relay',
      '--port',
      '0',
      '--serve',
      directory,
      '--serve',
      `/pages=${directory}`,
    ]);
    const url = await command.url();
    const client = await WireClient.named(url, 'naomi', { v: 1 });
    const base = url.replace('ws:', 'http:');
    assert.equal(await (await fetch(`${base}healthz`)).text(), 'ok\n');
    assert.equal(await (await fetch(base)).text(), 'served');
    assert.equal(await (await fetch(`${base}pages/index.html`)).text(), 'served');
    command.child.kill('SIGTERM');
    assert.equal((await client.next('goodbye')).reason, 'shutdown');
    assert.equal((await client.closed).code, 1012);
    assert.equal(await command.exit, 0);
    const events = command.log.map(({ event }) => event);
    assert.deepEqual(events, ['started', 'drain', 'stopped']);
  });

  it('serves nobody a file that it was given for itself', async () => {
    const secret = join(directory, 'secret.txt');
    const command = new Command(['relay', '--port', '0', '--serve', directory, '--auth-secret-file', secret]);
    const base = (await command.url()).replace('ws:', 'http:');
    assert.equal((await fetch(`${base}secret.txt`)).status, 404);
    assert.equal(await (await fetch(base)).text(), 'served');
    command.child.kill('SIGTERM');
    assert.equal(await command.exit, 0);
  });

  it('holds to the origins and limits it was given', async () => {
    const command = new Command([
      ...['relay', '--port', '0', '--origin', 'https://a.example', '--origin', 'https://b.example'],
      ...['--max-burst', '3', '--max-connections', '1', '--no-broadcast-unknown'],
    ]);
    const url = await command.url();
    const foreign = new WireClient(url, { origin: new URL(url).origin.replace('ws', 'http') });
    assert.equal((await foreign.closed).code, 4503);
    const client = new WireClient(url, { origin: 'https://b.example' });
    const { limits, server } = await client.next('id');
    assert.equal((limits as { burst: number }).burst, 3);
    assert.equal(server, `call-elements/${manifest.version}`);
    assert.equal((await new WireClient(url).closed).code, 1013);
    client.say({ type: 'username', name: 'naomi' });
    client.say({ type: 'wave' });
    assert.equal((await client.next('error')).code, 'forbidden');
    command.child.kill('SIGTERM');
    assert.equal(await command.exit, 0);
  });

  it('makes a certificate for --https, with which pages and sockets work', async () => {
    const command = new Command(['relay', '--port', '0', '--https', '--serve', directory]);
    const url = await command.url();
    assert.match(url, /^wss:/);
    const client = await WireClient.named(url, 'naomi', { v: 1 }, { rejectUnauthorized: false });
    await client.close();
    const page = request(url.replace('wss:', 'https:'), { rejectUnauthorized: false }).end();
    const [response] = (await once(page, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    assert.equal(response.statusCode, 200);
    command.child.kill('SIGTERM');
    assert.equal(await command.exit, 0);
  });
});
