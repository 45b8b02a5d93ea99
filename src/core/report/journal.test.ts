/** The last events: bounded, and nothing in them that says who, where or what. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import { JOURNAL_LENGTH, Journal, MAX_TEXT } from './journal.js';

const setUp = (): Journal => new Journal(new FakeClock());

void describe('the journal', () => {
  void it('writes down what a machine took, where that led, and what was done', () => {
    const journal = setUp();
    journal.took('call', { type: 'connection', callId: 'c1', state: 'failed' } as never, 'active', 'lost', [
      { type: 'peer-restart-ice' },
      { type: 'start-timer', timer: 'retry', ms: 2000, callId: 'c1' } as never,
      { type: 'send', message: { type: 'hang-up', target: 'priya', reason: 'ended' } } as never,
    ]);
    const [entry] = journal.entries;
    assert.deepEqual(
      { ...entry, atMs: 0 },
      {
        atMs: 0,
        of: 'call',
        event: 'connection',
        callId: 'c1',
        state: 'lost',
        connection: 'failed',
        effects: ['peer-restart-ice', 'start-timer retry 2000', 'send hang-up ended'],
      },
    );
  });

  void it('leaves out what changed nothing', () => {
    const journal = setUp();
    journal.took('link', { type: 'wake' }, 'online', 'online', []);
    assert.deepEqual(journal.entries, []);
  });

  void it('keeps the last ones and says how many there were before', () => {
    const journal = setUp();
    for (let at = 0; at < JOURNAL_LENGTH + 3; at += 1) journal.add('error', `e${String(at)}`);
    assert.equal(journal.entries.length, JOURNAL_LENGTH);
    assert.equal(journal.entries[0]?.event, 'e3');
    assert.equal(journal.dropped, 3);
  });

  void it('names descriptions and candidates by their kind only', () => {
    const journal = setUp();
    const line = 'candidate:1 1 udp 2122260223 192.0.2.7 54321 typ srflx raddr 10.0.0.1 rport 9';
    const add = [{ type: 'peer-candidate' }];
    const hears = (candidate: string | null): void => {
      const inside = candidate === null ? null : { candidate };
      journal.took('call', { type: 'remote-candidate', candidate: inside } as never, 'a', 'a', add);
    };
    hears(line);
    hears(line);
    hears(line.replace('srflx', 'lives_in_Pune'));
    hears(null);
    journal.took(
      'call',
      {
        type: 'remote-offer',
        call: { id: 'c', peer: { name: 'priya' } },
        description: { type: 'offer', sdp: 'v=0' },
      } as never,
      'a',
      'b',
      [{ type: 'peer-receive', description: { type: 'offer', sdp: 'v=0' }, polite: true } as never],
    );
    const [candidates, offer] = journal.entries;
    assert.deepEqual(candidates?.candidates, { 'srflx/udp': 2, other: 1, last: 1 });
    assert.equal(offer?.description, 'offer');
    assert.deepEqual(offer.effects, ['peer-receive true offer']);
    assert.doesNotMatch(JSON.stringify(journal.entries), /192\.0|10\.0|v=0|priya|Pune/);
  });

  void it('counts the candidates of each description anew', () => {
    const journal = setUp();
    const hear = (): void => {
      journal.took('call', { type: 'local-candidate', candidate: null } as never, 'a', 'a', [{ type: 'x' }]);
    };
    const offer = { type: 'local-description', description: { type: 'offer' } } as never;
    hear();
    const [before] = journal.entries;
    hear();
    journal.took('call', offer, 'a', 'a', [{ type: 'x' }]);
    hear();
    assert.deepEqual(before?.candidates, { last: 1 });
    assert.deepEqual(
      journal.entries.map(({ event, candidates }) => [event, candidates?.last]),
      [
        ['local-candidate', 2],
        ['local-description', undefined],
        ['local-candidate', 1],
      ],
    );
  });

  void it('cuts texts that are too long', () => {
    const journal = setUp();
    journal.took('call', { type: 'x', callId: 'c'.repeat(5_000) } as never, 'a', 'b', []);
    assert.equal(String(journal.entries[0]?.callId).length, MAX_TEXT);
  });
});
