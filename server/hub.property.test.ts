/**
 * Whatever people do in whatever order: after each tick every client of version 1 that followed its deltas, and every
 * client of the base profile, knows exactly who is here; and when all have gone nothing is left.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CLOSE, type PresenceUser, nameKey } from '../src/protocol/index.js';
import { ANSWER_SDP, type FakeClient, FakeRoom, OFFER_SDP } from '../test/support/fake-room.js';

type Delta = { readonly epoch: string; readonly v: number; readonly prev?: number } & {
  readonly full?: readonly PresenceUser[];
  readonly join?: readonly PresenceUser[];
  readonly leave?: readonly string[];
  readonly change?: readonly (Partial<PresenceUser> & { readonly sid: string })[];
};

/** A client's own list, built from what it heard and nothing else. */
class Follower {
  readonly users = new Map<string, PresenceUser>();
  #version: number | undefined;
  #read = 0;

  follow(client: FakeClient): void {
    const news = client.all('presence').slice(this.#read);
    this.#read += news.length;
    for (const message of news) this.#apply(message as unknown as Delta);
  }

  #apply({ v, prev, full, join = [], leave = [], change = [] }: Delta): void {
    if (full) this.users.clear();
    else assert.equal(prev, this.#version, 'no gap between deltas');
    this.#version = v;
    for (const sid of leave) assert.ok(this.users.delete(sid), 'only who was here can leave');
    for (const user of full ?? join) {
      assert.equal(this.users.has(user.sid), false, 'nobody joins twice');
      this.users.set(user.sid, user);
    }
    for (const one of change) {
      const user = this.users.get(one.sid);
      assert.ok(user, 'only who is here can change');
      this.users.set(one.sid, { ...user, ...one });
    }
  }
}

interface Person {
  client: FakeClient;
  follower: Follower;
  isModern: boolean;
  state: string;
  caps: readonly string[] | undefined;
}

class World {
  readonly room = new FakeRoom({ rate: { perSecond: 1e6, burst: 1e6 } });
  readonly here: Person[] = [];
  /** Sockets that were taken over, and do not know it yet. */
  readonly ghosts: FakeClient[] = [];

  connect(): Person {
    const person: Person = {
      client: this.room.connect(),
      follower: new Follower(),
      isModern: false,
      state: 'available',
      caps: undefined,
    };
    this.here.push(person);
    return person;
  }

  /** Somebody comes with the token of this person's session, or with one that was used before, or a guess. */
  takeOver(person: Person, isHonest: boolean): void {
    const [token, used] = person.client
      .all('session')
      .map((message) => message.token)
      .reverse();
    if (!person.isModern || person.client.name === '') return;
    const [old, oldName] = [person.client, person.client.name];
    const back = isHonest ? person : this.connect();
    if (isHonest) [person.client, person.follower] = [this.room.connect(), new Follower()];
    const resume = { token: isHonest ? token : (used ?? 'guess'), seq: 0 };
    [back.isModern, back.caps] = [true, ['call']];
    back.client.say({ type: 'username', name: oldName, hello: { v: 1, caps: ['call'], resume } });
    assert.equal(back.client.last('session').resumed, isHonest);
    assert.deepEqual([back.client.sid === old.sid, back.client.name === oldName], [isHonest, isHonest]);
    assert.equal(old.closed?.code, isHonest ? CLOSE.replaced : undefined);
    if (isHonest) this.ghosts.push(old);
  }

  /** What a socket that was taken over still says, and its end, are nothing. */
  haunt(): void {
    for (const ghost of this.ghosts) ghost.say({ type: 'state', state: 'dnd' });
    this.ghosts.pop()?.leave();
  }

  name(person: Person, name: string, isModern: boolean): void {
    if (isModern && !person.isModern) {
      person.isModern = true;
      person.caps = ['call'];
    }
    person.client.say({ type: 'username', name, ...(isModern ? { hello: { v: 1, caps: ['call'] } } : {}) });
  }

  leave(person: Person): void {
    person.client.leave();
    this.here.splice(this.here.indexOf(person), 1);
  }

  tickAndCheck(): void {
    this.room.tick();
    const named = this.here.filter(({ client }) => client.name !== '');
    const names = named.map(({ client }) => client.name);
    assert.equal(new Set(names.map(nameKey)).size, names.length, 'names are unique');
    for (const person of named) {
      if (person.isModern) this.#checkModern(person, named);
      else assert.deepEqual(new Set(person.client.last('userlist').users as string[]), new Set(names));
    }
  }

  #checkModern({ client, follower }: Person, named: readonly Person[]): void {
    follower.follow(client);
    assert.deepEqual(new Set(follower.users.keys()), new Set(named.map((one) => one.client.sid)));
    const inCall = [...follower.users.values()].filter(({ state }) => state === 'in-call');
    assert.equal(inCall.length % 2, 0, 'nobody is in a call alone');
    for (const one of named) {
      const user = follower.users.get(one.client.sid);
      assert.equal(user?.name, one.client.name);
      assert.deepEqual(user.caps, one.caps);
      if (user.state !== 'in-call') assert.equal(user.state, one.state);
    }
  }
}

const NAMES = ['a', 'A', 'b', 'c', '', '__proto__', 'constructor'];
const STATES = ['available', 'busy', 'away', 'dnd'];

const who = fc.nat({ max: 30 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('connect' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('name' as const),
      who,
      name: fc.constantFrom(...NAMES),
      isModern: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('leave' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('state' as const), who, state: fc.constantFrom(...STATES) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sync' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('take-over' as const), who, isHonest: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('haunt' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('talk' as const),
      who,
      to: who,
      type: fc.constantFrom('video-offer', 'video-answer', 'hang-up'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('tick' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const sdpOf: Readonly<Record<string, object>> = { 'video-offer': OFFER_SDP, 'video-answer': ANSWER_SDP };

function talk(from: Person, to: Person, type: string): void {
  const sdp = sdpOf[type];
  from.client.say({ type, target: to.client.name, ...(sdp ? { sdp } : {}) });
}

function take(world: World, one: Step): void {
  if (one.kind === 'tick') {
    world.tickAndCheck();
    return;
  }
  if (one.kind === 'connect') {
    world.connect();
    return;
  }
  if (one.kind === 'haunt') {
    world.haunt();
    return;
  }
  const person = world.here[one.who % Math.max(1, world.here.length)];
  if (!person) return;
  if (one.kind === 'name') world.name(person, one.name, one.isModern);
  if (one.kind === 'leave') world.leave(person);
  if (one.kind === 'take-over') world.takeOver(person, one.isHonest);
  if (one.kind === 'sync') person.client.say({ type: 'sync', what: 'presence' });
  if (one.kind === 'talk') talk(person, world.here[one.to % world.here.length] ?? person, one.type);
  if (one.kind === 'state' && person.client.name !== '') {
    person.state = one.state;
    person.client.say({ type: 'state', state: one.state });
  }
}

describe('any order of events', () => {
  it('leaves every client with the true list after each tick, and nothing at the end', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }), (steps) => {
        const world = new World();
        for (const one of steps) take(world, one);
        world.tickAndCheck();
        for (const person of [...world.here]) world.leave(person);
        world.room.tick();
        assert.deepEqual(new Set(Object.values(world.room.hub.sizes)), new Set([0]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is survived by the hub, whatever a frame holds', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const field = fc.constantFrom(
      'type',
      'name',
      'target',
      'text',
      'sdp',
      'call',
      'hello',
      'resume',
      'id',
      '__proto__',
      'sid',
    );
    const type = fc.constantFrom(
      'username',
      'message',
      'video-offer',
      'hang-up',
      'ping',
      'ack',
      'state',
      'x',
    );
    const message = fc
      .tuple(type, fc.dictionary(field, fc.oneof(value, fc.constantFrom('a', 'b', null))))
      .map(([name, fields]) => JSON.stringify({ type: name, ...fields }));
    const text = fc.oneof(message, fc.string(), fc.json());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 2 }), text), { maxLength: 30, size: 'max' }), (frames) => {
        const room = new FakeRoom();
        const clients = [room.modern('a'), room.legacy('b'), room.connect()];
        for (const [index, frame] of frames) clients[index]?.say(frame);
        room.tick();
        for (const client of clients) client.leave();
        room.tick();
        assert.deepEqual(new Set(Object.values(room.hub.sizes)), new Set([0]));
      }),
      { numRuns: 1_000 },
    );
  });
});
