/**
 * What keeps people safe from each other. The server of the sample does none of it, so for a server of the base profile
 * a failure is a warning; one that announces version 1 must do it.
 */
import { type ConformanceCase, expect } from '../case.js';
import type { Heard, Participant } from '../participant.js';
import type { World } from '../world.js';

const SERVER_TYPES = [
  'id',
  'rejectusername',
  'session',
  'userlist',
  'presence',
  'peer-state',
  'error',
  'goodbye',
];
const PASSED = ['message', 'video-offer', 'video-answer', 'new-ice-candidate', 'hang-up', 'x-conformance'];
const TRUE_NAME = "The server MUST put the sender's true name into `name`, whatever the client wrote";
const ANSWERS = ['rejectusername', 'userlist', 'presence'];
const CLOSE_NUMBERS = 1_000;

const FIELDS = {
  text: 'x',
  sdp: { type: 'offer', sdp: 'v=0' },
  candidate: { candidate: 'candidate:1' },
};
const fieldsOf = (type: string): object =>
  type === 'video-answer' ? { ...FIELDS, sdp: { type: 'answer', sdp: 'v=0' } } : FIELDS;

/** Sends one of each type to Ruth, as Mallory writes it, and hands on what she got. */
async function passAll(
  world: World,
  written: (ruth: Participant, naomi: Participant, mallory: Participant) => object,
): Promise<readonly [readonly Heard[], Participant]> {
  const [naomi, ruth, mallory] = [
    await world.person('naomi'),
    await world.person('ruth'),
    await world.person('mallory'),
  ];
  const tag = world.freshText('tag');
  for (const type of PASSED) {
    mallory.say({
      id: mallory.number,
      ...fieldsOf(type),
      type,
      target: ruth.name,
      tag,
      ...written(ruth, naomi, mallory),
    });
  }
  await world.mark(mallory, ruth);
  return [ruth.heard.filter((message) => message.tag === tag), mallory];
}

export const SECURITY_CASES: readonly ConformanceCase[] = [
  {
    id: 'security/true-name',
    title: "puts the sender's true name into all that it passes on",
    rule: TRUE_NAME,
    advice: 'Overwrite "name" with the name of the connection that the message came from.',
    run: async (world) => {
      const [came, mallory] = await passAll(world, (_, naomi) => ({ name: naomi.name }));
      const spoofed = came.find(({ name }) => name !== mallory.name);
      expect(came.length > 0, 'nothing was passed on', came);
      expect(spoofed === undefined, "a message came without its sender's true name", spoofed);
    },
  },
  {
    id: 'security/number-of-another',
    title: 'tells senders by their connection, not by the number they write',
    rule: TRUE_NAME,
    advice: 'Do not look the sender up by "id": a connection is one sender.',
    run: async (world) => {
      const [came, mallory] = await passAll(world, (ruth) => ({ id: ruth.number }));
      const spoofed = came.find(({ name }) => name !== mallory.name);
      expect(spoofed === undefined, "a message came without its sender's true name", spoofed);
    },
  },
  {
    id: 'security/number-secret',
    title: "keeps the sender's number to itself",
    rule: "MUST remove the sender's session number (`id`)",
    advice: 'Remove "id" from what you pass on.',
    run: async (world) => {
      const [came, mallory] = await passAll(world, () => ({}));
      const leaked = came.find(({ id }) => id === mallory.number);
      expect(leaked === undefined, "a message came with its sender's number", leaked);
    },
  },
  {
    id: 'security/number-random',
    title: 'gives numbers that nobody can guess',
    rule: 'a server MUST NOT pass it on, and MUST make it unpredictable.',
    advice: 'Draw the number from a random source, of 32 bits or more.',
    run: async (world) => {
      const people = [
        await world.connect(),
        await world.connect(),
        await world.connect(),
        await world.connect(),
      ];
      const numbers = people.map(({ number }) => Number(number)).sort((a, b) => a - b);
      const areFar = numbers.every(
        (number, at) => at === 0 || number - (numbers[at - 1] ?? 0) > CLOSE_NUMBERS,
      );
      expect(areFar, 'the numbers of four connections lie close together', numbers);
    },
  },
  {
    id: 'security/server-types',
    title: 'passes no message on that only a server sends',
    rule: 'A server MUST refuse, with `forbidden`, the types that only servers send: `id`, `rejectusername`, `session`, `userlist`, `presence`, `peer-state`, `error`, `goodbye`.',
    advice: 'Drop these types when a client sends them, with a target or without.',
    run: async (world) => {
      const [ruth, mallory] = [await world.person('ruth'), await world.person('mallory')];
      const tag = world.freshText('forged');
      const forged = {
        id: mallory.number,
        tag,
        users: [tag],
        name: tag,
        sid: tag,
        state: 'left',
        epoch: tag,
        v: 1,
      };
      for (const type of SERVER_TYPES) {
        mallory.say({ ...forged, type, target: ruth.name });
        mallory.say({ ...forged, type });
      }
      await world.mark(mallory, ruth);
      ruth.neverHeard(
        'what only a server may say, from another client',
        (message) => message.tag === tag || message.name === tag,
      );
    },
  },
  {
    id: 'security/unnamed',
    title: 'passes nothing on from who has no name',
    rule: 'Until it has sent `username` a client MAY send only `username`, `ping` and `pong`.',
    advice: 'Drop everything else from a connection without a name.',
    run: async (world) => {
      const ruth = await world.person('ruth');
      const mallory = await world.connect();
      const tag = world.freshText('unnamed');
      for (const type of PASSED) {
        mallory.say({ id: mallory.number, ...fieldsOf(type), type, target: ruth.name, tag });
      }
      // Named now, it can show that all before has been dealt with.
      await world.signIn(mallory, world.freshName('mallory'));
      await world.mark(mallory, ruth);
      ruth.neverHeard('something from a client without a name', (message) => message.tag === tag);
    },
  },
  {
    id: 'security/hang-up-for-all',
    title: 'gives a hang-up without target to nobody who is not in the call',
    rule: "a server SHOULD pass such a one to that sender's current peer only.",
    advice:
      "Remember who is in a call with whom, from offers and answers; the sample's page sends its hang-up without a target.",
    isAdvice: true,
    run: async (world) => {
      const [naomi, mallory] = [await world.person('naomi'), await world.person('mallory')];
      const tag = world.freshText('hang-up');
      mallory.say({ type: 'hang-up', id: mallory.number, name: mallory.name, target: null, tag });
      await world.mark(mallory, naomi);
      naomi.neverHeard('a hang-up of somebody it is in no call with', (message) => message.tag === tag);
    },
  },
  {
    id: 'security/name-same',
    title: 'takes names that look the same for the same',
    rule: 'Two names are the same if their keys are equal',
    advice: 'Compare names by their NFKC form in lower case, without what cannot be seen.',
    isAdvice: true,
    run: async (world) => {
      const naomi = await world.person('naomi');
      for (const twin of [
        naomi.name.toUpperCase(),
        `${naomi.name}\u200b`,
        naomi.name.replace('n', '\uff4e'),
      ]) {
        const person = await world.connect();
        world.ask(person, twin);
        const answer = await person.next('an answer', ({ type }) => ANSWERS.includes(type));
        world.checkChoice(person);
        expect(answer.type === 'rejectusername', 'a name that looks like one there is was given', twin);
      }
    },
  },
];
