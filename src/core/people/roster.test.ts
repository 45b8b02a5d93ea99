/** The roster: lists and deltas make the truth, and a gap is noticed rather than guessed over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PresenceUser, ServerMessages, UserState } from '../../protocol/index.js';
import { EMPTY_ROSTER, type Roster, applyPresence, applyUserlist, findUser, others } from './roster.js';

type Presence = ServerMessages['presence'];

const user = (name: string, sid: string, state: UserState = 'available'): PresenceUser => ({
  name,
  sid,
  state,
  caps: ['call'],
});
const presence = (message: Omit<Presence, 'type' | 'epoch'> & { readonly epoch?: string }): Presence => ({
  type: 'presence',
  epoch: 'e1',
  ...message,
});
const full = (...users: readonly PresenceUser[]): Roster =>
  applyPresence(EMPTY_ROSTER, presence({ v: 1, full: users })) as Roster;
const names = (roster: Roster | undefined): readonly string[] | undefined =>
  roster?.users.map(({ name }) => name);

void describe('a legacy list', () => {
  void it('is everybody, each name once, speaking the base profile', () => {
    const roster = applyUserlist({ type: 'userlist', users: ['naomi', 'priya', 'naomi'] });
    assert.deepEqual(roster.users, [
      { name: 'naomi', state: 'available', v1: false },
      { name: 'priya', state: 'available', v1: false },
    ]);
  });

  void it('makes every later delta a gap', () => {
    const roster = applyUserlist({ type: 'userlist', users: ['naomi'] });
    assert.equal(applyPresence(roster, presence({ v: 1, prev: 0, join: [user('priya', 'p')] })), undefined);
  });
});

void describe('presence', () => {
  void it('starts with the full list, whatever was known before', () => {
    const roster = applyPresence(
      full(user('naomi', 'n')),
      presence({ epoch: 'e2', v: 7, full: [user('priya', 'p')] }),
    );
    assert.deepEqual(names(roster), ['priya']);
  });

  void it('knows who speaks version 1 by what they can do', () => {
    const roster = full(user('naomi', 'n'), { name: 'priya', sid: 'p' });
    assert.deepEqual(
      roster.users.map(({ name, v1, state }) => ({ name, v1, state })),
      [
        { name: 'naomi', v1: true, state: 'available' },
        { name: 'priya', v1: false, state: 'available' },
      ],
    );
  });

  void it('goes on with who came, went and changed', () => {
    const roster = applyPresence(
      full(user('naomi', 'n'), user('priya', 'p')),
      presence({
        v: 2,
        prev: 1,
        join: [user('oleg', 'o')],
        leave: ['n'],
        change: [{ sid: 'p', state: 'away' }],
      }),
    );
    assert.deepEqual(roster?.users, [
      { name: 'priya', sid: 'p', state: 'away', v1: true },
      { name: 'oleg', sid: 'o', state: 'available', v1: true },
    ]);
  });

  void it('does not lose somebody who left and came back under the same name at once', () => {
    const roster = applyPresence(
      full(user('naomi', 'n')),
      presence({ v: 2, prev: 1, leave: ['n'], join: [user('naomi', 'n2')] }),
    );
    assert.deepEqual(
      roster?.users.map(({ sid }) => sid),
      ['n2'],
    );
  });

  void it('leaves out a change of somebody it does not know', () => {
    const roster = applyPresence(full(), presence({ v: 2, prev: 1, change: [{ sid: 'x', name: 'ghost' }] }));
    assert.deepEqual(roster?.users, []);
  });

  void it('is a gap when a delta was missed, came twice, or is of another epoch', () => {
    const roster = full(user('naomi', 'n'));
    for (const delta of [
      presence({ v: 3, prev: 2 }),
      presence({ v: 1, prev: 0 }),
      presence({ v: 2 }),
      presence({ epoch: 'e2', v: 2, prev: 1 }),
    ]) {
      assert.equal(applyPresence(roster, delta), undefined);
    }
    assert.equal(applyPresence(EMPTY_ROSTER, presence({ v: 2, prev: 1 })), undefined);
  });
});

interface Change {
  readonly kind: 'join' | 'leave' | 'rename' | 'state';
  readonly pick: number;
}

/** A server that knows the truth and tells what happened since it last spoke. */
class Truth {
  readonly users = new Map<string, PresenceUser>();
  #told = new Map<string, PresenceUser>();
  #v = 0;
  #count = 0;

  apply({ kind, pick }: Change): void {
    const sids = [...this.users.keys()];
    const sid = sids[pick % Math.max(1, sids.length)];
    this.#count += 1;
    const label = String(this.#count);
    if (kind === 'join') this.users.set(`s${label}`, user(`user ${label}`, `s${label}`));
    const one = sid === undefined ? undefined : this.users.get(sid);
    if (!one || sid === undefined) return;
    if (kind === 'leave') this.users.delete(sid);
    if (kind === 'rename') this.users.set(sid, { ...one, name: `renamed ${label}` });
    if (kind === 'state') this.users.set(sid, { ...one, state: pick % 2 ? 'away' : 'busy' });
  }

  tellAll(): Presence {
    this.#told = new Map(this.users);
    this.#v += 1;
    return presence({ v: this.#v, full: [...this.users.values()] });
  }

  tellChanges(): Presence {
    const prev = this.#v;
    this.#v += 1;
    const join = [...this.users.values()].filter(({ sid }) => !this.#told.has(sid));
    const leave = [...this.#told.keys()].filter((sid) => !this.users.has(sid));
    const change = [...this.users.values()].filter((one) => {
      const before = this.#told.get(one.sid);
      return before !== undefined && before !== one;
    });
    this.#told = new Map(this.users);
    return presence({
      v: this.#v,
      prev,
      join,
      leave,
      change: change.map(({ sid, name, state }) => ({ sid, name, state: state ?? 'available' })),
    });
  }
}

const changes = fc.array(
  fc.record({ kind: fc.constantFrom('join', 'leave', 'rename', 'state'), pick: fc.nat(100) }),
  { maxLength: 5 },
);

const bySid = (
  users: readonly { readonly sid?: string; readonly name: string; readonly state?: UserState }[],
): unknown => Object.fromEntries(users.map(({ sid, name, state }) => [sid, `${name}, ${String(state)}`]));

void describe('the list and all deltas after it', () => {
  void it('make the truth, whatever happens in whatever batches', () => {
    fc.assert(
      fc.property(changes, fc.array(changes, { maxLength: 12 }), (before, batches) => {
        const truth = new Truth();
        before.forEach((change) => truth.apply(change));
        let roster = applyPresence(EMPTY_ROSTER, truth.tellAll());
        for (const batch of batches) {
          batch.forEach((change) => truth.apply(change));
          roster = roster && applyPresence(roster, truth.tellChanges());
        }
        assert.ok(roster);
        assert.deepEqual(bySid(roster.users), bySid([...truth.users.values()]));
      }),
    );
  });

  void it('are a gap from the first delta that was lost, until the whole list comes', () => {
    fc.assert(
      fc.property(
        changes,
        fc.array(changes, { minLength: 2, maxLength: 6 }),
        fc.nat(),
        (before, batches, pick) => {
          const truth = new Truth();
          before.forEach((change) => truth.apply(change));
          let roster = applyPresence(EMPTY_ROSTER, truth.tellAll()) as Roster;
          const lost = pick % (batches.length - 1);
          batches.forEach((batch, at) => {
            batch.forEach((change) => truth.apply(change));
            const delta = truth.tellChanges();
            if (at === lost) return;
            const next = applyPresence(roster, delta);
            assert.equal(next === undefined, at > lost);
            roster = next ?? roster;
          });
          assert.deepEqual(
            bySid((applyPresence(roster, truth.tellAll()) as Roster).users),
            bySid([...truth.users.values()]),
          );
        },
      ),
    );
  });
});

void describe('others', () => {
  void it('are everybody but my session, also when I am listed under another name', () => {
    const roster = full(user('naomi', 'n'), user('naomi', 'other'), user('priya', 'p'));
    assert.deepEqual(
      others(roster.users, { name: 'old name', sid: 'n' }).map(({ sid }) => sid),
      ['other', 'p'],
    );
  });

  void it('are everybody but my name where there are no sessions', () => {
    const roster = applyUserlist({ type: 'userlist', users: ['naomi', 'priya'] });
    assert.deepEqual(names({ users: others(roster.users, { name: 'naomi', sid: 'n' }) }), ['priya']);
  });

  void it('are each one person, with whatever devices, and none of them I', () => {
    const roster = full(
      { ...user('naomi', 'n1'), state: 'available' },
      user('priya', 'p'),
      { ...user('naomi', 'n2'), state: 'in-call' },
      user('me', 'phone'),
      user('me', 'desktop'),
    );
    const [naomi, priya, ...more] = others(roster.users, { name: 'me', sid: 'phone' });
    assert.deepEqual([naomi?.name, naomi?.state, naomi && 'sid' in naomi], ['naomi', 'in-call', false]);
    assert.deepEqual([priya?.sid, more], ['p', []]);
  });

  void it('can be found by name, also by one that every object has', () => {
    const roster = full(user('__proto__', 'x'));
    assert.equal(findUser(roster, '__proto__')?.sid, 'x');
    assert.equal(findUser(roster, 'constructor'), undefined);
  });
});
