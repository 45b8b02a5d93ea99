/** Who sees whom, and who reaches whom, by what the operator has chosen. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';
import type { Authenticate } from '../auth/identity.js';
import type { PresencePolicy } from './policy.js';

/** Whoever brings the token `agent` is one; everybody else says what they like. */
const authenticate: Authenticate = ({ token }) => ({ role: token === 'agent' ? 'agent' : 'visitor' });

interface Desk {
  readonly room: FakeRoom;
  readonly agent: FakeClient;
  readonly visitor: FakeClient;
  readonly other: FakeClient;
  readonly legacy: FakeClient;
}

function desk(presence: PresencePolicy): Desk {
  const room = new FakeRoom({ presence, authenticate });
  const visitor = room.visitor('visitor', {});
  const agent = room.visitor('agent', { token: 'agent' });
  const other = room.visitor('other', { token: 'role: agent' });
  return { room, agent, visitor, other, legacy: room.legacy('legacy') };
}

/** What a client knows from what it heard: its list, in whichever form it gets it. */
function knows(client: FakeClient): readonly string[] {
  const users = new Map<string, string>();
  for (const { full, join = [], leave = [], change = [] } of client.all('presence') as never[] as {
    full?: { sid: string; name: string }[];
    join?: { sid: string; name: string }[];
    leave?: string[];
    change?: { sid: string; name?: string }[];
  }[]) {
    if (full) users.clear();
    for (const sid of leave) users.delete(sid);
    for (const { sid, name } of [...(full ?? join), ...change]) if (name !== undefined) users.set(sid, name);
  }
  const listed = (client.last('userlist').users ?? []) as string[];
  return [...users.values(), ...listed].sort();
}

const ALL = ['agent', 'legacy', 'other', 'visitor'];

describe('the presence policy', () => {
  it('room shows everybody of the room', () => {
    for (const client of Object.values(desk('room')).filter((one) => !(one instanceof FakeRoom))) {
      assert.deepEqual(knows(client as FakeClient), ALL);
    }
  });

  it('all has one list and one set of names, whatever room is asked for', () => {
    const room = new FakeRoom({ presence: 'all' });
    const [naomi, ruth] = [room.visitor('naomi', { room: 'red' }), room.visitor('ruth', { room: 'blue' })];
    assert.deepEqual(
      [knows(naomi), knows(ruth)],
      [
        ['naomi', 'ruth'],
        ['naomi', 'ruth'],
      ],
    );
    assert.notEqual(room.visitor('ruth', {}).name, 'ruth');
    naomi.say({ type: 'message', text: 'hi', target: 'ruth' });
    assert.equal(ruth.last('message').text, 'hi');
  });

  it('none shows nobody but oneself, also after a rename', () => {
    const { room, agent, visitor, other, legacy } = desk('none');
    assert.deepEqual([agent, visitor, other, legacy].map(knows), [
      ['agent'],
      ['visitor'],
      ['other'],
      ['legacy'],
    ]);
    legacy.say({ type: 'username', name: 'older' });
    visitor.say({ type: 'username', name: 'elder' });
    room.tick();
    assert.deepEqual([visitor, legacy, agent].map(knows), [['elder'], ['older'], ['agent']]);
  });

  it('none lets those who know a name call it', () => {
    const { visitor, other } = desk('none');
    visitor.say({ type: 'video-offer', target: 'other', sdp: OFFER_SDP });
    assert.equal(other.last('video-offer').name, 'visitor');
  });

  it('agents shows visitors the agents and themselves, and agents everybody', () => {
    const { room, agent, visitor, other, legacy } = desk('agents');
    assert.deepEqual([visitor, other, legacy].map(knows), [
      ['agent', 'visitor'],
      ['agent', 'other'],
      ['agent', 'legacy'],
    ]);
    assert.deepEqual(knows(agent), ALL);
    for (const client of [visitor, other, legacy]) client.forget();
    room.visitor('late', {}).leave();
    room.tick();
    assert.deepEqual(
      [visitor, other, legacy].flatMap(({ heard }) => heard),
      [],
    );
  });

  it('agents tells all visitors of an agent in one and the same frame', () => {
    const { room, visitor, other } = desk('agents');
    room.visitor('second', { token: 'agent' });
    assert.deepEqual(knows(visitor), ['agent', 'second', 'visitor']);
    assert.equal(visitor.texts.at(-1), other.texts.at(-1));
  });

  it('agents keeps visitors from reaching each other, as if nobody were called so', () => {
    const { agent, visitor, other, legacy } = desk('agents');
    for (const client of [other, legacy]) client.forget();
    for (const target of ['other', 'legacy', 'nobody']) {
      visitor.say({ type: 'video-offer', target, sdp: OFFER_SDP });
      visitor.say({ type: 'message', text: 'psst', target });
      visitor.say({ type: 'whiteboard', target });
    }
    assert.deepEqual([...other.heard, ...legacy.heard], []);
    const told = visitor.all('error').map(({ code, message }) => [code, message]);
    assert.equal(told.length, 9);
    assert.equal(new Set(told.map(String)).size, 1);
    visitor.say({ type: 'video-offer', target: 'agent', sdp: OFFER_SDP });
    assert.equal(agent.last('video-offer').name, 'visitor');
    agent.say({ type: 'message', text: 'how can I help?', target: 'visitor' });
    assert.equal(visitor.last('message').text, 'how can I help?');
  });

  it('none and agents refuse what is for everybody, from those who do not see everybody', () => {
    for (const presence of ['none', 'agents'] as const) {
      const { agent, visitor, other, legacy } = desk(presence);
      for (const client of [agent, other, legacy]) client.forget();
      visitor.say({ type: 'message', text: 'hi all', mid: 'm1' });
      visitor.say({ type: 'whiteboard' });
      assert.deepEqual(
        visitor.all('error').map(({ code, re, mid }) => [code, re, mid]),
        [
          ['forbidden', 'message', 'm1'],
          ['forbidden', 'whiteboard', undefined],
        ],
      );
      assert.deepEqual(
        [agent, other, legacy].flatMap(({ heard }) => heard),
        [],
      );
      assert.deepEqual(visitor.all('ack'), []);
      agent.say({ type: 'message', text: 'from the desk' });
      assert.equal(visitor.all('message').length, presence === 'agents' ? 1 : 0);
    }
  });
});

describe('clients of the base profile', () => {
  const crowd = (users: number): { room: FakeRoom; legacy: FakeClient; modern: FakeClient } => {
    const room = new FakeRoom();
    const [legacy, modern] = [room.legacy('legacy'), room.modern('modern')];
    for (let n = 2; n < users; n++) room.connect().say({ type: 'username', name: `user ${String(n)}` });
    room.pass(10_000);
    room.tick();
    for (const client of [legacy, modern]) client.forget();
    return { room, legacy, modern };
  };

  for (const [users, pauseMs] of [
    [30, 250],
    [250, 1_000],
  ] as const) {
    it(`among ${String(users)} get a list at most every ${String(pauseMs)} ms, with all that happened; others go on at once`, () => {
      const { room, legacy, modern } = crowd(users);
      for (let n = 0; n < 8; n++) {
        room.connect().say({ type: 'username', name: `late ${String(n)}` });
        room.tick();
        room.pass(50);
      }
      room.pass(pauseMs);
      room.tick();
      assert.equal(modern.all('presence').length, 8);
      assert.equal((legacy.last('userlist').users as string[]).length, users + 8);
      assert.equal(legacy.all('userlist').length, pauseMs === 250 ? 2 : 1);
      room.tick();
      assert.equal(room.ticksWanted, 0, 'and then it is quiet');
    });
  }
});
