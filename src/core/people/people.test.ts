/** Me and the others: the name asked for, the name granted, and a list that changes only when somebody did. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ServerMessages } from '../../protocol/index.js';
import type { ServerInfo } from '../link/link-state.js';
import { People } from './people.js';

const AVAILABLE = { state: 'available' } as const;
const V1: ServerInfo = { v1: true, caps: [], id: 1, sid: 'me', beats: true, echoes: true };
const LEGACY: ServerInfo = { v1: false, caps: [], id: 1, beats: false, echoes: false };

const presence = (
  ...users: readonly (readonly [name: string, sid: string])[]
): ServerMessages['presence'] => ({
  type: 'presence',
  epoch: 'e',
  v: 1,
  full: users.map(([name, sid]) => ({ name, sid })),
});
const userlist = (...users: readonly string[]): ServerMessages['userlist'] => ({ type: 'userlist', users });
const namesOf = (people: People): readonly string[] => people.others.map(({ name }) => name);

function named(name: string): People {
  const people = new People();
  people.want(name);
  return people;
}

void describe('what I choose that others see', () => {
  void it('stays when I get a name, and is forgotten when I sign out', () => {
    const people = named('naomi');
    people.choose('dnd');
    people.apply(presence(['naomi', 'me']));
    people.join(V1);
    assert.deepEqual(people.self, { name: 'naomi', sid: 'me', state: 'dnd' });
    people.clear();
    assert.equal(people.self.state, 'available');
  });

  void it('makes no new picture when it is what it was', () => {
    const people = named('naomi');
    const { self } = people;
    people.choose('available');
    assert.equal(people.self, self);
  });
});

void describe('on a version 1 server', () => {
  void it('I am who the list says, by my session', () => {
    const people = named('naomi');
    people.apply(presence(['naomi2', 'me'], ['naomi', 'other']));
    people.join(V1);
    assert.deepEqual(people.self, { name: 'naomi2', requested: 'naomi', sid: 'me', ...AVAILABLE });
    assert.deepEqual(namesOf(people), ['naomi']);
  });

  void it('I know whether my name was mine to choose', () => {
    const people = named('anybody');
    people.rename('naomi', true);
    people.apply(presence(['naomi', 'me']));
    people.join(V1);
    const self = { name: 'naomi', requested: 'anybody', sid: 'me', ...AVAILABLE };
    assert.deepEqual(people.self, { ...self, isNameReserved: true });
    people.rename('naomi');
    assert.deepEqual(people.self, self);
  });

  void it('my name is held as long as I want no other one', () => {
    const people = named('naomi');
    assert.equal(people.heldName, undefined);
    people.apply(presence(['naomi2', 'me']));
    people.join(V1);
    assert.equal(people.heldName, 'naomi2');
    people.want('nao');
    assert.equal(people.heldName, undefined);
  });

  void it('I am let in by the first list, whoever stands in it', () => {
    assert.equal(named('naomi').isListed(V1), true);
  });

  void it('nobody is shown before I am let in', () => {
    const people = named('naomi');
    people.apply(presence(['priya', 'p']));
    assert.deepEqual([namesOf(people), people.self], [[], AVAILABLE]);
  });
});

void describe('on a legacy server', () => {
  void it('I am let in once the list has my name', () => {
    const people = named('naomi');
    people.apply(userlist('priya'));
    assert.equal(people.isListed(LEGACY), false);
    people.apply(userlist('priya', 'naomi'));
    assert.equal(people.isListed(LEGACY), true);
    people.join(LEGACY);
    assert.deepEqual([people.self, namesOf(people)], [{ name: 'naomi', ...AVAILABLE }, ['priya']]);
  });

  void it('I go by the name it gave me instead', () => {
    const people = named('naomi');
    people.rename('naomi1');
    people.apply(userlist('naomi', 'naomi1'));
    people.join(LEGACY);
    assert.deepEqual(people.self, { name: 'naomi1', requested: 'naomi', ...AVAILABLE });
    assert.deepEqual(namesOf(people), ['naomi']);
  });

  void it('I am found again under the name I asked for, though another was granted last time', () => {
    const people = named('naomi');
    people.rename('naomi1');
    people.apply(userlist('naomi', 'naomi1'));
    people.join(LEGACY);
    people.startOver();
    people.apply(userlist('naomi', 'priya'));
    assert.equal(people.isListed(LEGACY), true);
    people.join(LEGACY);
    assert.deepEqual([people.self, namesOf(people)], [{ name: 'naomi', ...AVAILABLE }, ['priya']]);
  });
});

void describe('the picture', () => {
  void it('of me stays the same object while nothing about me changes', () => {
    const people = named('naomi');
    people.apply(presence(['naomi', 'me']));
    people.join(V1);
    const { self } = people;
    people.apply(presence(['naomi', 'me'], ['priya', 'p']));
    assert.equal(people.self, self);
    assert.ok(Object.isFrozen(self));
  });

  void it('of the others stays the same object while nobody of them changes', () => {
    for (const [server, list] of [
      [V1, presence(['naomi', 'me'], ['priya', 'p'])],
      [LEGACY, userlist('naomi', 'priya')],
    ] as const) {
      const people = named('naomi');
      people.apply(list);
      people.join(server);
      const before = people.others;
      people.apply(structuredClone(list));
      assert.equal(people.others, before);
    }
  });

  void it('of the others changes with any of them', () => {
    const people = named('naomi');
    people.apply(presence(['naomi', 'me'], ['priya', 'p']));
    people.join(V1);
    const before = people.others;
    people.apply({ type: 'presence', epoch: 'e', v: 2, prev: 1, change: [{ sid: 'p', state: 'away' }] });
    assert.notEqual(people.others, before);
    assert.equal(people.find('priya')?.state, 'away');
  });
});

void describe('a gap in the list', () => {
  void it('is told, and the people known so far stay', () => {
    const people = named('naomi');
    people.apply(presence(['naomi', 'me'], ['priya', 'p']));
    people.join(V1);
    assert.equal(people.apply({ type: 'presence', epoch: 'e', v: 9, prev: 8, leave: ['p'] }), false);
    assert.deepEqual(namesOf(people), ['priya']);
  });
});

void describe('signing out', () => {
  void it('forgets everybody and who I was, but not what to ask for', () => {
    const people = named('naomi');
    people.rename('naomi1');
    people.apply(userlist('naomi1', 'priya'));
    people.join(LEGACY);
    people.clear();
    assert.deepEqual([people.self, namesOf(people), people.ownName], [AVAILABLE, [], 'naomi']);
  });
});
