/** Which facts lie between two snapshots. */
import { expect } from '@open-wc/testing';
import { IDLE } from '../../core/call/call-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { CallEndedEvent, CallMessageEvent, CallMissedEvent } from '../../events/facts.js';
import type { CallSummary } from '../../core/quality/quality-state.js';
import { EMPTY_SNAPSHOT } from '../../testing/fake-controller.js';
import {
  ONLINE,
  active,
  call,
  chat as log,
  ended,
  incoming,
  localMedia,
  missed,
  message,
  outgoing,
  reconnecting,
  user,
} from '../../testing/scenes.js';
import { factsBetween } from './facts.js';

const between = (before: Partial<Snapshot>, after: Partial<Snapshot>): readonly string[] =>
  factsBetween({ ...EMPTY_SNAPSHOT, ...before }, { ...EMPTY_SNAPSHOT, ...after }).map(({ type }) => type);

const summaryOf = (): CallSummary => ({
  durationMs: 0,
  path: null,
  rating: null,
  ratedMs: { good: 0, fair: 0, poor: 0, lost: 0 },
  bytesSent: 0,
  bytesReceived: 0,
});

const chat = (...mids: readonly string[]): Snapshot['chat'] => log(...mids.map((mid) => message(mid)));

describe('facts', () => {
  it('are none where nothing changed', () => {
    expect(between({}, {})).to.deep.equal([]);
  });

  it('about the link tell its status, not each try', () => {
    const waiting = { status: 'waiting', attempt: 1, retryAtMs: 1 } as const;
    expect(between({}, { link: ONLINE })).to.deep.equal(['call-link-change']);
    expect(between({ link: waiting }, { link: { ...waiting, attempt: 2 } })).to.deep.equal([]);
  });

  it('about a call tell its phases, with what a page most wants to know after it', () => {
    expect(between({ call: IDLE }, { call: outgoing() })).to.deep.equal(['call-phase-change']);
    expect(between({ call: outgoing() }, { call: outgoing(true) })).to.deep.equal([]);
    expect(between({ call: IDLE }, { call: incoming() })).to.deep.equal([
      'call-phase-change',
      'call-incoming',
    ]);
    expect(between({ call: active() }, { call: reconnecting() })).to.deep.equal(['call-phase-change']);
    expect(between({ call: active() }, { call: ended('ended') })).to.deep.equal([
      'call-phase-change',
      'call-ended',
    ]);
    expect(between({ call: ended('ended') }, { call: IDLE })).to.deep.equal(['call-phase-change']);
  });

  it('about the end of a call tell how it was', () => {
    const summary = { ...summaryOf(), durationMs: 5_000 };
    const quality = { callId: 'call-1', rating: null, cause: null, figures: null, summary };
    const told = factsBetween(
      { ...EMPTY_SNAPSHOT, call: active() },
      { ...EMPTY_SNAPSHOT, call: ended('ended'), quality },
    );
    expect((told.at(-1) as CallEndedEvent).summary).to.equal(summary);
  });

  it('about another call in the same phase are told too', () => {
    const another = incoming(call('priya', { id: 'call-2', direction: 'incoming' }));
    expect(between({ call: incoming() }, { call: another })).to.deep.equal([
      'call-phase-change',
      'call-incoming',
    ]);
  });

  it('about missed calls tell each once, and not those that are put away', () => {
    const [one, other] = [missed('naomi'), missed('oleg')];
    const facts = factsBetween(
      { ...EMPTY_SNAPSHOT, missed: [one] },
      { ...EMPTY_SNAPSHOT, missed: [one, other] },
    ) as readonly CallMissedEvent[];
    expect(facts.map((fact) => fact.missed.name)).to.deep.equal(['oleg']);
    expect(between({ missed: [one, other] }, { missed: [] })).to.deep.equal([]);
  });

  it('about the chat tell each new message once, in order, and no repeat or confirmation', () => {
    const facts = factsBetween(
      { ...EMPTY_SNAPSHOT, chat: chat('a') },
      { ...EMPTY_SNAPSHOT, chat: chat('a', 'b', 'c') },
    ) as readonly CallMessageEvent[];
    expect(facts.map((fact) => fact.message.mid)).to.deep.equal(['b', 'c']);
    expect(between({ chat: chat('a') }, { chat: chat('a') })).to.deep.equal([]);
  });

  it('about the chat tell nothing of what the page gave back', () => {
    const after = { chat: log(message('old', { restored: true }), message('new')) };
    expect(between({}, after)).to.deep.equal(['call-message']);
  });

  it('of one change come as the link, the people, the call, the missed, the devices, the chat', () => {
    const everything = {
      link: ONLINE,
      users: [user('priya')],
      call: incoming(),
      missed: [missed()],
      media: localMedia(),
      chat: chat('a'),
    };
    expect(between({}, everything)).to.deep.equal([
      'call-link-change',
      'call-users-change',
      'call-phase-change',
      'call-incoming',
      'call-missed',
      'call-media-change',
      'call-message',
    ]);
  });
});
