/** Version 1, what every server of it does: chat that can be told apart, and answers to what went wrong. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import type { Participant } from '../participant.js';
import type { World } from '../world.js';
import { ANSWER, OFFER } from './calls.js';

const UNAVAILABLE =
  "If nobody has the target's name, a v1 server MUST send a v1 sender `error` with code `peer-unavailable`, `re`, `target`, and `call.id` or `mid` if the message had one.";
const ACK =
  'A server MUST send it to a v1 client for a chat `message` that carries `mid`, after it has passed the message on; it then has neither `name` nor `target`.';
const SIZES =
  'Larger frames close the socket with 1009; larger fields are refused with `too-large`, deeper ones with `bad-request`.';
const MAX_FLOOD = 2_000;
const CLOCK_SKEW_MS = 24 * 60 * 60 * 1000;

/** A limit that the server has told, or that of the protocol. */
const limitOf = (person: Participant, name: string, usual: number): number => {
  const limits = person.heard.find(({ type }) => type === 'id')?.limits as
    Record<string, unknown> | undefined;
  const value = limits?.[name];
  return typeof value === 'number' ? value : usual;
};

const errorOf = (person: Participant, code: string): ReturnType<Participant['next']> =>
  person.next(
    `"error" with the code "${code}"`,
    (message) => message.type === 'error' && message.code === code,
  );

const CHAT_CASES: readonly ConformanceCase[] = [
  {
    id: 'v1/ack',
    title: 'confirms a text that has an id, private or not',
    rule: ACK,
    advice: 'After passing the text on, send its sender {"type":"ack","re":{"mid":…}}.',
    run: async (world) => {
      world.needsList();
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      for (const target of [ruth.name, undefined]) {
        const mid = world.freshText('mid');
        naomi.chat(world.freshText(), { mid, ...(target === undefined ? {} : { target }) });
        const ack = await naomi.next(
          'an "ack" for its text',
          ({ type, re }) => type === 'ack' && isSame(re, { mid }),
        );
        expect(
          ack.name === undefined && ack.target === undefined,
          'the "ack" of the server has a name or a target',
          ack,
        );
      }
    },
  },
  {
    id: 'v1/text-ids',
    title: 'gives each text an id and a time, and keeps an id it has',
    rule: 'A v1 server adds one if it is absent',
    advice: 'Set "mid" where there is none, and "ts" always, before passing the text on.',
    run: async (world) => {
      const [naomi, ruth] = [await world.modern('naomi'), await world.person('ruth')];
      const mids: unknown[] = [];
      for (const fields of [{}, {}, { mid: world.freshText('mid') }]) {
        const text = world.freshText();
        naomi.chat(text, { target: ruth.name, ts: 1, ...fields });
        const came = await ruth.next('the text', (message) => message.text === text);
        expect(typeof came.mid === 'string', 'a text came without "mid"', came);
        expect(
          Math.abs(Number(came.ts) - Date.now()) < CLOCK_SKEW_MS,
          'a text came without the time of the server in "ts"',
          came,
        );
        if ('mid' in fields) expect(came.mid === fields.mid, 'the "mid" was changed', came);
        mids.push(came.mid);
      }
      expect(new Set(mids).size === 3, 'two texts have the same "mid"', mids);
    },
  },
  {
    id: 'v1/sid',
    title: "puts the sender's sid into offers and answers",
    rule: "`sid` is the sender's session: on `video-offer` and `video-answer` the server MUST set it",
    advice: 'Overwrite "sid" with that of the connection that the message came from.',
    run: async (world) => {
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      const sid = naomi.heard.find(({ type }) => type === 'id')?.sid;
      expect(typeof sid === 'string', 'the "id" of the server has no "sid"', naomi.heard[0]);
      const call = { id: world.freshText('call') };
      naomi.say({ ...OFFER, target: ruth.name, call, sid: 'forged' });
      naomi.say({ ...ANSWER, target: ruth.name, call });
      for (const type of ['video-offer', 'video-answer']) {
        const came = await ruth.nextOf(type);
        expect(came.sid === sid, `"${type}" came without the sid of its sender`, came);
      }
    },
  },
];

const ERROR_CASES: readonly ConformanceCase[] = [
  {
    id: 'v1/peer-unavailable',
    title: 'says so where nobody has the name',
    rule: UNAVAILABLE,
    advice: 'Answer a client that sent "hello" with {"type":"error","code":"peer-unavailable",…}.',
    run: async (world) => {
      const naomi = await world.modern('naomi');
      const target = world.freshName('nobody');
      const [call, mid] = [{ id: world.freshText('call') }, world.freshText('mid')];
      naomi.say({ ...OFFER, target, call });
      const offer = await errorOf(naomi, 'peer-unavailable');
      const isAboutOffer = offer.re === 'video-offer' && offer.target === target && isSame(offer.call, call);
      expect(isAboutOffer, 'the "error" does not say which call to whom', offer);
      naomi.chat('x', { target, mid });
      const text = await errorOf(naomi, 'peer-unavailable');
      expect(text.re === 'message' && text.mid === mid, 'the "error" does not say which text', text);
    },
  },
  {
    id: 'v1/forbidden',
    title: 'refuses what only a server sends, and says so',
    rule: 'A server MUST refuse, with `forbidden`, the types that only servers send',
    advice: 'Answer these types with {"type":"error","code":"forbidden","re":TYPE}.',
    run: async (world) => {
      const naomi = await world.modern('naomi');
      for (const type of ['userlist', 'presence', 'goodbye', 'error']) {
        naomi.say({ type, users: [], target: naomi.name });
        const { re } = await errorOf(naomi, 'forbidden');
        expect(re === type, 'the "error" does not say which type', re);
      }
    },
  },
  {
    id: 'v1/bad-request',
    title: 'says what it could not read',
    rule: 'A message without a valid required field MUST be ignored by a client, and SHOULD be answered with [`error`](#error) `bad-request` by a server.',
    advice: 'Answer with {"type":"error","code":"bad-request"}, and keep the connection.',
    isAdvice: true,
    run: async (world) => {
      const naomi = await world.modern('naomi');
      for (const frame of [
        'no json',
        '{"type":"video-offer"}',
        '{"type":"message","text":7}',
        '{"type":"username"}',
      ]) {
        naomi.sayRaw(frame);
        await errorOf(naomi, 'bad-request');
      }
      await world.mark(naomi, naomi);
    },
  },
  {
    id: 'v1/too-large',
    title: 'refuses a text or a description over its limit, and says which',
    rule: SIZES,
    advice: 'Check the lengths that you tell in "limits", and answer with the code "too-large".',
    run: async (world) => {
      const [naomi, ruth] = await world.moderns('naomi', 'ruth');
      const [text, sdp] = [
        'x'.repeat(limitOf(naomi, 'textLength', 4_000) + 1),
        'x'.repeat(limitOf(naomi, 'sdpLength', 32_768) + 1),
      ];
      const mid = world.freshText('mid');
      naomi.chat(text, { target: ruth.name, mid });
      const error = await errorOf(naomi, 'too-large');
      expect(error.mid === mid, 'the "error" does not say which text', error);
      naomi.say({ ...OFFER, target: ruth.name, sdp: { type: 'offer', sdp } });
      await errorOf(naomi, 'too-large');
      await world.mark(naomi, ruth);
      ruth.neverHeard(
        'what is over the limit',
        (message) => JSON.stringify(message).length > Math.min(text.length, sdp.length),
      );
    },
  },
  {
    id: 'v1/frame-too-large',
    title: 'closes the socket on a frame over its limit, with 1009',
    rule: SIZES,
    advice: 'Give your WebSocket library a limit: most close with 1009 by themselves.',
    run: async (world) => {
      const [naomi, mallory] = [await world.person('naomi'), await world.modern('mallory')];
      mallory.sayRaw(' '.repeat(limitOf(mallory, 'frameBytes', 65_536) + 1));
      const { code } = await mallory.end();
      // The rest of a frame that nobody reads may meet a closed socket, and the close code is lost.
      expect(code === 1009 || code === 1006, 'the connection was closed with another code', code);
      await world.mark(naomi, naomi);
    },
  },
  {
    id: 'v1/rate-limited',
    title: 'slows down who sends too much, says so, and nobody else notices',
    rule: 'too many messages, or with `re` `video-offer` too many calls to this person, or from this address; those over the limit were dropped',
    advice:
      'Count the messages of each connection, drop what is over, and answer with the code "rate-limited".',
    run: flood,
  },
];

async function flood(world: World): Promise<void> {
  const [naomi, ruth] = [await world.person('naomi'), await world.person('ruth')];
  const mallory = await world.modern('mallory');
  const burst = limitOf(mallory, 'burst', Number.POSITIVE_INFINITY);
  if (burst > MAX_FLOOD) world.notOffered('the server tells no limit that could be tried');
  const texts = Array.from({ length: burst + 20 }, (_, at) => `${String(at)} flood`);
  for (const text of texts) mallory.chat(text, { target: ruth.name });
  await errorOf(mallory, 'rate-limited');
  await world.mark(naomi, ruth);
  const came = ruth.heard.filter(({ name, type }) => type === 'message' && name === mallory.name).length;
  expect(came < texts.length, 'everything was passed on', came);
}

export const V1_CASES: readonly ConformanceCase[] = [...CHAT_CASES, ...ERROR_CASES];
