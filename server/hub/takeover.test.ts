/** A page that comes back while the relay still holds its old socket. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE } from '../../src/protocol/index.js';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';

const tokenOf = (client: FakeClient): unknown => client.last('session').token;

/** Naomi, whose socket is half-open, and two who watch. */
function party(): { room: FakeRoom; naomi: FakeClient; ruth: FakeClient; legacy: FakeClient } {
  const room = new FakeRoom();
  const [naomi, ruth, legacy] = [room.modern('naomi'), room.modern('ruth'), room.legacy('legacy')];
  for (const client of [ruth, legacy]) client.forget();
  return { room, naomi, ruth, legacy };
}

describe('a session’s token', () => {
  it('comes with the name, before the list, to clients of version 1 only, once', () => {
    const { room, naomi, legacy } = party();
    const types = naomi.heard.map(({ type }) => type);
    assert.deepEqual(types.slice(0, 3), ['id', 'session', 'presence']);
    assert.deepEqual(naomi.last('session'), { type: 'session', resumed: false, token: tokenOf(naomi) });
    naomi.say({ type: 'username', name: 'nao', hello: { v: 1 } });
    room.tick();
    assert.equal(naomi.all('session').length, 1);
    assert.deepEqual(legacy.all('session'), []);
    legacy.say({ type: 'username', name: 'legacy', hello: { v: 1 } });
    assert.equal(legacy.all('session').length, 1, 'and with the hello where that comes later');
  });
});

describe('the owner of a token', () => {
  it('takes the session over, and the others hear nothing', () => {
    const { room, naomi, ruth, legacy } = party();
    naomi.say({ type: 'state', state: 'away' });
    room.tick();
    ruth.forget();
    const back = room.returning('naomi', tokenOf(naomi));
    assert.deepEqual([back.name, back.sid], ['naomi', naomi.sid]);
    assert.equal(naomi.closed?.code, CLOSE.replaced);
    const [, session, presence, ...more] = back.heard;
    assert.equal(session?.resumed, true);
    assert.notEqual(session.token, tokenOf(naomi));
    const me = (presence?.full as { sid: string; state: string }[]).find(({ sid }) => sid === naomi.sid);
    assert.equal(me?.state, 'away');
    assert.deepEqual([more, ruth.heard, legacy.heard], [[], [], []]);
  });

  it('is spoken to from then on, and the old socket is as nobody', () => {
    const { room, naomi, ruth } = party();
    const back = room.returning('naomi', tokenOf(naomi));
    naomi.forget();
    back.forget();
    ruth.say({ type: 'message', text: 'hi', target: 'naomi' });
    assert.equal(back.last('message').text, 'hi');
    naomi.say({ type: 'message', text: 'from the grave' });
    naomi.leave();
    room.tick();
    back.say({ type: 'message', text: 'still here', target: 'ruth' });
    assert.deepEqual(
      ruth.heard.map(({ text }) => text),
      ['hi', 'still here'],
    );
    assert.deepEqual(naomi.heard, []);
  });

  it('is still in the call it was in, also for a hang-up that names nobody', () => {
    const { room, naomi, ruth, legacy } = party();
    const call = { id: 'c1', n: 1, pc: 1 };
    naomi.say({ type: 'video-offer', target: 'legacy', sdp: OFFER_SDP, call });
    legacy.say({ type: 'video-answer', target: 'naomi', sdp: ANSWER_SDP });
    room.tick();
    ruth.forget();
    const back = room.returning('naomi', tokenOf(naomi));
    const full = back.last('presence').full as { name: string; state: string }[];
    assert.equal(full.find(({ name }) => name === 'naomi')?.state, 'in-call');
    assert.deepEqual(ruth.heard, []);
    back.say({ type: 'video-offer', target: 'legacy', sdp: OFFER_SDP, call: { ...call, n: 2 } });
    assert.equal(legacy.last('video-offer').sid, naomi.sid);
    legacy.say({ type: 'hang-up', target: null });
    assert.equal(back.last('hang-up').name, 'legacy');
  });

  it('may do so again and again, each time with the newest token', () => {
    const { room, naomi, ruth } = party();
    let last = naomi;
    for (let times = 0; times < 5; times++) {
      const back = room.returning('naomi', tokenOf(last));
      assert.deepEqual([back.name, back.sid, last.closed?.code], ['naomi', naomi.sid, CLOSE.replaced]);
      last = back;
    }
    assert.deepEqual(ruth.heard, []);
    last.leave();
    room.tick();
    assert.deepEqual(ruth.last('presence').leave, [naomi.sid]);
  });

  it('may come back as another page: the others hear what it can do now, under the same id', () => {
    const { room, naomi, ruth } = party();
    room.returning('naomi', tokenOf(naomi), ['call', 'more']);
    const { leave, join } = ruth.last('presence');
    assert.deepEqual(leave, [naomi.sid]);
    assert.deepEqual(join, [{ name: 'naomi', sid: naomi.sid, caps: ['call', 'more'], state: 'available' }]);
  });

  it('may be taken over before anybody has heard of it', () => {
    const room = new FakeRoom();
    const ruth = room.modern('ruth');
    ruth.forget();
    const naomi = room.connect();
    naomi.say({ type: 'username', name: 'naomi', hello: { v: 1 } });
    const back = room.returning('naomi', tokenOf(naomi));
    assert.equal((ruth.last('presence').join as unknown[]).length, 1);
    assert.equal(ruth.all('presence').length, 1);
    assert.deepEqual(naomi.all('presence'), []);
    assert.equal((back.last('presence').full as unknown[]).length, 2);
  });

  it('leaves nothing behind', () => {
    const { room, naomi, ruth, legacy } = party();
    const back = room.returning('naomi', tokenOf(naomi));
    for (const client of [naomi, back, ruth, legacy]) client.leave();
    room.tick();
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
  });
});

describe('a token that is not this session’s', () => {
  it('is as good as none: used, guessed, or no token at all', () => {
    const { room, naomi } = party();
    const used = tokenOf(naomi);
    const back = room.returning('naomi', used);
    for (const token of [used, 'guess', '', `#${String(tokenOf(back))}`]) {
      const thief = room.returning('naomi', token);
      assert.notEqual(thief.name, 'naomi');
      assert.notEqual(thief.sid, naomi.sid);
      assert.equal(thief.last('rejectusername').code, 'taken');
      assert.equal(thief.last('session').resumed, false);
    }
    assert.equal(back.closed, undefined);
    assert.equal(room.returning('naomi', tokenOf(back)).sid, naomi.sid, 'and the true one still counts');
  });

  it('of somebody else is that one’s session, under that one’s name', () => {
    const { room, naomi } = party();
    const miriam = room.modern('miriam');
    const back = room.returning('naomi', tokenOf(miriam));
    assert.deepEqual([back.name, back.sid], ['miriam', miriam.sid]);
    assert.equal(naomi.closed, undefined);
  });

  it('can be tried once per connection: who has a name already takes over nobody', () => {
    const { room, naomi, ruth } = party();
    const resume = { token: tokenOf(naomi), seq: 0 };
    ruth.say({ type: 'username', name: 'naomi', hello: { v: 1, resume } });
    assert.equal(naomi.closed, undefined);
    assert.notEqual(ruth.name, 'naomi');
    const legacy = room.connect();
    legacy.say({ type: 'username', name: 'naomi', hello: { v: 0, resume } });
    assert.equal(naomi.closed, undefined, 'nor does a client of the base profile');
  });

  it('is one of a session that has ended: the name is free, the id is a new one', () => {
    const { room, naomi } = party();
    naomi.leave();
    const back = room.returning('naomi', tokenOf(naomi));
    assert.equal(back.name, 'naomi');
    assert.notEqual(back.sid, naomi.sid);
    assert.equal(back.last('session').resumed, false);
  });
});
