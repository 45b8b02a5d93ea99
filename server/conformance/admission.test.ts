/** The suite against a server that wants to know who comes: one line where nobody is let in, and every case with tokens. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdmissionError as Refusal, type Identity } from '../auth/identity.js';
import { type Relay, createRelay } from '../relay.js';
import { AdmissionError, PEOPLE } from './admission.js';
import type { Report } from './report.js';
import { testServer } from './suite.js';

const TOKENS = Array.from({ length: PEOPLE }, (_, at) => `token-of-${String(at)}`);

/** A relay that knows who brings a token, by the end of it. */
async function startRelay(more: (subject: string) => Partial<Identity> = () => ({})): Promise<Relay> {
  const relay = createRelay({
    hub: {
      ping: { intervalMs: 300, timeoutMs: 3_000 },
      leavingGraceMs: 500,
      authenticate: ({ token = '' }) => {
        const [, subject] = /^token-of-(.+)$/.exec(token) ?? [];
        if (subject === undefined) throw new Refusal('unauthorized', 'Nobody knows you.');
        return { subject, ...more(subject) };
      },
    },
  });
  await relay.ready;
  return relay;
}

const idsOf = ({ verdicts }: Report, ...which: readonly string[]): readonly string[] =>
  verdicts.filter(({ status }) => which.includes(status)).map(({ id }) => id);

void describe('the suite for servers that admit by token', () => {
  let relay: Relay;
  before(async () => {
    relay = await startRelay();
  });
  after(() => relay.close());

  const refusal = async (...tokens: readonly string[]): Promise<string> => {
    const error = await testServer(relay.url, { tokens }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof AdmissionError, String(error));
    assert.doesNotMatch(error.message, /\n/);
    return error.message;
  };

  void it('tests nothing without tokens, and says in one line what to do', async () => {
    assert.match(
      await refusal(),
      /admits nobody without a token \(it says "unauthorized"\): give --token 4 times/,
    );
  });

  void it('says which token is not taken', async () => {
    assert.match(await refusal('token-of-naomi', 'nonsense'), /refuses token 2 \(it says "unauthorized"\)/);
  });

  void it('says which tokens are of one person', async () => {
    const tokens = ['token-of-naomi', 'token-of-ruth', 'token-of-naomi'];
    assert.match(await refusal(...tokens), /tokens 1 and 3 are of one person/);
  });

  void it('tests what happens to a token that is soon over', async () => {
    let endMs: number | undefined;
    const untilThen = (): Partial<Identity> => ({ expiresAtMs: (endMs ??= Date.now() + LIFE_MS) });
    const brief = await startRelay((subject) => (subject === 'brief' ? untilThen() : {}));
    const report = await testServer(brief.url, {
      tokens: TOKENS,
      expiringToken: 'token-of-brief',
      only: ['admission'],
    });
    await brief.close();
    assert.deepEqual(
      report.verdicts.filter(({ status }) => status !== 'passed'),
      [],
    );
  });

  void it('finds nothing wrong with our relay, and leaves out only what is about clients without a token', async () => {
    const report = await testServer(relay.url, { tokens: TOKENS });
    assert.deepEqual(idsOf(report, 'failed', 'warning'), []);
    assert.deepEqual(idsOf(report, 'skipped'), NOT_OFFERED);
  });

  void it('tests what can be tested with too few', async () => {
    const only = ['base/chat-target', 'base/list-newcomer', 'base/id-first'];
    const report = await testServer(relay.url, { only, tokens: TOKENS.slice(0, 1) });
    assert.deepEqual(idsOf(report, 'failed', 'warning'), []);
    assert.deepEqual(idsOf(report, 'skipped'), ['base/chat-target']);
    const why = report.verdicts.find(({ status }) => status === 'skipped')?.problem;
    assert.match(why ?? '', /give --token 2 times or more/);
  });

  void it('leaves names alone where the tokens say what people are called', async () => {
    const named = await startRelay((subject) => ({ name: `nobody ${subject}` }));
    const report = await testServer(named.url, { tokens: TOKENS, only: ['base', 'presence', 'session'] });
    await named.close();
    assert.deepEqual(idsOf(report, 'failed', 'warning'), []);
    assert.deepEqual(
      idsOf(report, 'skipped'),
      [...NEEDS_A_CHOICE, 'presence/no-userlist', 'presence/legacy-listed'].sort(inOrder(report)),
    );
  });

  void it('leaves rooms alone where the tokens say which one is whose', async () => {
    const shop = await startRelay(() => ({ room: 'shop' }));
    const report = await testServer(shop.url, { tokens: TOKENS, only: ['rooms', 'base/chat-target'] });
    await shop.close();
    assert.deepEqual(idsOf(report, 'passed'), ['base/chat-target']);
    assert.deepEqual(idsOf(report, 'skipped'), ['rooms/lists', 'rooms/messages', 'rooms/names']);
  });
});

/** Long enough to sign in on a busy machine. */
const LIFE_MS = 3_000;
const NOT_OFFERED = [
  'admission/expiry',
  'presence/no-userlist',
  'presence/legacy-listed',
  'call/no-more-candidates',
  ...['sight/self', 'sight/for-all', 'sight/reach'],
  ...['ice/servers', 'ice/renewed', 'ice/legacy'],
];
const NEEDS_A_CHOICE = [
  ...['list-newcomer', 'name-taken', 'rename', 'leave', 'cut-off'].map((name) => `base/${name}`),
  ...['letters', 'proto', 'constructor'].map((name) => `base/name-${name}`),
  ...['presence/changes', 'presence/sid-kept'],
];
const inOrder =
  ({ verdicts }: Report) =>
  (a: string, b: string): number =>
    verdicts.findIndex(({ id }) => id === a) - verdicts.findIndex(({ id }) => id === b);
