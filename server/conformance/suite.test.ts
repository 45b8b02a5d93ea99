/** The suite against our own relay, which does everything, and the report that it makes. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Document, rowsOf, readText } from '../../test/support/markdown.js';
import { shortGrants } from '../../test/support/short-grants.js';
import { type Relay, createRelay } from '../relay.js';
import { CLIENT_PARTS } from './client/parts.js';
import { PARTS } from './parts.js';
import { conforms, describeReport } from './report.js';
import { testServer } from './suite.js';
import { ConnectError } from './wire.js';

/** Of who comes by a token admission.test.ts says more, of people who are hidden sight.test.ts. */
const NOT_OFFERED = ['admission', 'sight', 'devices'];
const CASES = PARTS.flatMap(({ cases }) => cases);
const ALL_PARTS = [...PARTS, ...CLIENT_PARTS];
const ALL_CASES = ALL_PARTS.flatMap(({ cases }) => cases.map(({ id, title, rule }) => ({ id, title, rule })));

void describe('the conformance suite', () => {
  let relay: Relay;
  before(async () => {
    // What it does after a while it does soon, so that the cases about that are fast.
    const ping = { intervalMs: 300, timeoutMs: 3_000 };
    relay = createRelay({ hub: { ping, leavingGraceMs: 500, grantIce: shortGrants() } });
    await relay.ready;
  });
  after(() => relay.close());

  void it('finds nothing wrong with our relay, and tests all of it', async () => {
    const report = await testServer(relay.url);
    assert.deepEqual(
      report.verdicts.filter(
        ({ part, status }) => status !== (NOT_OFFERED.includes(part) ? 'skipped' : 'passed'),
      ),
      [],
    );
    assert.equal(report.verdicts.length, CASES.length);
    assert.ok(conforms(report));
    assert.match(describeReport(report), /conforms: \d+ passed, 0 failed/);
  });

  void it('runs only what it is asked to', async () => {
    const ids = async (...only: readonly string[]): Promise<readonly string[]> =>
      (await testServer(relay.url, { only })).verdicts.map(({ id }) => id);
    assert.deepEqual(await ids('base/id-first'), ['base/id-first']);
    assert.deepEqual(await ids('base/id'), []);
    assert.deepEqual(await ids('base/leave', 'base/id-unique'), ['base/id-unique', 'base/leave']);
  });

  void it('says so where nothing can be reached', async () => {
    const gone = createRelay();
    await gone.ready;
    const { url } = gone;
    await gone.close();
    await assert.rejects(testServer(url), ConnectError);
  });
});

void describe('the cases', () => {
  const protocol = readText('docs/protocol.md').replace(/\s+/g, ' ');

  for (const { id, rule } of ALL_CASES) {
    void it(`${id} checks a sentence of docs/protocol.md`, () => {
      assert.ok(protocol.includes(rule), rule);
    });
  }

  void it('have each a name of its own, in its part', () => {
    assert.equal(new Set(ALL_CASES.map(({ id }) => id)).size, ALL_CASES.length);
    for (const { name, cases } of ALL_PARTS) {
      assert.ok(
        cases.every(({ id }) => id.startsWith(`${name}/`)),
        name,
      );
    }
  });

  void it('stand in docs/conformance.md, with what a server does that passes', () => {
    const document = new Document('docs/conformance.md');
    for (const { name, cases } of ALL_PARTS) {
      assert.deepEqual(
        rowsOf(document.section(name).text),
        cases.map(({ id, title }) => [`\`${id}\``, title]),
      );
    }
  });
});
