/** Version 1: rooms. A server may have but one; where two do not see each other, nothing may pass between them. */
import { type ConformanceCase, expect } from '../case.js';
import type { Participant } from '../participant.js';
import { peopleFrom } from '../people-list.js';
import { Refused, type World } from '../world.js';

const APART =
  'A server MUST NOT tell a client of anybody in another room, and MUST treat a target there as if nobody had that name.';
const ADVICE = 'Look up names, tell lists and send to everybody within the room of the sender only.';

const knows = (person: Participant, name: string): boolean =>
  [...peopleFrom(person.heard).values()].some((user) => user.name === name);

/** One in each of two rooms that nobody else is in. */
async function apart(world: World): Promise<readonly [Participant, Participant]> {
  const enter = (stem: string): Promise<Participant> => world.modern(stem, { room: world.freshName('room') });
  const people = enter('naomi').then(async (naomi) => [naomi, await enter('ruth')] as const);
  const [naomi, ruth] = await people.catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'forbidden')
      world.notOffered('the server says itself which room is for whom');
    throw error;
  });
  if (knows(ruth, naomi.name)) world.notOffered('everybody is in one room');
  return [naomi, ruth];
}

export const ROOM_CASES: readonly ConformanceCase[] = [
  {
    id: 'rooms/lists',
    title: 'tells nobody of who is in another room',
    rule: APART,
    advice: ADVICE,
    run: async (world) => {
      const [naomi, ruth] = await apart(world);
      ruth.say({ type: 'state', state: 'busy' });
      ruth.drop();
      const legacy = await world.person('legacy');
      await world.mark(naomi, naomi);
      const known = [ruth, legacy].find(({ name }) => JSON.stringify(naomi.heard).includes(name));
      expect(known === undefined, 'it heard of somebody in another room', known?.name);
    },
  },
  {
    id: 'rooms/messages',
    title: 'passes nothing on to another room, named or to everybody',
    rule: APART,
    advice: ADVICE,
    run: async (world) => {
      const [naomi, ruth] = await apart(world);
      const text = world.freshText('secret');
      for (const type of ['message', 'video-offer', 'hang-up', 'x-conformance']) {
        naomi.say({
          type,
          target: ruth.name,
          text,
          tag: text,
          sdp: { type: 'offer', sdp: 'v=0' },
          call: { id: text },
        });
      }
      naomi.chat(text);
      const { re } = await naomi.nextOf('error', ({ code }) => code === 'peer-unavailable');
      expect(re === 'message', 'the first "error" is about something else', re);
      await world.mark(naomi, naomi);
      await world.mark(ruth, ruth);
      ruth.neverHeard('something from another room', ({ name }) => name === naomi.name);
    },
  },
  {
    id: 'rooms/names',
    title: 'has names in each room of its own',
    rule: 'Each room has its own names and its own user list',
    advice: 'Compare a name with those of its room only.',
    run: async (world) => {
      const [naomi] = await apart(world);
      const twin = await world.connect();
      twin.isModern = true;
      await world.signInAs(twin, naomi.name, { hello: { v: 1, room: world.freshName('room') } });
      expect(twin.name === naomi.name, 'the name was taken by somebody in another room', twin.name);
      const text = world.freshText();
      twin.chat(text, { target: naomi.name });
      await twin.next('its own text back', (message) => message.text === text);
      await world.mark(naomi, naomi);
      naomi.neverHeard('a text for its namesake', (message) => message.text === text);
    },
  },
];
