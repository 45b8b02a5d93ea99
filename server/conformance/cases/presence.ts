/** Version 1, capability `presence`: the list as a whole and as changes, and what it says of each person. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import type { Participant } from '../participant.js';
import { peopleFrom, userNamed } from '../people-list.js';
import { talks } from './calls.js';

const FIRST_LIST =
  'A server MUST answer with the user list, once the client is in it: `presence` with `full` to a v1 client, `userlist` to a legacy one.';
const FOLLOWS =
  'Without `full` a client MUST apply the change only if `epoch` and `prev` are those of the list it has';
const IN_CALL = 'A server MUST set `in-call`';

/** Waits until the list of `watcher` says of `name` what `isRight` asks for. */
async function listed(
  watcher: Participant,
  name: string,
  what: string,
  isRight: (state: unknown, sid: unknown) => boolean,
): Promise<void> {
  const isThere = (): boolean => {
    const user = userNamed(watcher.heard, name);
    return user !== undefined && isRight(user.state ?? 'available', user.sid);
  };
  if (isThere()) return;
  await watcher.next(`a list that says ${what} of "${name}"`, ({ type }) => type === 'presence' && isThere());
}

const hasState =
  (state: string) =>
  (listedState: unknown): boolean =>
    listedState === state;

export const PRESENCE_CASES: readonly ConformanceCase[] = [
  {
    id: 'presence/first-list',
    title: 'sends a newcomer the whole list, with sids and capabilities',
    rule: FIRST_LIST,
    advice:
      'After "username" with "hello", send "presence" with "epoch", "v" and "full", the newcomer in it.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      const first = ruth.heard.find(({ type }) => type === 'presence');
      expect(Array.isArray(first?.full), 'the first "presence" has no "full"', first);
      for (const person of [naomi, ruth]) {
        const user = userNamed(ruth.heard, person.name);
        const sid = person.heard.find(({ type }) => type === 'id')?.sid;
        expect(user?.sid === sid, `the list has not the sid of "${person.name}"`, user);
        expect(
          Array.isArray(user?.caps) && user.caps.includes('call'),
          'the list has not the capabilities of the hello',
          user,
        );
      }
    },
  },
  {
    id: 'presence/no-userlist',
    title: 'sends who knows presence no userlist',
    rule: 'A v1 client MUST NOT be sent it by a server that has the capability `presence`.',
    advice: 'Send "userlist" only to clients without "hello".',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      const legacy = await world.legacy();
      legacy.close();
      await listed(naomi, ruth.name, 'something', () => true);
      await world.mark(ruth, naomi);
      naomi.neverHeard('a "userlist"', ({ type }) => type === 'userlist');
    },
  },
  {
    id: 'presence/changes',
    title: 'tells joins, leaves and new names as changes that follow each other',
    rule: FOLLOWS,
    advice: 'Count versions up by each change that is told, and put the version before into "prev".',
    run: async (world) => {
      world.needsList();
      const naomi = await world.modern('naomi');
      const [ruth, maya] = [await world.modern('ruth'), await world.person('maya')];
      await listed(naomi, maya.name, 'something', () => true);
      await world.signInAs(ruth, world.freshName('rut'));
      await listed(naomi, ruth.name, 'something', () => true);
      const { name } = maya;
      maya.drop();
      const isGone = (): boolean => userNamed(naomi.heard, name) === undefined;
      await naomi.next(`a list without "${name}"`, ({ type }) => type === 'presence' && isGone());
    },
  },
  {
    id: 'presence/sid-kept',
    title: 'keeps the sid of who takes another name',
    rule: 'string; the public id of this session, the one that presence and offers name',
    advice: 'Tell a new name as a "change" with the same "sid".',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      await listed(naomi, ruth.name, 'something', () => true);
      const before = userNamed(naomi.heard, ruth.name)?.sid;
      await world.signInAs(ruth, world.freshName('rut'));
      await listed(naomi, ruth.name, 'something', () => true);
      const after = userNamed(naomi.heard, ruth.name)?.sid;
      expect(before === after, 'the sid changed with the name', [before, after]);
    },
  },
  {
    id: 'presence/sync',
    title: 'sends the whole list again on sync',
    rule: 'A gap was seen: send the whole list again.',
    advice: 'Answer "sync" with "presence" that has "full" and the present "epoch" and "v".',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      await listed(naomi, ruth.name, 'something', () => true);
      const since = naomi.heard.length;
      naomi.say({ type: 'sync', what: 'presence' });
      const again = await naomi.next(
        '"presence" with "full"',
        ({ type, full }) => type === 'presence' && full !== undefined,
        since,
      );
      const [kept, told] = [
        peopleFrom(naomi.heard.slice(0, naomi.heard.indexOf(again))),
        peopleFrom([again]),
      ];
      const ours = [naomi, ruth].map(({ name }) => [...kept.values()].find((user) => user.name === name));
      for (const user of ours)
        expect(
          isSame(told.get(user?.sid), user),
          'the whole list says something else than the changes did',
          told.get(user?.sid),
        );
    },
  },
  {
    id: 'presence/legacy-listed',
    title: 'lists who does not know version 1, without capabilities',
    rule: 'A `username` without `hello` means a legacy client.',
    advice: 'List every client; "caps" only of those that sent some.',
    run: async (world) => {
      world.needsList();
      const [naomi, legacy] = [await world.modern('naomi'), await world.legacy()];
      await listed(naomi, legacy.name, 'something', (_, sid) => typeof sid === 'string');
      const user = userNamed(naomi.heard, legacy.name);
      expect(!Array.isArray(user?.caps) || user.caps.length === 0, 'it is listed with capabilities', user);
    },
  },
  {
    id: 'presence/state',
    title: 'tells the state that somebody chose, and takes no other',
    rule: '`available`, `busy`, `away` or `dnd`',
    advice: 'Store the state of "state" and tell it as a "change"; refuse what a client may not say.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      for (const state of ['busy', 'away', 'dnd', 'available']) {
        ruth.say({ type: 'state', state });
        await listed(naomi, ruth.name, `"${state}"`, hasState(state));
      }
      const since = naomi.heard.length;
      ruth.say({ type: 'state', state: 'in-call' });
      ruth.say({ type: 'state', state: 'busy' });
      await listed(naomi, ruth.name, '"busy"', hasState('busy'));
      naomi.neverHeard(
        'a state that no client may choose',
        (message) => JSON.stringify(message).includes('"in-call"'),
        since,
      );
    },
  },
  {
    id: 'presence/in-call',
    title: 'tells who is in a call, until it is over',
    rule: IN_CALL,
    advice: 'An answer to an offer begins a call between two, a "hang-up" between them or a leave ends it.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      const watcher = await world.modern('watcher');
      const call = await talks(world, naomi, ruth);
      for (const { name } of [naomi, ruth]) await listed(watcher, name, '"in-call"', hasState('in-call'));
      naomi.say({ type: 'hang-up', target: ruth.name, call, reason: 'ended' });
      for (const { name } of [naomi, ruth]) await listed(watcher, name, '"available"', hasState('available'));
    },
  },
];
