/** The desk: which message is about which call, from whom it may come, and what is too early or too late. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PeerMessage } from '../../protocol/index.js';
import { CallDesk } from './call-desk.js';
import type { CallEvent } from './call-events.js';
import { type Call, type CallState, IDLE } from './call-state.js';
import { newLeg } from './call-steps.js';

const SDP = { offer: { type: 'offer', sdp: 'v=0' }, answer: { type: 'answer', sdp: 'v=0' } } as const;

const call = (id: string, name = 'priya', v1 = true): Call => ({
  id,
  direction: 'outgoing',
  peer: { name, v1 },
  media: { audio: true, video: true },
});
const active = (of: Call): CallState => ({
  phase: 'active',
  sinceMs: 0,
  ...newLeg(of, { pc: 1, received: 0 }),
});
const incoming = (of: Call): CallState => ({ phase: 'incoming', ...newLeg(of, { pc: 1, received: 1 }) });

const offer = (id?: string, name = 'priya'): PeerMessage => ({
  type: 'video-offer',
  name,
  sdp: SDP.offer,
  ...(id === undefined ? {} : { call: { id } }),
});
const hangUp = (id?: string, name = 'priya'): PeerMessage => ({
  type: 'hang-up',
  name,
  ...(id === undefined ? {} : { call: { id } }),
});
const candidate = (id?: string, name?: string, line = 'c'): PeerMessage => ({
  type: 'new-ice-candidate',
  candidate: { candidate: line },
  ...(name === undefined ? {} : { name }),
  ...(id === undefined ? {} : { call: { id } }),
});

const MINUTE = 60_000;

class Desk {
  nowMs = 1_000;
  readonly people = new Map<string, { readonly sid?: string; readonly v1: boolean }>();
  #ids = 0;
  readonly desk = new CallDesk({
    now: () => this.nowMs,
    newId: () => `new-${String(++this.#ids)}`,
    lookUp: (name) => this.people.get(name),
    ownSid: () => 'mine',
    heldCandidates: 4,
  });

  read(message: PeerMessage, state: CallState = IDLE): readonly CallEvent[] {
    return this.desk.read(message, state, 'me');
  }

  typesOf(message: PeerMessage, state: CallState = IDLE): readonly string[] {
    return this.read(message, state).map((event) => event.type);
  }
}

/** The call of the first event, which must be an offer. */
function callOf([event]: readonly CallEvent[]): Call {
  assert.equal(event?.type, 'remote-offer');
  return event.call;
}

void describe('a hang-up', () => {
  void it('of the peer ends the call, by its id or, from a legacy peer, without one', () => {
    const state = active(call('a'));
    for (const message of [hangUp('a'), hangUp()]) {
      assert.deepEqual(new Desk().read(message, state), [{ type: 'remote-hang-up', callId: 'a' }]);
    }
  });

  void it('brings its reason along', () => {
    const message: PeerMessage = { type: 'hang-up', name: 'priya', call: { id: 'a' }, reason: 'busy' };
    assert.deepEqual(new Desk().read(message, active(call('a'))), [
      { type: 'remote-hang-up', callId: 'a', reason: 'busy' },
    ]);
  });

  void it('of a third person means nothing, such as the one that legacy clients send to everybody', () => {
    const desk = new Desk();
    const state = active(call('a'));
    assert.deepEqual(desk.read({ type: 'hang-up', name: 'oleg', target: null }, state), []);
    assert.deepEqual(desk.read(hangUp('a', 'oleg'), state), []);
  });

  void it('of another call with the same person means nothing to this one', () => {
    assert.deepEqual(new Desk().read(hangUp('b'), active(call('a'))), []);
  });

  void it('that overtook its offer makes that the offer never rings, for a minute', () => {
    const desk = new Desk();
    assert.deepEqual(desk.read(hangUp('a')), []);
    assert.deepEqual(desk.read(offer('a')), []);
    desk.nowMs += MINUTE - 1;
    assert.deepEqual(desk.read(offer('a')), []);
    desk.nowMs += 1;
    assert.deepEqual(desk.typesOf(offer('a')), ['remote-offer']);
  });

  void it('of a stranger who knows a call id silences nobody', () => {
    const desk = new Desk();
    desk.read(hangUp('a', 'mallory'), active(call('a')));
    assert.deepEqual(desk.typesOf(hangUp('a'), active(call('a'))), ['remote-hang-up']);
    const early = new Desk();
    early.read(hangUp('a', 'mallory'));
    assert.deepEqual(early.typesOf(offer('a')), ['remote-offer']);
  });
});

void describe('my own name', () => {
  void it('on a message is an echo, which means nothing', () => {
    const desk = new Desk();
    assert.deepEqual(desk.read(offer('a', 'me')), []);
    assert.deepEqual(desk.read(hangUp(undefined, 'me'), active(call('a', 'me'))), []);
  });

  void it('is nobody as long as I have none', () => {
    assert.equal(new Desk().desk.read(offer('a'), IDLE, undefined).length, 1);
  });
});

void describe('an offer', () => {
  void it('of version 1 is a call with its id and everything it says', () => {
    const message: PeerMessage = {
      type: 'video-offer',
      name: 'priya',
      sid: 'p1',
      sdp: SDP.offer,
      call: { id: 'a', v: 1, n: 2, pc: 3, media: { audio: true, video: false }, lifetimeMs: 5_000 },
    };
    assert.deepEqual(new Desk().read(message), [
      {
        type: 'remote-offer',
        call: {
          id: 'a',
          direction: 'incoming',
          peer: { name: 'priya', v1: true, sid: 'p1' },
          media: { audio: true, video: false },
        },
        description: SDP.offer,
        pc: 3,
        n: 2,
        lifetimeMs: 5_000,
      },
    ]);
  });

  void it('of a legacy client is a new call when there is none with that person', () => {
    const desk = new Desk();
    const first = callOf(desk.read(offer()));
    const second = callOf(desk.read(offer(), active(call('x', 'oleg'))));
    assert.deepEqual([first.id, first.peer, second.id], ['new-1', { name: 'priya', v1: false }, 'new-2']);
  });

  void it('of a legacy client is about the call there is with that person', () => {
    assert.equal(callOf(new Desk().read(offer(), active(call('a', 'priya', false)))).id, 'a');
  });

  void it('of a legacy client that comes from another connection than the one we talk with is a new call', () => {
    const sdp = (type: 'offer' | 'answer', session: string): unknown => ({
      ...{ type, sdp: `v=0\r\no=- ${session} 2 IN IP4 127.0.0.1\r\n` },
    });
    const hears = (desk: Desk, type: 'offer' | 'answer', session: string, state: CallState): string => {
      const message = { type: `video-${type}`, name: 'priya', sdp: sdp(type, session) } as PeerMessage;
      const [event] = desk.read(message, state);
      return event?.type === 'remote-offer' ? event.call.id : (event?.type ?? 'nothing');
    };
    const legacy = call('a', 'priya', false);
    const [talking, ringing] = [active(legacy), incoming(legacy)];

    const called = new Desk();
    assert.equal(hears(called, 'answer', '77', talking), 'remote-answer');
    assert.equal(hears(called, 'offer', '77', talking), 'a', 'the offer right behind its answer');
    assert.equal(hears(called, 'offer', '78', talking), 'new-1');

    const calling = new Desk();
    assert.equal(hears(calling, 'offer', '77', IDLE), 'new-1');
    calling.read({ ...offer(undefined, 'oleg'), sdp: sdp('offer', '5') } as PeerMessage, talking);
    assert.equal(hears(calling, 'offer', '77', talking), 'a', 'whoever called meanwhile');
    assert.equal(hears(calling, 'offer', '78', ringing), 'a', 'nothing is built on it yet');
  });

  void it('of a legacy client that was made to hang up, under way since before, is void', () => {
    const legacy = call('a', 'priya', false);
    const on = (pc: number): CallState => ({
      phase: 'outgoing',
      ringing: false,
      ...newLeg(legacy, { pc, received: 0 }),
    });
    const sdp = { type: 'offer', sdp: 'v=0\r\no=- 77 2 IN IP4 127.0.0.1\r\n' } as const;
    const desk = new Desk();
    const heard = (message: PeerMessage, state: CallState): number => desk.read(message, state).length;
    const again: PeerMessage = { type: 'video-offer', name: 'priya', sdp };
    const answer: PeerMessage = { type: 'video-answer', name: 'priya', sdp: { ...sdp, type: 'answer' } };
    assert.deepEqual([heard(again, on(1)), heard(again, on(1))], [1, 1]);
    assert.deepEqual([heard(again, on(2)), heard(answer, on(2))], [0, 0]);
    const fresh = { ...sdp, sdp: sdp.sdp.replace('77', '78') };
    assert.equal(heard({ ...answer, sdp: { ...fresh, type: 'answer' } }, on(2)), 1);
    assert.equal(heard({ ...again, sdp: fresh }, on(2)), 1);
  });

  void it('rings before the list names the caller, and takes from the list what it does not say itself', () => {
    const desk = new Desk();
    assert.deepEqual(callOf(desk.read(offer('a'))).peer, { name: 'priya', v1: true });
    desk.people.set('priya', { sid: 'p9', v1: false });
    assert.deepEqual(callOf(desk.read(offer('b'))).peer, { name: 'priya', v1: true, sid: 'p9' });
    assert.deepEqual(callOf(desk.read(offer())).peer, { name: 'priya', v1: false, sid: 'p9' });
  });

  void it('of a call that is over never rings again', () => {
    const desk = new Desk();
    desk.desk.close(call('a'));
    assert.deepEqual(desk.read(offer('a')), []);
  });

  void it('of a legacy client rings again after its call is over', () => {
    const desk = new Desk();
    const { id } = callOf(desk.read(offer()));
    desk.desk.close(call(id, 'priya', false));
    assert.equal(callOf(desk.read(offer())).id, 'new-2');
  });
});

void describe('a stranger', () => {
  void it('who knows the id of the live call has no offer in it', () => {
    for (const state of [active(call('a')), incoming(call('a'))]) {
      assert.deepEqual(new Desk().read(offer('a', 'mallory'), state), []);
    }
  });

  void it('is told busy once in a while, not for every call', () => {
    const desk = new Desk();
    const state = active(call('a'));
    const heard = (id: string, name: string): number => desk.read(offer(id, name), state).length;
    assert.deepEqual([heard('1', 'oleg'), heard('2', 'oleg'), heard('3', 'mallory')], [1, 0, 1]);
    desk.nowMs += 5_000;
    assert.equal(heard('4', 'oleg'), 1);
  });
});

void describe('a candidate', () => {
  void it('without a sender is taken to be of the call there is', () => {
    const events = new Desk().read(candidate(), active(call('a', 'priya', false)));
    assert.deepEqual(events, [{ type: 'remote-candidate', callId: 'a', candidate: { candidate: 'c' } }]);
  });

  void it('without a sender or a call means nothing when there is none', () => {
    assert.deepEqual(new Desk().read(candidate()), []);
  });

  void it('of a third person without a call id means nothing', () => {
    assert.deepEqual(new Desk().read(candidate(undefined, 'oleg'), active(call('a'))), []);
  });

  void it('of a third person who knows the call id means nothing, now or later', () => {
    const desk = new Desk();
    assert.deepEqual(desk.read(candidate('a', 'mallory'), active(call('a'))), []);
    assert.deepEqual(desk.typesOf(offer('a')), ['remote-offer']);
  });

  void it('that came before its offer follows it, in order, once', () => {
    const desk = new Desk();
    for (const line of ['1', '2', '3']) assert.deepEqual(desk.read(candidate('a', 'priya', line)), []);
    const [, ...rest] = desk.read(offer('a'));
    assert.deepEqual(
      rest.map((event) => event.type === 'remote-candidate' && event.candidate?.candidate),
      ['1', '2', '3'],
    );
    assert.deepEqual(desk.typesOf(offer('a')), ['remote-offer']);
  });

  void it('that came before its offer is held up to the limit', () => {
    const desk = new Desk();
    for (let n = 0; n < 10; n += 1) desk.read(candidate('a', 'priya', String(n)));
    assert.equal(desk.read(offer('a')).length, 1 + 4);
  });

  void it('that came before its offer is held for a minute, and for a few calls only', () => {
    const desk = new Desk();
    desk.read(candidate('late', 'priya'));
    desk.nowMs += MINUTE;
    assert.deepEqual(desk.typesOf(offer('late')), ['remote-offer']);
    for (let n = 0; n < 20; n += 1) desk.read(candidate(`call ${String(n)}`, 'priya'));
    const held = Array.from({ length: 20 }, (_, n) => desk.read(offer(`call ${String(n)}`)).length - 1);
    assert.equal(
      held.reduce((sum, one) => sum + one, 0),
      8,
    );
  });

  void it('of the next call with the same person waits for its offer while this call goes on', () => {
    const desk = new Desk();
    assert.deepEqual(desk.read(candidate('b', 'priya'), active(call('a'))), []);
    assert.deepEqual(desk.typesOf(offer('b')), ['remote-offer', 'remote-candidate']);
  });

  void it('of a call that is over is dropped', () => {
    const desk = new Desk();
    desk.read(candidate('a', 'priya'));
    desk.desk.close(call('a'));
    desk.read(candidate('a', 'priya'));
    desk.nowMs += MINUTE;
    assert.deepEqual(desk.typesOf(offer('a')), ['remote-offer']);
  });
});

void describe('call control', () => {
  const about = { name: 'priya', call: { id: 'a' } };
  const CASES: readonly (readonly [PeerMessage, CallEvent | undefined])[] = [
    [
      { type: 'call-ringing', ...about },
      { type: 'remote-ringing', callId: 'a' },
    ],
    [
      { type: 'call-accept', ...about },
      { type: 'remote-accept', callId: 'a' },
    ],
    [
      { type: 'call-leaving', ...about },
      { type: 'remote-leaving', callId: 'a' },
    ],
    [
      { type: 'call-media', ...about, audio: true, video: false },
      { type: 'remote-media', callId: 'a', media: { audio: true, video: false } },
    ],
    [
      { type: 'call-select', ...about, sid: 'another of ours' },
      { type: 'remote-select', callId: 'a' },
    ],
    [{ type: 'call-select', ...about, sid: 'mine' }, undefined],
    [
      { type: 'video-answer', name: 'priya', sdp: SDP.answer, call: { id: 'a', n: 2 } },
      { type: 'remote-answer', callId: 'a', description: SDP.answer, v1: true, n: 2 },
    ],
    [
      { type: 'video-answer', name: 'priya', sdp: SDP.answer },
      { type: 'remote-answer', callId: 'a', description: SDP.answer, v1: false },
    ],
    [
      { type: 'new-ice-candidate', ...about, candidate: null },
      { type: 'remote-candidate', callId: 'a', candidate: null },
    ],
  ];
  for (const [message, event] of CASES) {
    void it(`${message.type} of the peer becomes ${event?.type ?? 'nothing'}`, () => {
      assert.deepEqual(new Desk().read(message, active(call('a'))), event ? [event] : []);
    });

    void it(`${message.type} of anybody else becomes nothing`, () => {
      const desk = new Desk();
      assert.deepEqual(desk.read({ ...message, name: 'mallory' }, active(call('a'))), []);
      assert.deepEqual(desk.read({ ...message, name: 'mallory' }, incoming(call('a'))), []);
    });

    void it(`${message.type} becomes nothing when there is no call`, () => {
      const ended: CallState = { phase: 'ended', call: call('a'), reason: 'ended', by: 'me', durationMs: 0 };
      for (const state of [IDLE, ended]) assert.deepEqual(new Desk().read(message, state), []);
    });
  }
});
