/** Version 1: a session that goes on over another connection. A server may offer it; one that gives tokens does. */
import { type ConformanceCase, expect } from '../case.js';
import type { Participant } from '../participant.js';
import type { World } from '../world.js';

const TOKEN_LENGTH = 22;

/** Signs in, and has a token or cannot be tested. */
async function holder(world: World, stem: string): Promise<readonly [Participant, string]> {
  const person = await world.modern(stem);
  const token = person.latest('session')?.token;
  if (typeof token !== 'string') world.notOffered('the server gives no token');
  return [person, token];
}

/** Whether it has a session of its own; the name may be that of all sessions of one person. */
const isNew = (thief: Participant, { name, token }: Participant): boolean =>
  token !== undefined || thief.name !== name;

/** Comes back with a token, and hears whether it was good. */
async function comeBack(
  world: World,
  former: Participant,
  token: string,
): Promise<readonly [Participant, unknown]> {
  const person = await world.connectAgain(former);
  person.isModern = true;
  const hello = {
    v: 1,
    client: 'conformance',
    caps: ['call', 'presence', 'heartbeat'],
    resume: { token, seq: 0 },
  };
  await world.signIn(person, former.name, { hello });
  return [person, (await person.nextOf('session')).resumed];
}

export const SESSION_CASES: readonly ConformanceCase[] = [
  {
    id: 'session/token',
    title: 'gives a token that nobody can guess, a new one each time',
    rule: 'A token MUST be unpredictable (128 bits or more) and good for one use only',
    advice: 'Take 16 random bytes or more, as base64.',
    run: async (world) => {
      const tokens = [await holder(world, 'naomi'), await holder(world, 'ruth')].map(([, token]) => token);
      expect(
        tokens.every(({ length }) => length >= TOKEN_LENGTH),
        'a token is too short for 128 bits',
        tokens,
      );
      expect(new Set(tokens).size === 2, 'two sessions have the same token', tokens);
    },
  },
  {
    id: 'session/taken-over',
    title: 'gives the session to the connection that has its token, and nobody else notices',
    rule: 'the session keeps its name, its `sid`, its state and its call. The others MUST NOT be told of a leave or a join, unless capabilities changed',
    advice:
      'Move the session to the new connection, close the old one with 4501, and send "session" with "resumed" true.',
    run: async (world) => {
      const watcher = await world.modern('watcher');
      const [naomi, token] = await holder(world, 'naomi');
      await world.mark(naomi, watcher);
      const since = watcher.heard.length;
      const [again, resumed] = await comeBack(world, naomi, token);
      expect(resumed === true, 'the session was not resumed', again.latest('session'));
      expect(again.name === naomi.name, 'the name was not kept', again.name);
      expect(again.latest('session')?.token !== token, 'there is no new token', token);
      const { code } = await naomi.end();
      expect(code === 4501, 'the old connection was closed with another code', code);
      await world.mark(watcher, again);
      await world.mark(again, watcher);
      const isTold = ({ type, join, leave }: Record<string, unknown>): boolean =>
        type === 'presence' && JSON.stringify([join, leave]).includes(naomi.name);
      watcher.neverHeard('a join or a leave of who is still here', isTold, since);
    },
  },
  {
    id: 'session/one-use',
    title: 'takes a token once',
    rule: 'A token MUST be unpredictable (128 bits or more) and good for one use only',
    advice: 'Replace the token whenever it was used.',
    run: async (world) => {
      const [naomi, token] = await holder(world, 'naomi');
      const [again] = await comeBack(world, naomi, token);
      const [thief, resumed] = await comeBack(world, naomi, token);
      expect(resumed === false && isNew(thief, naomi), 'a used token was taken', thief.latest('session'));
      await world.mark(again, again);
    },
  },
  {
    id: 'session/wrong-token',
    title: 'takes a token that does not fit for none, without harm',
    rule: 'It MUST NOT be an error',
    advice: 'Name the client as if it had sent no token, and send "session" with "resumed" false.',
    run: async (world) => {
      const [naomi] = await holder(world, 'naomi');
      const [thief, resumed] = await comeBack(world, naomi, 'x'.repeat(TOKEN_LENGTH));
      expect(resumed === false && isNew(thief, naomi), 'a wrong token was taken', thief.latest('session'));
      thief.neverHeard('an "error"', ({ type }) => type === 'error');
      await world.mark(naomi, naomi);
    },
  },
];
