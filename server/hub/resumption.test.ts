/** A client that lost its connection: what waits for it, what it is sent again, and who hears of it meanwhile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE, REPLAY_MESSAGES } from '../../src/protocol/index.js';
import {
  ANSWER_SDP,
  type FakeClient,
  FakeRoom,
  type Heard,
  OFFER_SDP,
} from '../../test/support/fake-room.js';

const CAPS = ['call', 'presence', 'resume'];
const CALL = { id: 'c1', n: 1, pc: 1 };

const tokenOf = (client: FakeClient): unknown => client.last('session').token;
const stateOf = (watcher: FakeClient): unknown => {
  const [change] = (watcher.last('presence').change ?? []) as { state?: string }[];
  return change?.state;
};
const textsOf = (heard: readonly Heard[]): unknown[] =>
  heard.filter(({ type }) => type === 'message').map(({ text }) => text);

/** Naomi, who can resume, and Ruth, who watches. */
function party(options = {}): { room: FakeRoom; naomi: FakeClient; ruth: FakeClient } {
  const room = new FakeRoom(options);
  const [naomi, ruth] = [room.modern('naomi', CAPS), room.modern('ruth', CAPS)];
  ruth.forget();
  return { room, naomi, ruth };
}

/** Both are in a call. */
function talk(options = {}): ReturnType<typeof party> {
  const all = party(options);
  all.naomi.say({ type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: CALL });
  all.ruth.say({ type: 'video-answer', target: 'naomi', sdp: ANSWER_SDP, call: CALL });
  all.room.tick();
  all.ruth.forget();
  return all;
}

function assertEmpty(room: FakeRoom, ...clients: readonly FakeClient[]): void {
  for (const client of clients) client.leave();
  room.tick();
  assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
}

describe('a client whose connection is lost', () => {
  it('keeps its name and its place, and the others see that it is reconnecting', () => {
    const { room, naomi, ruth } = party();
    naomi.leave('lost');
    room.tick();
    assert.equal(stateOf(ruth), 'reconnecting');
    assert.equal(room.modern('naomi').last('rejectusername').code, 'taken');
    const back = room.returning('whatever', tokenOf(naomi), CAPS);
    assert.deepEqual([back.name, back.sid, back.last('session').resumed], ['naomi', naomi.sid, true]);
    assert.equal(stateOf(ruth), 'available');
    assert.deepEqual(ruth.last('presence').leave, undefined);
  });

  it('has left when it is not back in time, sooner if its page went away, at once if it said so', () => {
    for (const [departure, graceMs] of [
      ['lost', 30_000],
      ['leaving', 8_000],
      ['left', 0],
    ] as const) {
      const { room, naomi, ruth } = party();
      naomi.leave(departure);
      room.hub.sweep(room.nowMs + graceMs - 1);
      room.tick();
      assert.equal(ruth.last('presence').leave === undefined, graceMs > 0, departure);
      room.hub.sweep(room.nowMs + graceMs);
      room.tick();
      assert.deepEqual(ruth.last('presence').leave, [naomi.sid]);
      const late = room.returning('naomi', tokenOf(naomi), CAPS);
      assert.deepEqual([late.name, late.last('session').resumed], ['naomi', false]);
      assertEmpty(room, ruth, late);
    }
  });

  it('is waited for only if it knows how to come back', () => {
    const room = new FakeRoom();
    const [legacy, takeover, unnamed] = [room.legacy('old'), room.modern('mid'), room.connect()];
    for (const client of [legacy, takeover, unnamed]) client.leave('lost');
    room.tick();
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
  });

  it('is not waited for where the relay itself has shown it out', () => {
    const { room, naomi, ruth } = party({ rate: { perSecond: 1, burst: 1 } });
    for (let n = 0; n < 10; n += 1) naomi.say({ type: 'ping' });
    assert.equal(naomi.closed?.code, CLOSE.rateLimited);
    naomi.leave('lost');
    room.tick();
    assert.deepEqual(ruth.last('presence').leave, [naomi.sid]);
  });

  it('is waited for beside so many others and no more', () => {
    const room = new FakeRoom({ maxAbsent: 2 });
    const all = ['a', 'b', 'c'].map((name) => room.modern(name, CAPS));
    for (const client of all) client.leave('lost');
    room.tick();
    assert.deepEqual([room.hub.sizes.absent, room.hub.sizes.names], [2, 2]);
    room.hub.sweep(Number.POSITIVE_INFINITY);
    assertEmpty(room);
  });
});

describe('the name of a page that went away', () => {
  it('is given to whoever asks for it, at once, and the others hear that one went and another came', () => {
    const { room, naomi, ruth } = party();
    naomi.leave('leaving');
    const other = room.modern('Naomi', CAPS);
    assert.deepEqual([other.name, other.all('rejectusername')], ['Naomi', []]);
    const { leave, join } = ruth.last('presence');
    assert.deepEqual(leave, [naomi.sid]);
    assert.deepEqual(
      (join as { sid: string }[]).map(({ sid }) => sid),
      [other.sid],
    );
    assertEmpty(room, ruth, other);
  });

  it('is not to be had again by the page that comes later, which gets a number', () => {
    const { room, naomi } = party();
    naomi.leave('leaving');
    const other = room.modern('naomi', CAPS);
    const late = room.returning('naomi', naomi.token, CAPS);
    assert.deepEqual([late.last('session').resumed, late.last('rejectusername').code], [false, 'taken']);
    assert.equal(other.closed, undefined);
  });

  it('comes without what was said to that page', () => {
    const { room, naomi, ruth } = party();
    naomi.leave('leaving');
    ruth.say({ type: 'message', text: 'for your eyes only', target: 'naomi' });
    const other = room.returning('naomi', 'guess', CAPS);
    assert.deepEqual([other.name, textsOf(other.heard)], ['naomi', []]);
  });

  it('is given to somebody who renames, and to a client of the base profile', () => {
    const { room, naomi, ruth } = party();
    naomi.leave('leaving');
    ruth.say({ type: 'username', name: 'naomi' });
    assert.equal(ruth.name, 'naomi');
    ruth.leave('leaving');
    assert.equal(room.legacy('naomi').name, 'naomi');
  });

  it('frees a place in a room that is full', () => {
    const { room, naomi } = party({ roomUsers: 2 });
    naomi.leave('leaving');
    assert.equal(room.modern('boaz').last('error').code, 'room-full');
    assert.equal(room.modern('naomi').name, 'naomi');
  });

  it('is kept for it where there is a call to come back to: one that goes on, or one that rings', () => {
    for (const { room, naomi, ruth } of [talk(), party()]) {
      naomi.leave('leaving');
      ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call: CALL });
      assert.equal(room.modern('naomi', CAPS).last('rejectusername').code, 'taken');
      const back = room.returning('naomi', naomi.token, CAPS);
      assert.deepEqual([back.name, back.sid], ['naomi', naomi.sid]);
    }
  });

  it('is free as soon as the call is over', () => {
    const { room, naomi, ruth } = talk();
    naomi.leave('leaving');
    ruth.say({ type: 'hang-up', target: 'naomi', call: { id: CALL.id } });
    assert.equal(room.modern('naomi', CAPS).name, 'naomi');
  });

  it('is kept where only the line was lost: nobody knows that the page has gone', () => {
    const { room, naomi } = party();
    naomi.leave('lost');
    assert.equal(room.modern('naomi', CAPS).last('rejectusername').code, 'taken');
  });
});

describe('a network whose clients are lost', () => {
  const lose = (room: FakeRoom, network: string, count: number): readonly FakeClient[] => {
    const all = Array.from({ length: count }, () => room.modern('visitor', CAPS, network));
    for (const client of all) client.leave('lost');
    room.tick();
    return all;
  };

  it('keeps so many places in its room and no more, however often it connects', () => {
    const room = new FakeRoom({ maxAbsentPerAddress: 3 });
    for (let round = 0; round < 4; round++) lose(room, '192.0.2.1', 5);
    assert.deepEqual([room.hub.sizes.absent, room.hub.sizes.names], [3, 3]);
    lose(room, '192.0.2.2', 2);
    assert.equal(room.hub.sizes.absent, 5, 'others have their own');
    room.hub.sweep(Number.POSITIVE_INFINITY);
    assertEmpty(room);
  });

  it('has room again for each that is back, or over', () => {
    const room = new FakeRoom({ maxAbsentPerAddress: 2 });
    const [first, second] = lose(room, '192.0.2.1', 2);
    const back = room.returning('visitor', first?.token, CAPS);
    assert.equal(back.last('session').resumed, true);
    lose(room, '192.0.2.1', 2);
    assert.equal(room.hub.sizes.absent, 2);
    assert.equal(room.returning('visitor', second?.token, CAPS).last('session').resumed, true);
    room.hub.sweep(Number.POSITIVE_INFINITY);
    lose(room, '192.0.2.1', 3);
    assert.equal(room.hub.sizes.absent, 2);
  });
});

describe('what a client missed', () => {
  it('it is sent again, in order, after the session and before anything else', () => {
    const { room, naomi, ruth } = party();
    naomi.forget();
    ruth.say({ type: 'message', text: 'heard', target: 'naomi' });
    ruth.say({ type: 'message', text: 'lost on the way', target: 'naomi' });
    naomi.leave('lost');
    ruth.say({ type: 'message', text: 'said meanwhile', target: 'naomi' });
    const token = naomi.token;
    const back = room.returning('naomi', token, CAPS, 1);
    assert.deepEqual(
      back.heard.map(({ type }) => type),
      ['id', 'session', 'message', 'message', 'presence'],
    );
    assert.deepEqual(textsOf(back.heard), ['lost on the way', 'said meanwhile']);
    assert.equal(back.last('session').gap, undefined);
  });

  it('it is not sent where something of it is no longer kept: it is told of a gap', () => {
    const { room, naomi, ruth } = party({ rate: { perSecond: 1e6, burst: 1e6 } });
    for (let n = 0; n <= REPLAY_MESSAGES; n += 1) ruth.say({ type: 'message', text: 'x', target: 'naomi' });
    naomi.leave('lost');
    const back = room.returning('naomi', naomi.token, CAPS, 0);
    assert.deepEqual([back.last('session').gap, textsOf(back.heard)], [true, []]);
    ruth.say({ type: 'message', text: 'on', target: 'naomi' });
    back.leave('lost');
    assert.deepEqual(textsOf(room.returning('naomi', back.token, CAPS, 0).heard), ['on']);
  });

  it('it has, once it said so: nothing is kept for it any more', () => {
    const { room, naomi, ruth } = party();
    for (const text of ['1', '2', '3']) ruth.say({ type: 'message', text, target: 'naomi' });
    naomi.say({ type: 'pong', seq: 2 });
    naomi.leave('lost');
    const back = room.returning('naomi', naomi.token, CAPS, 1);
    assert.equal(back.last('session').gap, true, 'the second is not there to be sent again');
  });

  it('of what it said the relay knows how much came, refused and dropped messages too', () => {
    const { room, naomi } = party({ rate: { perSecond: 1, burst: 5 } });
    const before = { id: 1 };
    naomi.say({ type: 'hang-up', target: 'nobody', call: before });
    naomi.say({ type: 'hang-up', target: 7, call: 7 });
    naomi.say({ type: 'presence' });
    naomi.say({ type: 'message', text: 'has acknowledgements of its own', target: 'ruth' });
    for (let n = 0; n < 3; n += 1) naomi.say({ type: 'state', state: 'away' });
    assert.equal(naomi.last('error').code, 'rate-limited');
    naomi.leave('lost');
    assert.equal(room.returning('naomi', naomi.token, CAPS).last('session').seq, 6);
  });

  it('is told how much came with every sign of life', () => {
    const { naomi } = party();
    naomi.say({ type: 'state', state: 'away' });
    naomi.say({ type: 'ping', t: 1 });
    assert.deepEqual(naomi.last('pong'), { type: 'pong', t: 1, seq: 1 });
  });
});

describe('somebody in a call with a client that is lost', () => {
  const states = (client: FakeClient): unknown[] =>
    client.all('peer-state').map(({ name, sid, state }) => [name, sid, state]);

  it('is told, and again when it is back: the call is as it was', () => {
    const { room, naomi, ruth } = talk();
    naomi.leave('lost');
    room.tick();
    room.returning('naomi', naomi.token, CAPS);
    assert.deepEqual(states(ruth), [
      ['naomi', naomi.sid, 'reconnecting'],
      ['naomi', naomi.sid, 'online'],
    ]);
    assert.equal(stateOf(ruth), 'in-call');
  });

  it('is told when it will not come back', () => {
    const { room, naomi, ruth } = talk();
    naomi.leave('lost');
    room.hub.sweep(Number.POSITIVE_INFINITY);
    assert.deepEqual(states(ruth).at(-1), ['naomi', naomi.sid, 'left']);
    assertEmpty(room, ruth);
  });

  it('hears nothing of it where another connection takes over a live one', () => {
    const { room, naomi, ruth } = talk();
    room.returning('naomi', naomi.token, CAPS);
    assert.deepEqual(states(ruth), []);
  });

  it('may call it meanwhile: the call rings when it is back', () => {
    const { room, naomi, ruth } = party();
    naomi.forget();
    naomi.leave('lost');
    ruth.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call: CALL });
    assert.deepEqual(states(ruth), [['naomi', naomi.sid, 'reconnecting']]);
    assert.deepEqual(ruth.all('error'), []);
    const back = room.returning('naomi', naomi.token, CAPS);
    assert.equal(back.last('video-offer').name, 'ruth');
    assert.equal(states(ruth).at(-1)?.[2 as never], 'online');
  });

  it('is told too where it waits for the yes of who talks to another', () => {
    const { room, naomi, ruth } = talk();
    const third = room.modern('third', CAPS);
    third.say({ type: 'video-offer', target: 'naomi', sdp: OFFER_SDP, call: { id: 'c2' } });
    naomi.leave('lost');
    room.hub.sweep(Number.POSITIVE_INFINITY);
    for (const one of [ruth, third])
      assert.deepEqual(
        states(one).map((state) => (state as unknown[])[2]),
        ['reconnecting', 'left'],
      );
    ruth.leave('left');
    third.leave('left');
    assert.equal(room.hub.sizes.legs, 0);
  });

  it('of the base profile is told nothing that it does not know', () => {
    const room = new FakeRoom();
    const [naomi, legacy] = [room.modern('naomi', CAPS), room.legacy('legacy')];
    naomi.say({ type: 'video-offer', target: 'legacy', sdp: OFFER_SDP });
    legacy.forget();
    naomi.leave('lost');
    room.tick();
    assert.deepEqual(legacy.heard, []);
  });
});

describe('a token that was used', () => {
  it('counts again only for a session that is left alone before its client has said a word', () => {
    const { room, naomi } = party();
    const first = room.returning('naomi', naomi.token, CAPS);
    first.leave('lost');
    const second = room.returning('naomi', naomi.token, CAPS);
    assert.equal(second.last('session').resumed, true, 'the answer was lost with the connection');
    second.leave('lost');
    const third = room.returning('naomi', naomi.token, CAPS);
    assert.equal(third.last('session').resumed, true, 'and that one too');
    third.say({ type: 'pong' });
    third.leave('lost');
    assert.equal(room.returning('naomi', naomi.token, CAPS).last('session').resumed, false);
    assert.equal(room.returning('naomi', third.token, CAPS).last('session').resumed, true);
  });

  it('does not count for a session that has its client', () => {
    const { room, naomi } = party();
    const back = room.returning('naomi', naomi.token, CAPS);
    assert.equal(room.returning('naomi', naomi.token, CAPS).last('session').resumed, false);
    assert.equal(back.closed, undefined);
  });
});
