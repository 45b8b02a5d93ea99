/** The base profile: the first word, names, and the list of those who are here. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import type { Heard, Participant } from '../participant.js';
import { namesKnown } from '../people-list.js';
import { namesIn } from '../world.js';

const isListWith =
  (name: string) =>
  (message: Heard): boolean =>
    namesIn(message).includes(name);

/** A list after which `person` does not know the name any more. */
const isListWithout =
  (person: Participant, name: string) =>
  ({ type }: Heard): boolean =>
    (type === 'userlist' || type === 'presence') && !namesKnown(person.heard).includes(name);

export const NAME_CASES: readonly ConformanceCase[] = [
  {
    id: 'base/id-first',
    title: 'speaks first, with id and a number',
    rule: 'The first message of every connection that is let in MUST be `id`, with a number that no other open connection has.',
    advice: 'Send {"type":"id","id":NUMBER} as soon as a connection is open, before anything else.',
    run: async (world) => {
      const { heard } = await world.connect();
      expect(heard[0]?.type === 'id', 'the first message is no "id"', heard[0]);
      expect(Number.isFinite(heard[0].id), 'the "id" has no number', heard[0]);
    },
  },
  {
    id: 'base/id-unique',
    title: 'gives each connection a number of its own',
    rule: 'The first message of every connection that is let in MUST be `id`, with a number that no other open connection has.',
    advice: 'Draw a new random number for each connection.',
    run: async (world) => {
      const numbers = [await world.connect(), await world.connect(), await world.connect()].map(
        ({ number }) => number,
      );
      expect(new Set(numbers).size === 3, 'two connections have the same number', numbers);
    },
  },
  {
    id: 'base/subprotocol',
    title: 'selects the subprotocol json',
    rule: 'A server MUST select the subprotocol `json` where a client offers it: a browser gives up a connection whose offer was not taken.',
    advice: 'Answer the handshake with "Sec-WebSocket-Protocol: json"; most libraries have an option for it.',
    run: async (world) => {
      const { protocol } = await world.connect();
      expect(protocol === 'json', 'the subprotocol was not selected', `"${protocol}"`);
    },
  },
  {
    id: 'base/list-newcomer',
    title: 'answers username with a list that has the name',
    rule: 'On `username` with a name that nobody has, the server MUST send a `userlist` with that name to the client and to everybody who has signed in.',
    advice: 'After storing the name, send {"type":"userlist","users":[…]} to every client, the new one too.',
    run: async (world) => {
      const person = await world.connect();
      const name = world.freshName('naomi');
      await world.signInAs(person, name);
      expect(person.name === name, 'a name that nobody has was not given', person.name);
    },
  },
  {
    id: 'base/list-others',
    title: 'tells everybody else of a newcomer',
    rule: 'On `username` with a name that nobody has, the server MUST send a `userlist` with that name to the client and to everybody who has signed in.',
    advice: 'Send the list to every client, not only to the one that has signed in.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.people('naomi', 'ruth');
      await naomi.next(`a user list with "${ruth.name}"`, isListWith(ruth.name));
    },
  },
  {
    id: 'base/list-whole',
    title: 'lists everybody, each once, the receiver too',
    rule: "The list MUST have the name of everybody who has signed in, each once, the receiver's too.",
    advice: 'Build the list anew from all clients that have a name, each time.',
    run: async (world) => {
      world.needsList();
      const people = await world.people('naomi', 'ruth', 'maya');
      const list = namesKnown(people[2].heard);
      const ours = people.map(({ name }) => name);
      const listed = list.filter((name) => ours.includes(String(name)));
      expect(
        isSame([...listed].sort(), [...ours].sort()),
        'the list does not have each of the three once',
        list,
      );
    },
  },
  {
    id: 'base/name-taken',
    title: 'gives another name for one that is taken',
    rule: 'A name that somebody has MUST NOT be given to another: the server MUST send `rejectusername` with the name it gives instead, before the list that has it.',
    advice:
      'Before the list, send {"type":"rejectusername","name":OTHER} to the newcomer alone, and keep OTHER as its name.',
    run: async (world) => {
      world.needsList();
      const { name } = await world.person('naomi');
      const second = await world.connect();
      world.ask(second, name);
      const rejected = await second.nextOf('rejectusername');
      world.checkChoice(second);
      const given = rejected.name;
      expect(typeof given === 'string' && given !== name, 'no other name was given', rejected);
      const list = await second.next(`a user list with "${given}"`, isListWith(given));
      expect(isListWith(name)(list), 'the one who had the name has lost it', list);
      const isEarly = second.heard.indexOf(list) < second.heard.indexOf(rejected);
      expect(!isEarly, 'the list came before "rejectusername"', second.heard);
      second.name = given;
      await world.mark(second, second);
    },
  },
  {
    id: 'base/rename',
    title: 'renames on a second username, and frees the first name',
    rule: 'A `username` of a client that has a name MUST rename it; its former name is free from then on.',
    advice: 'Replace the name of the connection, send the list to everybody, and route to the new name only.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.people('naomi', 'ruth');
      const former = ruth.name;
      const since = naomi.heard.length;
      await world.signInAs(ruth, world.freshName('rut'));
      const list = await naomi.next('a user list with the new name', isListWith(ruth.name), since);
      expect(!namesKnown(naomi.heard).includes(former), 'the former name is still listed', list);
      await world.mark(naomi, ruth);
      const heir = await world.signInAs(await world.connect(), former);
      expect(heir.name === former, 'the former name was not free', heir.name);
    },
  },
  ...(['leave', 'cut-off'] as const).map((how): ConformanceCase => ({
    id: `base/${how}`,
    title:
      how === 'leave'
        ? 'takes who leaves off the list'
        : 'takes who is cut off, without a close frame, off the list',
    rule: 'When a connection ends, in whatever way, everybody else MUST get a list without that name, and the name is free from then on.',
    advice:
      'When a connection closes, for whatever reason, forget its client and send the list to the others.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.people('naomi', 'ruth');
      await naomi.next(`a user list with "${ruth.name}"`, isListWith(ruth.name));
      const since = naomi.heard.length;
      if (how === 'leave') ruth.close();
      else ruth.drop();
      await naomi.next(`a user list without "${ruth.name}"`, isListWithout(naomi, ruth.name), since);
      const heir = await world.signInAs(await world.connect(), ruth.name);
      expect(heir.name === ruth.name, 'the name of who has left was not free', heir.name);
    },
  })),
  ...Object.entries({
    'name-letters': 'Zoë 🦊 名前',
    'name-proto': '__proto__',
    'name-constructor': 'constructor',
  }).map(([id, stem]): ConformanceCase => ({
    id: `base/${id}`,
    title: `takes \`${stem}\` for a name like any other`,
    rule: 'A name is data: one of any letters and signs, `__proto__` among them, MUST be treated like any other.',
    advice: 'Keep names in a map, never as keys of an object, and compare them as UTF-8 text.',
    run: async (world) => {
      world.needsList();
      const naomi = await world.person('naomi');
      const person = await world.connect();
      // The two words must stand alone; somebody else may have them, and then another name is given.
      await world.signInAs(person, id === 'name-letters' ? world.freshName(stem) : stem);
      await naomi.next(`a user list with "${person.name}"`, isListWith(person.name));
      await world.mark(naomi, person);
      await world.mark(person, naomi);
    },
  })),
];
