/** Rooms: nobody sees, reaches or hears anybody of another one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSE } from '../../src/protocol/index.js';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../../test/support/fake-room.js';

const namesIn = (client: FakeClient): unknown =>
  (client.last('presence').full as { name: string }[]).map(({ name }) => name);

/** Two rooms with two people each, and one client of the base profile where those are who ask for none. */
function house(): { room: FakeRoom; red: FakeClient[]; blue: FakeClient[]; legacy: FakeClient } {
  const room = new FakeRoom();
  const red = ['naomi', 'ruth'].map((name) => room.visitor(name, { room: 'red' }));
  const blue = ['naomi', 'miriam'].map((name) => room.visitor(name, { room: 'blue' }));
  const legacy = room.legacy('naomi');
  return { room, red, blue, legacy };
}

const everybody = ({ red, blue, legacy }: ReturnType<typeof house>): readonly FakeClient[] => [
  ...red,
  ...blue,
  legacy,
];

describe('a room', () => {
  it('has names and a list of its own', () => {
    const { red, blue, legacy } = house();
    assert.deepEqual(
      [red, blue].map(([first, second]) => [first?.name, second?.name]),
      [
        ['naomi', 'ruth'],
        ['naomi', 'miriam'],
      ],
    );
    assert.deepEqual(namesIn(red[1] as FakeClient), ['naomi', 'ruth']);
    assert.deepEqual(namesIn(blue[1] as FakeClient), ['naomi', 'miriam']);
    assert.deepEqual([legacy.name, legacy.last('userlist').users], ['naomi', ['naomi']]);
  });

  it('keeps comings, goings, names and states to itself', () => {
    const world = house();
    for (const client of everybody(world)) client.forget();
    const [naomi] = world.red;
    naomi?.say({ type: 'state', state: 'away' });
    world.room.tick();
    naomi?.say({ type: 'username', name: 'esther' });
    world.room.tick();
    world.room.visitor('another', { room: 'red' }).leave();
    naomi?.leave();
    world.room.tick();
    assert.ok((world.red[1]?.heard.length ?? 0) > 0);
    assert.deepEqual(
      [...world.blue, world.legacy].flatMap(({ heard }) => heard),
      [],
    );
  });

  it('is the only place where anything that is said is heard, with a target or without', () => {
    const world = house();
    const [stranger, ruth] = [world.blue[1], world.red[1]];
    for (const client of everybody(world)) client.forget();
    const said = [
      { type: 'message', text: 'hi' },
      { type: 'message', text: 'hi', target: 'ruth' },
      { type: 'whiteboard', line: 1 },
      { type: 'whiteboard', line: 1, target: 'ruth' },
      { type: 'video-offer', target: 'ruth', sdp: OFFER_SDP, call: { id: 'c1' } },
      { type: 'video-answer', target: 'ruth', sdp: ANSWER_SDP },
      { type: 'new-ice-candidate', target: 'ruth', candidate: null },
      { type: 'hang-up', target: 'ruth' },
      { type: 'call-ringing', target: 'ruth', call: { id: 'c1' } },
      { type: 'call-leaving', target: 'ruth', call: { id: 'c1' } },
      { type: 'ping', target: 'ruth' },
      { type: 'ack', target: 'ruth', re: { mid: 'm' } },
    ];
    for (const message of said) stranger?.say(message);
    world.room.tick();
    assert.deepEqual(
      [...world.red, world.legacy].flatMap(({ heard }) => heard),
      [],
    );
    const targeted = said.filter((message) => 'target' in message);
    assert.deepEqual(
      stranger?.all('error').map(({ code, re, target }) => [code, re, target]),
      targeted.map(({ type }) => ['peer-unavailable', type, 'ruth']),
      'as if nobody were called so',
    );
    assert.equal(ruth?.closed, undefined);
  });

  it('does not hand over a session to the token of another room', () => {
    const world = house();
    const [naomi] = world.red;
    const resume = { token: naomi?.last('session').token, seq: 0 };
    const client = world.room.connect();
    client.say({ type: 'username', name: 'naomi', hello: { v: 1, room: 'green', resume } });
    assert.deepEqual([naomi?.closed, client.last('session').resumed], [undefined, false]);
  });

  it('is chosen once: later it is refused, and nothing moves', () => {
    const { room, red, blue } = house();
    red[0]?.say({ type: 'username', name: 'naomi', hello: { v: 1, room: 'blue' } });
    room.tick();
    assert.equal(red[0]?.last('error').code, 'forbidden');
    assert.deepEqual(blue[0]?.all('presence').at(-1)?.join, [
      { name: 'miriam', sid: blue[1]?.sid, caps: ['call', 'presence'], state: 'available' },
    ]);
  });

  it('has a name of exactly these letters; without one it is the default room', () => {
    const room = new FakeRoom();
    const [naomi, other, same] = ['Tea', 'tea', ' Tea '].map((name) => room.visitor('naomi', { room: name }));
    assert.deepEqual([naomi?.name, other?.name], ['naomi', 'naomi']);
    assert.notEqual(same?.name, 'naomi');
    const [none, empty] = [room.modern('ruth'), room.visitor('ruth', { room: '' })];
    assert.equal(none.name, 'ruth');
    assert.notEqual(empty.name, 'ruth');
  });

  it('with an impossible name is not entered', () => {
    const room = new FakeRoom();
    for (const name of ['a\u202eb', 'x'.repeat(65), '\n', ' ']) {
      const client = room.visitor('naomi', { room: name });
      const { code, fatal, re } = client.last('error');
      assert.deepEqual([code, fatal, re], ['bad-request', true, 'username']);
      assert.deepEqual([client.name, client.closed?.code], ['', CLOSE.protocol]);
    }
    assert.equal(room.hub.sizes.rooms, 0);
  });

  it('that is full takes nobody more, but those who come back', () => {
    const room = new FakeRoom({ roomUsers: 2 });
    const [naomi] = ['naomi', 'ruth'].map((name) => room.visitor(name, { room: 'red' }));
    const third = room.visitor('miriam', { room: 'red' });
    const { code, fatal } = third.last('error');
    assert.deepEqual([code, fatal, third.name, third.closed?.code], ['room-full', true, '', CLOSE.banned]);
    const back = room.connect();
    const resume = { token: naomi?.last('session').token, seq: 0 };
    back.say({ type: 'username', name: 'naomi', hello: { v: 1, room: 'red', resume } });
    assert.equal(back.last('session').resumed, true);
    assert.equal(room.visitor('miriam', { room: 'blue' }).name, 'miriam');
    back.leave();
    assert.equal(room.visitor('miriam', { room: 'red' }).name, 'miriam');
  });

  it('has so many places for one address and no more, whether its people are here or awaited', () => {
    const room = new FakeRoom({ roomUsersPerAddress: 2 });
    const enter = (name: string, network?: string): FakeClient => room.modern(name, ['resume'], network);
    const [naomi, ruth] = [enter('naomi', 'n1'), enter('ruth', 'n1')];
    naomi.leave('lost');
    assert.equal(enter('eve', 'n1').last('error').code, 'room-full');
    assert.deepEqual(
      [enter('dinah', 'n2').name, enter('leah').name, enter('zoe').name],
      ['dinah', 'leah', 'zoe'],
    );
    const back = room.connect('n1');
    const resume = { token: naomi.token, seq: 0 };
    back.say({ type: 'username', name: 'naomi', hello: { v: 1, caps: ['resume'], resume } });
    assert.equal(back.last('session').resumed, true);
    ruth.leave();
    assert.equal(enter('eve', 'n1').name, 'eve');
  });

  it('in which something of ours fails keeps that to itself: the others hear what is new', () => {
    const world = house();
    const [naomi] = world.red;
    const broken = new Error('broken');
    if (naomi)
      naomi.send = (): never => {
        throw broken;
      };
    for (const [first] of [world.red, world.blue]) first?.say({ type: 'state', state: 'away' });
    world.room.tick();
    const [change] = world.blue[1]?.last('presence').change as { sid: string; state: string }[];
    assert.deepEqual(change, { sid: world.blue[0]?.sid, state: 'away' });
    assert.deepEqual(world.room.faults, [broken]);
  });

  it('is forgotten when the last one has left, and begins anew with a list of another epoch', () => {
    const room = new FakeRoom();
    const first = room.visitor('naomi', { room: 'red' });
    const { epoch } = first.last('presence');
    assert.equal(room.hub.sizes.rooms, 1);
    first.leave();
    room.tick();
    assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
    assert.notEqual(room.visitor('naomi', { room: 'red' }).last('presence').epoch, epoch);
  });
});
