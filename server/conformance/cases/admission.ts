/** Version 1: a server that wants to know who comes. Only one that does is tested; what a good token is it says itself. */
import { type ConformanceCase, expect } from '../case.js';
import type { Heard, Participant } from '../participant.js';
import { userNamed } from '../people-list.js';
import type { World } from '../world.js';

const REFUSAL =
  'If the client may not come in, the server sends `error` with `re` `username` and `fatal`, and closes';
const MAX_LIFE_MS = 60_000;
const SLACK_MS = 1_500;

const isError = ({ type, re }: Heard): boolean => type === 'error' && re === 'username';

/** It is told why it must go, and goes. */
async function isSentAway(person: Participant, codes: readonly string[], close: number): Promise<void> {
  const error = await person.next('an "error" about its "username"', isError);
  expect(error.fatal === true, 'the "error" is not "fatal"', error);
  expect(codes.includes(String(error.code)), 'the "error" has another code', error);
  const { code } = await person.end();
  expect(code === close, 'the connection was closed with another code', code);
}

/** Somebody whom the server must not let in, and what he says first. */
async function stranger(world: World, hello?: object): Promise<Participant> {
  world.needsTokens();
  const person = await world.connect();
  const name = world.freshName('stranger');
  person.say({ type: 'username', name, id: person.number, date: Date.now(), ...(hello ? { hello } : {}) });
  return person;
}

const STRANGERS: Readonly<Record<string, readonly [string, object | undefined]>> = {
  'no-token': ['who brings no token', { v: 1 }],
  'wrong-token': ['who brings a token that is none', { v: 1, token: 'nonsense' }],
  legacy: ['who does not know version 1, and so has no token', undefined],
};

export const ADMISSION_CASES: readonly ConformanceCase[] = [
  ...Object.entries(STRANGERS).map(([id, [who, hello]]): ConformanceCase => ({
    id: `admission/${id}`,
    title: `refuses ${who}, and says why`,
    rule: REFUSAL,
    advice: 'Send {"type":"error","code":"unauthorized","re":"username","fatal":true}, and close with 4503.',
    run: async (world) => isSentAway(await stranger(world, hello), ['unauthorized'], 4503),
  })),
  {
    id: 'admission/unheard',
    title: 'neither lists nor hears who was not let in',
    rule: 'MUST NOT name, list or hear the client before',
    advice: 'Until it is known who a client is, pass nothing on and list nobody.',
    run: async (world) => {
      world.needsTokens();
      const naomi = await world.modern('naomi');
      const mallory = await stranger(world, { v: 1 });
      const tag = world.freshText('unheard');
      for (const type of ['message', 'video-offer', 'x-conformance'])
        mallory.say({ type, target: naomi.name, text: tag, tag, sdp: { type: 'offer', sdp: 'v=0' } });
      await mallory.end();
      await world.mark(naomi, naomi);
      naomi.neverHeard(
        'something of who was not let in',
        (message) => message.tag === tag || JSON.stringify(message).includes('stranger-'),
      );
    },
  },
  {
    id: 'admission/renewed',
    title: 'takes another token of the same person, and nobody notices',
    rule: 'It stays the same person in the same room; another one is `forbidden`.',
    advice: 'Judge the token of each "username"; keep session, name and room of who proves to be the same.',
    run: async (world) => {
      world.needsList();
      world.needsTokens();
      const [watcher, naomi] = await world.moderns('watcher', 'naomi');
      await world.mark(naomi, watcher);
      const since = watcher.heard.length;
      const { name, number: id, token } = naomi;
      naomi.say({ type: 'username', name, id, date: Date.now(), hello: { v: 1, token } });
      await world.mark(naomi, watcher);
      await world.mark(watcher, naomi);
      naomi.neverHeard('an "error" about a token that is good', isError);
      watcher.neverHeard(
        'a join or a leave of who is still here',
        ({ type, join, leave }) => type === 'presence' && JSON.stringify([join, leave]).includes(name),
        since,
      );
      expect(userNamed(watcher.heard, name) !== undefined, 'it is not listed any more', name);
    },
  },
  {
    id: 'admission/renewed-wrong',
    title: 'refuses a newer token that is none, and lets who brings it stay',
    rule: 'but one that is `unauthorized`, `token-expired` or `unavailable` changes nothing: the `error` is not `fatal`',
    advice:
      'Answer {"type":"error","code":"unauthorized","re":"username"}, and keep what the token before has shown.',
    run: async (world) => {
      world.needsTokens();
      const naomi = await world.modern('naomi');
      const { name, number: id } = naomi;
      naomi.say({ type: 'username', name, id, date: Date.now(), hello: { v: 1, token: 'nonsense' } });
      const error = await naomi.next('an "error" about its "username"', isError);
      const isRefusal = error.code === 'unauthorized' && error.fatal !== true;
      expect(isRefusal, 'the "error" has another code, or is "fatal"', error);
      await world.mark(naomi, naomi);
    },
  },
  {
    id: 'admission/another-person',
    title: 'lets no connection become somebody else',
    rule: 'It stays the same person in the same room; another one is `forbidden`.',
    advice: 'Compare whom a newer token is of with whom the connection is of; close with 4503 on another.',
    run: async (world) => {
      world.needsTokens();
      const [naomi, mallory] = await world.moderns('naomi', 'mallory');
      const { name, number: id } = mallory;
      mallory.say({ type: 'username', name, id, date: Date.now(), hello: { v: 1, token: naomi.token } });
      await isSentAway(mallory, ['forbidden'], 4503);
      await world.mark(naomi, naomi);
    },
  },
  {
    id: 'admission/expiry',
    title: 'sends away whose token has expired, and says so each time it is shown',
    rule: 'If none comes in time, the server sends `token-expired` and closes with 4401',
    advice: 'Tell "authTtlMs" in "session", and close with 4401 when that time is over.',
    run: async (world) => {
      const naomi = await world.connect();
      naomi.token = world.expiringToken();
      const isExpired = ({ type, code }: Heard): boolean => type === 'error' && code === 'token-expired';
      world.ask(naomi, world.freshName('naomi'), { hello: { v: 1 } });
      const answer = await naomi.next('a "session"', (one) => one.type === 'session' || isExpired(one));
      if (isExpired(answer))
        world.notOffered(
          'the token of --expiring-token was over before its case began: give it some seconds more',
        );
      const ttlMs = Number(answer.authTtlMs);
      expect(ttlMs >= 0, 'the "session" has no "authTtlMs"', answer);
      if (ttlMs > MAX_LIFE_MS)
        world.notOffered(`the token is good for ${String(ttlMs)} ms more, too long for a test`);
      await naomi.next('an "error" with the code "token-expired"', isExpired, 0, ttlMs + SLACK_MS);
      await naomi.end().then(({ code }) => expect(code === 4401, 'it was closed with another code', code));
      const again = await world.connectAgain(naomi);
      world.ask(again, world.freshName('naomi'));
      await isSentAway(again, ['token-expired'], 4401);
    },
  },
];
