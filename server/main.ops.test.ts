/** What an operator does to a running relay, and what its machine does to it: a real process, from outside. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type TLSSocket, connect as connectTls } from 'node:tls';
import { generate } from 'selfsigned';
import { Command, run } from '../test/support/command.js';
import { readExposition } from '../test/support/exposition.js';
import { WireClient } from '../test/support/wire-client.js';

const HELLO = { v: 1, client: 'test', caps: ['call', 'presence', 'heartbeat'] };
const RELAY = ['relay', '--port', '0'];

describe('a certificate on SIGHUP', () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  async function writeCertificate(name: string): Promise<void> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
    });
    writeFileSync(join(directory, 'cert.pem'), cert);
    writeFileSync(join(directory, 'key.pem'), key);
  }

  async function nameServed(url: string): Promise<string | string[] | undefined> {
    const socket: TLSSocket = connectTls({ port: Number(new URL(url).port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { CN } = socket.getPeerCertificate().subject;
    socket.destroy();
    return CN;
  }

  it('is read again, with no connection dropped; a bad one is said, and the former stays', async () => {
    await writeCertificate('first');
    const files = ['--cert', join(directory, 'cert.pem'), '--key', join(directory, 'key.pem')];
    const command = new Command([...RELAY, ...files]);
    const url = await command.url();
    const client = await WireClient.named(url, 'naomi', HELLO, { rejectUnauthorized: false });
    assert.equal(await nameServed(url), 'first');

    await writeCertificate('second');
    command.child.kill('SIGHUP');
    await command.logged('certificate-renewed');
    assert.equal(await nameServed(url), 'second');

    writeFileSync(join(directory, 'key.pem'), 'no key');
    command.child.kill('SIGHUP');
    await command.logged('certificate-kept');
    assert.equal(await nameServed(url), 'second');
    await client.settled();
    assert.equal(await command.stop(), 0);
  });

  it('that there is none of ends nothing', async () => {
    const command = new Command(RELAY);
    const client = await WireClient.named(await command.url(), 'naomi', HELLO);
    command.child.kill('SIGHUP');
    await command.logged('nothing-to-renew');
    await client.settled();
    assert.equal(await command.stop(), 0);
  });
});

describe('the configuration of a relay', () => {
  it('is shown with where each part was said, and starts nothing', async () => {
    const { code, stdout } = await run(['relay', '--max-burst', '7', '--print-config'], {
      environment: { CALL_ELEMENTS_LOG_LEVEL: 'warn' },
    });
    assert.equal(code, 0);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(shown['max-burst'], { value: 7, from: '--max-burst' });
    assert.deepEqual(shown['log-level'], { value: 'warn', from: 'CALL_ELEMENTS_LOG_LEVEL' });
    assert.deepEqual(shown.port, { value: 6503, from: 'default' });
  });

  it('that is wrong is one line that names the place, with exit code 2', async () => {
    for (const [environment, place] of [
      [{ CALL_ELEMENTS_PORT: 'tcp://10.0.0.1:6503' }, 'CALL_ELEMENTS_PORT'],
      [{ CALL_ELEMENTS_ORIGINS: 'https://a.example' }, 'CALL_ELEMENTS_ORIGINS'],
    ] as const) {
      const { code, stdout, stderr } = await run(['relay'], { environment });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, new RegExp(`^call-elements: ${place} [^\\n]+\\n$`));
    }
  });
});

describe('figures of a running relay', () => {
  it('are served where --metrics-port says, and the log says where', async () => {
    const command = new Command([...RELAY, '--metrics-port', '0']);
    const client = await WireClient.named(await command.url(), 'naomi', HELLO);
    const { metrics } = await command.logged('started');
    const read = readExposition(await (await fetch(String(metrics))).text());
    assert.equal(read.value('call_elements_named_sessions'), 1);
    await client.close();
    assert.equal(await command.stop(), 0);
  });

  it('on a port in use are one line that names the option, with exit code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await run([...RELAY, '--metrics-port', String(port)]);
    server.close();
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`^call-elements: port ${String(port)} is in use[^\\n]*--metrics-port\\n$`),
    );
  });
});

/** Stands still, with everything in this process, for a time that no promise can shorten. */
const standStill = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

describe('a relay on a machine in trouble', () => {
  it('that stood still itself does not take its clients for dead', async () => {
    const command = new Command([...RELAY, '--ping-interval-ms', '300', '--ping-timeout-ms', '1000']);
    const url = await command.url();
    const clients = await Promise.all(['a', 'b', 'c'].map((name) => WireClient.named(url, name, HELLO)));
    // Each has been asked and has not answered yet: the worst moment to stand still.
    await Promise.all(clients.map((client) => client.next('ping')));
    command.child.kill('SIGSTOP');
    standStill(2_500);
    command.child.kill('SIGCONT');
    // Twice round its loop: it has looked at the clock before it hears anybody.
    for (let i = 0; i < 2; i++) await fetch(`${url.replace('ws:', 'http:')}healthz`);
    for (const client of clients) client.say({ type: 'pong' });
    await Promise.all(clients.map((client) => client.settled()));
    assert.deepEqual(
      command.log.filter(({ event }) => event === 'kicked'),
      [],
    );
    assert.equal(await command.stop(), 0);
  });

  it('that has no file descriptors left goes on, and takes clients again when there are', async () => {
    const limited = ['sh', '-c', 'ulimit -n 100; exec "$@"', 'sh'];
    const command = new Command([...RELAY, '--hello-timeout-ms', '60000'], { wrapper: limited });
    const url = await command.url();
    const naomi = await WireClient.named(url, 'naomi', HELLO);
    const many = Array.from({ length: 200 }, () => new WireClient(url));
    const outcomes = await Promise.all(
      many.map((client) =>
        Promise.race([
          client.next('id').then(
            () => 'in',
            () => 'out',
          ),
          client.closed.then(() => 'out'),
        ]),
      ),
    );
    const inside = many.filter((_, index) => outcomes[index] === 'in');
    assert.ok(inside.length > 20 && inside.length < 100, `${String(inside.length)} were let in`);
    await naomi.settled();
    await Promise.all(many.map((client) => client.close()));
    const late = await WireClient.named(url, 'late', HELLO);
    await late.settled();
    assert.equal(await command.stop(), 0);
  });

  it('that has a fault where nothing guards it drains, ends with 1, and tells where but not what', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'call-elements-'));
    const path = join(directory, 'auth.mjs');
    const lines = ['queueMicrotask(() => { throw new Error("nobody may read this"); });', 'return {};'];
    writeFileSync(
      path,
      `let calls = 0;\nexport default () => { if (calls++ > 0) { ${lines.join(' ')} } return {}; };`,
    );
    const command = new Command([...RELAY, '--auth-module', path]);
    const url = await command.url();
    const naomi = await WireClient.named(url, 'naomi', HELLO);
    const ruth = new WireClient(url);
    await ruth.next('id');
    ruth.say({ type: 'username', name: 'ruth', hello: HELLO });
    assert.equal((await naomi.next('goodbye')).reason, 'fault');
    assert.equal(await command.exit, 1);
    rmSync(directory, { recursive: true });
    const { error, at } = await command.logged('uncaught');
    assert.equal(error, 'Error');
    assert.match(String(at), /auth\.mjs/);
    assert.doesNotMatch(command.stderr, /nobody may read this/);
  });

  it('whose log nobody reads any more goes on', async () => {
    const command = new Command([...RELAY, '--log-level', 'debug']);
    const url = await command.url();
    command.child.stderr?.destroy();
    for (const name of ['a', 'b', 'c']) await (await WireClient.named(url, name, HELLO)).close();
    assert.equal(await command.stop(), 0);
  });
});
