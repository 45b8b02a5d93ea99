/** The base profile: what must not harm anybody. */
import { type ConformanceCase, Failure } from '../case.js';
import type { Participant } from '../participant.js';
import type { World } from '../world.js';

const HARMLESS =
  'A frame that is no message, whose fields do not fit, or that comes at the wrong time MUST NOT harm anybody but its sender, whose connection MAY be closed.';
const UNKNOWN = 'A type or a field that the server does not know MUST NOT end a connection.';
const NOBODY =
  "A message for somebody who is not here MUST NOT go to anybody else, and MUST NOT end the sender's connection.";

const CATCH = 'Check what comes in before you use it, and catch errors around the handling of each frame.';
const DEPTH = 5_000;

/** For whom nobody is disturbed. */
const target = 'nobody at all, for conformance';

/** What no client would send. */
const FRAMES: Readonly<Record<string, readonly [string, (person: Participant) => string | Uint8Array]>> = {
  'not-json': ['a frame that is no JSON', () => '{"type":"message",'],
  'empty-frame': ['an empty frame', () => ''],
  'json-null': ['null', () => 'null'],
  'json-list': ['a list', () => '[{"type":"message","text":"x"}]'],
  'empty-object': ['an empty object', () => '{}'],
  'no-type': ['a message without type', ({ number }) => JSON.stringify({ id: number, text: 'x', target })],
  'type-number': [
    'a type that is no string',
    ({ number }) => JSON.stringify({ type: 7, id: number, text: 'x' }),
  ],
  'wrong-id': [
    'a message with the number of nobody',
    () => JSON.stringify({ type: 'message', id: -1, text: 'x', target }),
  ],
  'no-id': ['a username without a number', () => JSON.stringify({ type: 'username', name: target })],
  'name-number': [
    'a name that is no string',
    ({ number }) => JSON.stringify({ type: 'username', id: number, name: 7 }),
  ],
  'no-text': [
    'a text that is missing',
    ({ number }) => JSON.stringify({ type: 'message', id: number, target }),
  ],
  'text-number': [
    'a text that is no string',
    ({ number }) => JSON.stringify({ type: 'message', id: number, text: 7, target }),
  ],
  'target-list': [
    'a target that is no string',
    ({ number }) => JSON.stringify({ type: 'video-offer', id: number, target: [{}], sdp: null }),
  ],
  'deep-json': [
    `JSON that nests ${String(DEPTH)} levels`,
    ({ number }) =>
      `{"type":"message","id":${String(number)},"text":"x","target":"${target}","deep":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`,
  ],
  binary: ['a binary frame', () => Uint8Array.from([0xff, 0x00, 0x80, 0x7b])],
};

/** Two who talk must not notice, and somebody new must be let in. */
async function goesOn(world: World, naomi: Participant, ruth: Participant): Promise<void> {
  await world.mark(naomi, ruth);
  await world.mark(ruth, naomi);
  await world.mark(await world.person('newcomer'), naomi);
}

const FRAME_CASES = Object.entries(FRAMES).map(([id, [what, frameOf]]): ConformanceCase => ({
  id: `base/survives-${id}`,
  title: `is not harmed by ${what}`,
  rule: HARMLESS,
  advice: CATCH,
  run: async (world) => {
    const [naomi, ruth] = [await world.person('naomi'), await world.person('ruth')];
    const mallory = await world.person('mallory');
    mallory.sayRaw(frameOf(mallory));
    // Dealt with: it has answered what came after, or has closed.
    await Promise.race([world.mark(mallory, naomi), mallory.end()]).catch(() => undefined);
    await goesOn(world, naomi, ruth);
  },
}));

export const SURVIVAL_CASES: readonly ConformanceCase[] = [
  {
    id: 'base/target-unknown',
    title: 'lets nobody have what is for somebody who is not here',
    rule: NOBODY,
    advice: 'Where nobody has the name, do nothing (or send the sender an "error" of version 1).',
    run: async (world) => {
      const [naomi, ruth] = [await world.person('naomi'), await world.person('ruth')];
      const tag = world.freshText('lost');
      const target = world.freshName('nobody');
      for (const type of ['video-offer', 'hang-up', 'x-conformance', 'message']) {
        naomi.say({
          type,
          name: naomi.name,
          id: naomi.number,
          target,
          tag,
          text: tag,
          sdp: { type: 'offer', sdp: '' },
        });
      }
      await world.mark(naomi, ruth);
      ruth.neverHeard('what was for somebody who is not here', (message) => message.tag === tag);
      await world.mark(ruth, naomi);
    },
  },
  {
    id: 'base/target-left',
    title: 'is not harmed by a message for somebody who has just left',
    rule: NOBODY,
    advice: 'Look the target up when the message comes, and catch errors of sending.',
    run: async (world) => {
      const [naomi, ruth, maya] = [
        await world.person('naomi'),
        await world.person('ruth'),
        await world.person('maya'),
      ];
      ruth.drop();
      for (let count = 0; count < 5; count++) naomi.chat('are you there', { target: ruth.name });
      await goesOn(world, naomi, maya);
    },
  },
  {
    id: 'base/unknown-type',
    title: 'keeps the connection of who sends a type it does not know',
    rule: UNKNOWN,
    advice: 'Ignore what you do not know.',
    run: async (world) => {
      const [naomi, ruth] = [await world.person('naomi'), await world.person('ruth')];
      naomi.say({ type: 'x-conformance', id: naomi.number, 'x-field': { one: [1] } });
      naomi.say({ type: 'state', id: naomi.number, state: 'busy' });
      await world.mark(naomi, ruth);
      await world.mark(ruth, naomi);
    },
  },
  {
    id: 'base/unknown-fields',
    title: 'signs somebody in whose username has fields it does not know',
    rule: UNKNOWN,
    advice: 'Read the fields you know, and leave the others alone.',
    run: async (world) => {
      const person = await world.connect();
      await world.signIn(person, world.freshName('naomi'), { 'x-field': [1], lang: 'en' });
      await world.mark(person, person);
    },
  },
  ...FRAME_CASES,
  {
    id: 'base/survives-unnamed',
    title: 'is not harmed by messages of somebody without a name',
    rule: HARMLESS,
    advice: 'Until there is a name, take "username" only.',
    run: async (world) => {
      const [naomi, ruth] = [await world.person('naomi'), await world.person('ruth')];
      const mallory = await world.connect();
      for (const type of ['message', 'video-offer', 'hang-up', 'x-conformance']) {
        mallory.say({ type, id: mallory.number, text: 'x', target: world.freshName('nobody') });
      }
      mallory.close();
      await mallory.end().catch((error: unknown) => {
        if (!(error instanceof Failure)) throw error;
      });
      await goesOn(world, naomi, ruth);
    },
  },
];
