/** The base profile: who gets what somebody sends, and that it arrives as it was sent. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import type { Heard, Participant } from '../participant.js';
import type { World } from '../world.js';

const SDP = 'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ünïcode 🦊\r\n';
const SDP_LENGTH = 32_768;
const TO_TARGET =
  '`video-offer`, `video-answer`, `new-ice-candidate` and `hang-up` MUST go to their target, and to nobody else.';
const AS_SENT =
  "What is passed on MUST arrive as it was sent, fields that the server does not know included; only `name`, `id`, `sid`, `mid` and `ts` are the server's to set or to remove.";

/** Naomi sends, Ruth is meant, Maya must not hear of it. */
interface Three {
  readonly naomi: Participant;
  readonly ruth: Participant;
  readonly maya: Participant;
}

async function three(world: World): Promise<Three> {
  const [naomi, ruth, maya] = [
    await world.person('naomi'),
    await world.person('ruth'),
    await world.person('maya'),
  ];
  return { naomi, ruth, maya };
}

/** Sends it to Ruth, and makes sure that it came to her and to nobody else. */
async function pass(world: World, message: { readonly type: string }, isEchoed = false): Promise<Heard> {
  const { naomi, ruth, maya } = await three(world);
  const tag = world.freshText('tag');
  const isIt = (heard: Heard): boolean => heard.type === message.type && heard.tag === tag;
  const sent = {
    ...message,
    name: naomi.name,
    target: ruth.name,
    id: naomi.number,
    date: 1_700_000_000_000,
    tag,
  };
  naomi.say(sent);
  const came = await ruth.next(`"${message.type}", or not with its fields`, isIt);
  await world.mark(naomi, maya);
  maya.neverHeard(`a "${message.type}" that was for somebody else`, isIt);
  if (isEchoed) return came;
  await world.mark(naomi, naomi);
  naomi.neverHeard(`its own "${message.type}" back`, isIt);
  return came;
}

const fieldOf = (came: Heard, sent: Readonly<Record<string, unknown>>): void => {
  for (const [key, value] of Object.entries(sent)) {
    expect(isSame(came[key], value), `"${key}" did not arrive as it was sent`, came[key]);
  }
};

const CALL = { id: 'call-1', v: 1, n: 1, pc: 1, media: { audio: true, video: true } };
const CONTROL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'video-offer': { sdp: { type: 'offer', sdp: SDP }, call: CALL },
  'video-answer': { sdp: { type: 'answer', sdp: SDP }, call: { id: 'call-1', n: 1, pc: 1 } },
  'new-ice-candidate': {
    candidate: {
      candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
      usernameFragment: 'u',
    },
  },
  'hang-up': { call: { id: 'call-1' }, reason: 'declined' },
};

const CHAT_CASES: readonly ConformanceCase[] = [
  {
    id: 'base/chat-all',
    title: 'sends a text without target to everybody',
    rule: 'A `message` without `target` MUST go to everybody who has signed in, the sender too.',
    advice: 'Send it to every client that has a name, the sender included.',
    run: async (world) => {
      world.needsList();
      const { naomi, ruth, maya } = await three(world);
      const text = world.freshText('hello');
      naomi.chat(text);
      for (const person of [ruth, maya, naomi]) {
        await person.next(
          'the text for everybody',
          (message) => message.type === 'message' && message.text === text,
        );
      }
    },
  },
  {
    id: 'base/chat-target',
    title: 'sends a text with a target to that person',
    rule: 'A `message` with a `target` MUST go to that person and back to its sender, and to nobody else.',
    advice: 'Look the target up by its name, and send the message to its connection.',
    run: async (world) => {
      const { naomi, ruth } = await three(world);
      await world.mark(naomi, ruth);
      await world.mark(ruth, naomi);
    },
  },
  {
    id: 'base/chat-echo',
    title: 'sends a text with a target back to its sender',
    rule: 'A `message` with a `target` MUST go to that person and back to its sender, and to nobody else.',
    advice: 'Send the same message to the sender too: that is how its page knows that it was sent.',
    run: async (world) => {
      const { naomi, ruth } = await three(world);
      const text = world.freshText('hello');
      naomi.chat(text, { target: ruth.name });
      await naomi.next('its own text back', (message) => message.type === 'message' && message.text === text);
    },
  },
  {
    id: 'base/chat-private',
    title: 'sends a text with a target to nobody else',
    rule: 'A `message` with a `target` MUST go to that person and back to its sender, and to nobody else.',
    advice: 'Send to everybody only what has no "target".',
    run: async (world) => {
      const { naomi, ruth, maya } = await three(world);
      const text = world.freshText('secret');
      naomi.chat(text, { target: ruth.name });
      await world.mark(naomi, maya);
      maya.neverHeard('a text that was for somebody else', (message) => message.text === text);
    },
  },
  {
    id: 'base/chat-name',
    title: "puts the sender's name into a text",
    rule: "A `message` that is passed on MUST have the sender's name in `name`.",
    advice: 'Set "name" from the sender\'s connection before you pass the message on.',
    run: async (world) => {
      const { naomi, ruth } = await three(world);
      const text = world.freshText('hello');
      naomi.chat(text, { target: ruth.name });
      const { name } = await ruth.next('the text', (message) => message.text === text);
      expect(name === naomi.name, "the text does not have its sender's name", name);
    },
  },
  {
    id: 'base/chat-text',
    title: 'changes no sign of a text',
    rule: AS_SENT,
    advice: 'Pass the text on as it is: what a page shows is not markup, so there is nothing to take out.',
    run: async (world) => {
      const { naomi, ruth } = await three(world);
      const text = `${world.freshText('1 < 2')} && 3 > 2 "quoted" \\ \n\tünï 🦊 \u0000 </b>`;
      naomi.chat(text, { target: ruth.name, tag: text });
      const came = await ruth.next(
        'the text',
        (message) => message.type === 'message' && message.tag === text,
      );
      fieldOf(came, { text });
    },
  },
];

const CONTROL_CASES = Object.entries(CONTROL).map(([type, fields]): ConformanceCase => ({
  id: `base/${type}`,
  title: `passes ${type} to its target, unchanged, and to nobody else`,
  rule: TO_TARGET,
  advice: 'Send whatever has a "target" to the client of that name alone, and do not read or change it.',
  run: async (world) => fieldOf(await pass(world, { type, ...fields }), fields),
}));

const OTHER_CASES: readonly ConformanceCase[] = [
  {
    id: 'base/other-type',
    title: 'passes a type it does not know to its target alone',
    rule: 'A message of any other type that has a `target` MUST go to that person, and to nobody else.',
    advice: 'Pass on by "target", without a list of types: version 1 adds some.',
    run: async (world) =>
      fieldOf(await pass(world, { type: 'x-conformance', ...CONTROL['hang-up'] }), { reason: 'declined' }),
  },
  {
    id: 'base/other-fields',
    title: 'passes fields on that it does not know',
    rule: AS_SENT,
    advice: 'Pass on the object that came in, not a copy of the fields you know.',
    run: async (world) => {
      const extra = {
        'x-list': [1, 'two', null, { three: true }],
        'x-null': null,
        'x-number': 1.5,
        'x-🦊': '',
      };
      fieldOf(await pass(world, { type: 'video-offer', ...CONTROL['video-offer'], ...extra }), extra);
    },
  },
  {
    id: 'base/large-sdp',
    title: `passes a session description of ${String(SDP_LENGTH)} characters`,
    rule: 'A session description of up to `sdpLength` characters MUST pass.',
    advice: 'Allow frames of at least 64 KiB.',
    run: async (world) => {
      const sdp = { type: 'offer', sdp: SDP.padEnd(SDP_LENGTH, 'a=x\r\n') };
      fieldOf(
        await pass(world, { ...CONTROL['video-offer'], type: 'video-offer', sdp } as {
          readonly type: string;
        }),
        { sdp },
      );
    },
  },
  {
    id: 'base/order',
    title: 'keeps the order of messages',
    rule: 'Messages from one sender to one receiver MUST arrive in the order in which they were sent.',
    advice: 'Handle the messages of one connection one after the other.',
    run: async (world) => {
      const { naomi, ruth } = await three(world);
      const types = ['video-offer', 'new-ice-candidate', 'message', 'hang-up'];
      const sent = Array.from({ length: 16 }, (_, at) => `${String(at)} ${world.freshText('order')}`);
      sent.forEach((text, at) => {
        const type = types[at % types.length] ?? 'message';
        naomi.say({
          ...CONTROL[type],
          type,
          text,
          name: naomi.name,
          id: naomi.number,
          target: ruth.name,
          call: { id: sent[0] },
        });
      });
      await ruth.next('the last of the messages', (message) => message.text === sent.at(-1));
      const came = ruth.heard.map(({ text }) => text).filter((text) => sent.includes(String(text)));
      expect(isSame(came, sent), 'messages came in another order, or not all', came);
    },
  },
];

export const MESSAGE_CASES: readonly ConformanceCase[] = [...CHAT_CASES, ...CONTROL_CASES, ...OTHER_CASES];
