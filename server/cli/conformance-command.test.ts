/** `call-elements conformance` as a person or a pipeline meets it: a real process, its words and its exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startObligingClient } from '../../test/support/obliging-client.js';
import { FaultyServer } from '../../test/support/faulty-server.js';
import { AdmissionError } from '../auth/identity.js';
import { createRelay } from '../relay.js';
import { runConformance } from './conformance-command.js';
import { UsageError } from './usage-error.js';

const MAIN = join(import.meta.dirname, '..', 'main.ts');
const ONLY = ['--only', 'base/id-first', '--only', 'base/chat-echo'];

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...words: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'conformance', ...words]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

void describe('call-elements conformance', { concurrency: 2 }, () => {
  let good: FaultyServer;
  let bad: FaultyServer;
  let folder: string;
  before(async () => {
    good = await FaultyServer.start({});
    bad = await FaultyServer.start({
      toClient: (message, { name }) => (message.type === 'message' && message.name === name ? [] : [message]),
    });
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await Promise.all([good.stop(), bad.stop()]);
  });

  void it('ends with 0 where the server conforms', async () => {
    const { code, stdout, stderr } = await run(good.url, ...ONLY);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^ok {4}base\/id-first/m);
    assert.match(stdout, /conforms: 2 passed, 0 failed/);
  });

  void it('ends with 1 where it does not, and says what is wrong, what was seen, the rule and what to do', async () => {
    const { code, stdout } = await run(...ONLY, bad.url);
    assert.equal(code, 1);
    for (const part of [
      /^FAIL {2}base\/chat-echo/m,
      /^ {6}wrong /m,
      /^ {6}seen /m,
      /^ {6}rule /m,
      /^ {6}to do /m,
    ]) {
      assert.match(stdout, part);
    }
    assert.match(stdout, /does not conform: 1 passed, 1 failed/);
  });

  void it('writes the same down as JSON and as JUnit', async () => {
    const file = join(folder, 'report.xml');
    const { code, stdout } = await run(bad.url, ...ONLY, '--json', '--junit', file);
    assert.equal(code, 1);
    const report = JSON.parse(stdout) as { conforms: boolean; verdicts: { id: string; status: string }[] };
    assert.equal(report.conforms, false);
    assert.deepEqual(
      report.verdicts.map(({ id, status }) => [id, status]),
      [
        ['base/id-first', 'passed'],
        ['base/chat-echo', 'failed'],
      ],
    );
    const xml = readFileSync(file, 'utf8');
    assert.match(xml, /<testsuite name="base" tests="2" failures="1" skipped="0">/);
    assert.match(xml, /<testcase [^>]*name="base\/chat-echo: [^>]*><failure message="/);
  });

  void it('tests a client that comes', async () => {
    const only = ['--only', 'client/username', '--only', 'client-v1/pong'];
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      MAIN,
      'conformance',
      '--client',
      '--port',
      '0',
      ...only,
    ]);
    let stdout = '';
    let stop = (): void => undefined;
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString('utf8');
      const url = /^ws:\S+$/m.exec(stdout)?.[0];
      if (url === undefined || started) return;
      started = true;
      stop = startObligingClient(url);
    });
    let started = false;
    const [code] = (await once(child, 'close')) as [number | null];
    stop();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /the client conforms: 2 passed, 0 failed/);
  });

  for (const words of [
    [],
    ['--client', 'ws://127.0.0.1:1'],
    ['localhost:1'],
    ['http://localhost:1'],
    ['ws://127.0.0.1:1', '--only', 'base/dance'],
    ['ws://127.0.0.1:1', '--timeout-ms', 'soon'],
    ['ws://127.0.0.1:1'],
  ]) {
    void it(`takes "${words.join(' ')}" for a wrong command, and says why in one line`, async () => {
      await assert.rejects(runConformance(words), (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, /^[^\n]+$/);
        return true;
      });
    });
  }

  void it('says in one line how to test a server that admits nobody without a token', async () => {
    const relay = createRelay({
      hub: {
        authenticate: ({ token = '' }) => {
          if (token === '') throw new AdmissionError('unauthorized', 'Nobody knows you.');
          return { subject: token };
        },
      },
    });
    await relay.ready;
    const refused = await run(relay.url, ...ONLY);
    const admitted = await run(relay.url, ...ONLY, '--token', 'a', '--token', 'b', '--token', 'c');
    await relay.close();
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(
      refused.stderr,
      /^call-elements: ws:[^ ]+: the server admits nobody without a token [^\n]+\n$/,
    );
    assert.deepEqual([admitted.code, admitted.stderr], [0, '']);
    assert.match(admitted.stdout, /conforms: 2 passed, 0 failed/);
  });

  void it('says once that the server is gone, and ends with 1', async () => {
    // It ends with its first text: what is tested after that is not there any more.
    const crashed: FaultyServer = await FaultyServer.start({
      toRelay: (message, _, text) => {
        if (message?.type === 'message') void crashed.stop();
        return [text];
      },
    });
    const { code, stdout } = await run(crashed.url, '--only', 'base', '--timeout-ms', '1000');
    assert.equal(code, 1);
    assert.equal(stdout.match(/^STOP /gm)?.length, 1);
    assert.equal(stdout.match(/^FAIL /gm)?.length, 1);
    assert.match(stdout, /does not conform: \d+ passed, 1 failed, .*, \d+ not tested/);
  });

  void it('ends with 2 where no client comes', async () => {
    const { code, stderr } = await run('--client', '--port', '0', '--timeout-ms', '100');
    assert.equal(code, 2);
    assert.match(stderr, /^call-elements: the client did not connect[^\n]+\n$/);
  });

  void it('ends with 2 on a wrong command, and says what is missing', async () => {
    const { code, stderr } = await run('localhost:1');
    assert.equal(code, 2);
    assert.match(stderr, /^call-elements: [^\n]*must begin with ws:\/\/ or wss:\/\/[^\n]*\n$/);
  });

  void it('lists the cases, and tests nothing', async () => {
    const { code, stdout } = await run('--list');
    assert.equal(code, 0);
    assert.match(stdout, /base\/id-first/);
  });
});
