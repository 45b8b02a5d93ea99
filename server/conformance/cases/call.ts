/** Version 1, capability `call`: what two pages say to each other about a call. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import { OFFER } from './calls.js';

const CALL = { id: 'call-1', n: 1, pc: 1 };
const TYPES: Readonly<Record<string, object>> = {
  'call-ringing': { call: CALL },
  'call-accept': { call: CALL },
  'call-leaving': { call: CALL },
  'call-media': { call: CALL, audio: true, video: false },
};

export const CALL_CASES: readonly ConformanceCase[] = [
  ...Object.entries(TYPES).map(([type, fields]): ConformanceCase => ({
    id: `call/${type}`,
    title: `passes ${type} to its target, with the sender's name`,
    rule: "The server MUST put the sender's true name into `name`, whatever the client wrote",
    advice: 'Pass on by "target", without a list of types.',
    run: async (world) => {
      const [naomi, ruth, maya] = await world.moderns('naomi', 'ruth', 'maya');
      naomi.say({ type, target: ruth.name, ...fields });
      const came = await ruth.nextOf(type);
      expect(came.name === naomi.name, "it came without its sender's name", came);
      for (const [key, value] of Object.entries(fields)) {
        expect(isSame(came[key], value), `"${key}" did not arrive as it was sent`, came[key]);
      }
      await world.mark(naomi, maya);
      maya.neverHeard(`a "${type}" that was for somebody else`, (message) => message.type === type);
    },
  })),
  {
    id: 'call/to-sid',
    title: 'passes what is for one session to that one, and to nobody where it is not its target',
    rule: "With `toSid` a message is for that session of the target alone, and for nobody where it is not the target's.",
    advice: 'Compare "toSid" with the sid of the target; where it is another one, pass nothing on.',
    run: async (world) => {
      const [naomi, ruth, maya] = await world.moderns('naomi', 'ruth', 'maya');
      for (const { sid: toSid } of [maya, ruth])
        naomi.say({ type: 'call-ringing', target: ruth.name, call: CALL, toSid });
      await ruth.nextOf('call-ringing', ({ toSid }) => toSid === ruth.sid);
      await world.mark(naomi, maya);
      for (const one of [ruth, maya])
        one.neverHeard(
          'what was for nobody',
          ({ type, toSid }) => type === 'call-ringing' && toSid === maya.sid,
        );
    },
  },
  {
    id: 'call/no-more-candidates',
    title: 'passes a candidate that is null to who knows version 1, and to nobody else',
    rule: '`null` MUST NOT reach a legacy client: its script fails on it.',
    advice: 'Drop "new-ice-candidate" whose "candidate" is null for clients without "hello".',
    run: async (world) => {
      const [naomi, ruth, legacy] = [
        await world.modern('naomi'),
        await world.modern('ruth'),
        await world.legacy(),
      ];
      for (const { name } of [ruth, legacy]) {
        naomi.say({ type: 'new-ice-candidate', target: name, candidate: null, call: CALL });
      }
      await ruth.nextOf('new-ice-candidate', ({ candidate }) => candidate === null);
      await world.mark(naomi, legacy);
      legacy.neverHeard('a candidate that is null', ({ type }) => type === 'new-ice-candidate');
    },
  },
  {
    id: 'call/rings-again',
    title: 'refuses calls to one person that come too fast, and says when to try again',
    rule: 'an offer over that is answered with `rate-limited`, its `call`, `target` and `retryAfterMs`',
    advice: 'Count new calls between two people; answer those over the limit with the code "rate-limited".',
    isAdvice: true,
    run: async (world) => {
      const [mallory, ruth] = await world.moderns('mallory', 'ruth');
      const calls = Array.from({ length: 10 }, () => ({ id: world.freshText('call') }));
      for (const call of calls) {
        mallory.say({ ...OFFER, target: ruth.name, call });
        mallory.say({ type: 'hang-up', target: ruth.name, call, reason: 'cancelled' });
      }
      const error = await mallory.next(
        'an "error" with the code "rate-limited"',
        ({ type, code }) => type === 'error' && code === 'rate-limited',
      );
      const isFull = error.target === ruth.name && Number(error.retryAfterMs) > 0;
      expect(
        isFull && calls.some((call) => isSame(call, error.call)),
        'the "error" does not say which call, to whom, and when again',
        error,
      );
    },
  },
];
