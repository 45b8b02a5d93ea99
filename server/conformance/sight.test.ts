/** The suite against a relay that hides people from each other: what says nothing then is left out, and the rest is tested. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Authenticate, AdmissionError as Refusal } from '../auth/identity.js';
import type { HubOptions } from '../limits.js';
import { createRelay } from '../relay.js';
import { AdmissionError } from './admission.js';
import type { Report, Status } from './report.js';
import { type SuiteOptions, testServer } from './suite.js';

/** Who brings a token is what its first word says. */
const authenticate: Authenticate = ({ token }) => {
  if (token === undefined) throw new Refusal('unauthorized', 'Nobody knows you.');
  return { subject: token, role: token.startsWith('agent') ? 'agent' : 'visitor' };
};

async function testRelay(hub: Partial<HubOptions>, options: SuiteOptions = {}): Promise<Report> {
  const relay = createRelay({ hub: { ping: { intervalMs: 300, timeoutMs: 3_000 }, ...hub } });
  await relay.ready;
  try {
    return await testServer(relay.url, options);
  } finally {
    await relay.close();
  }
}

const idsOf = ({ verdicts }: Report, ...which: readonly Status[]): readonly string[] =>
  verdicts.filter(({ status }) => which.includes(status)).map(({ id }) => id);

void describe('the suite for servers that hide people', () => {
  void it('leaves out what is about the list where nobody is shown to anybody', async () => {
    const only = ['base', 'v1', 'presence', 'resume', 'sight'];
    const report = await testRelay({ presence: 'none' }, { only });
    assert.deepEqual(idsOf(report, 'failed', 'warning'), []);
    const skipped = report.verdicts.filter(({ status }) => status === 'skipped');
    assert.deepEqual(
      [...new Set(skipped.map(({ problem }) => problem))],
      ['the server does not show people to each other'],
    );
    assert.deepEqual(
      idsOf(report, 'passed').filter((id) => id.startsWith('sight/')),
      SIGHT,
    );
  });

  void it('plays with agents, and looks at what visitors see', async () => {
    const tokens = ['visitor-1', 'agent-1', 'agent-2', 'visitor-2', 'agent-3', 'agent-4'];
    const only = ['base/list-whole', 'base/chat-all', 'presence', 'sight'];
    const report = await testRelay({ presence: 'agents', authenticate }, { only, tokens });
    assert.deepEqual(idsOf(report, 'failed', 'warning'), []);
    assert.deepEqual(idsOf(report, 'skipped'), ['presence/no-userlist', 'presence/legacy-listed']);
  });

  void it('says in one line that visitors alone are of no use', async () => {
    const visitors = testRelay({ presence: 'agents', authenticate }, { tokens: ['visitor-1', 'visitor-2'] });
    await assert.rejects(visitors, (error: unknown) => {
      assert.ok(error instanceof AdmissionError);
      assert.match(error.message, /^these people may not reach each other: give tokens of .* agents$/);
      return true;
    });
  });

  void it('is not offered where everybody sees everybody', async () => {
    assert.deepEqual(idsOf(await testRelay({}, { only: ['sight'] }), 'skipped'), SIGHT);
  });
});

const SIGHT = ['sight/self', 'sight/for-all', 'sight/reach'];
