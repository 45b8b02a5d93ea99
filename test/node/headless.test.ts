/** The programs of docs/headless.md, as they stand there, in plain Node. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Relay, createRelay } from '../../server/relay.js';
import { OFFER_SDP } from '../support/fake-room.js';
import { Document } from '../support/markdown.js';
import { WireClient } from '../support/wire-client.js';

const docs = new Document('docs/headless.md');
const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };

void describe('docs/headless.md', () => {
  let folder: string;
  before(() => {
    mkdirSync('.cache', { recursive: true });
    // Inside the project, so that the programs find its packages.
    folder = mkdtempSync(join('.cache', 'headless-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs one of its programs. */
  const run = (name: string, ...args: readonly string[]): ChildProcess => {
    writeFileSync(join(folder, name), docs.snippet(name));
    const env = { ...process.env };
    // Set by the runner that runs this test: a test inside would report to it.
    delete env.NODE_TEST_CONTEXT;
    return spawn(process.execPath, [join(folder, name), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    });
  };

  void describe('the answering machine', () => {
    let relay: Relay;
    let machine: ChildProcess;
    let naomi: WireClient;

    before(async () => {
      relay = createRelay({ port: 0 });
      await relay.ready;
      naomi = await WireClient.named(relay.url, 'naomi', HELLO);
      machine = run('answering-machine.mjs', relay.url, 'support');
      const isListed = ({ join: joined }: Record<string, unknown>): boolean =>
        JSON.stringify(joined ?? []).includes('"support"');
      await naomi.next('presence', isListed);
    });

    after(async () => {
      if (machine.exitCode === null) machine.kill('SIGKILL');
      await naomi.close();
      await relay.close();
    });

    void it('declines a call with a text', async () => {
      naomi.say({
        type: 'video-offer',
        target: 'support',
        sdp: OFFER_SDP,
        call: { id: 'c1', media: { audio: true, video: true } },
      });
      const { text, name } = await naomi.next('message');
      assert.deepEqual([text, name], ['Nobody is here now. Write to me, it will be read.', 'support']);
      const { reason, call } = await naomi.next('hang-up');
      assert.deepEqual([reason, call], ['declined', { id: 'c1' }]);
    });

    void it('answers what is written to it, once', async () => {
      naomi.say({ type: 'message', text: 'Please call back', target: 'support', mid: 'm1' });
      const answer = await naomi.next('message', ({ name }) => name === 'support');
      assert.equal(answer.text, 'Noted: Please call back');
      await naomi.settled();
      const more = naomi.heard.filter(({ type, name }) => type === 'message' && name === 'support');
      assert.deepEqual(more, []);
    });

    void it('leaves when it is told to end', async () => {
      machine.kill('SIGTERM');
      await naomi.next('presence', ({ leave }) => Array.isArray(leave) && leave.length === 1);
      if (machine.exitCode === null) await once(machine, 'exit');
      assert.equal(machine.exitCode, 0);
    });
  });

  void it('has a test that passes', async () => {
    const test = run('calls.test.mjs');
    let said = '';
    test.stdout?.on('data', (data: Buffer) => (said += data.toString()));
    const [code] = (await once(test, 'close')) as readonly unknown[];
    assert.equal(code, 0, said);
    assert.match(said, /pass 1\b/);
  });
});
