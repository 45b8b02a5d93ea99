/** Version 1, capability `heartbeat`: signs of life. */
import { type ConformanceCase, expect } from '../case.js';
import type { Participant } from '../participant.js';
import type { World } from '../world.js';

const MAX_WAIT_MS = 20_000;
const SLACK_MS = 1_500;

interface Beat {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

function beatOf(world: World, person: Participant): Beat {
  const ping = person.heard.find(({ type }) => type === 'id')?.ping as Partial<Beat> | undefined;
  const { intervalMs = Number.NaN, timeoutMs = Number.NaN } = ping ?? {};
  if (!(intervalMs + timeoutMs < MAX_WAIT_MS))
    world.notOffered('the server does not say that it beats, or waits too long for a test');
  return { intervalMs, timeoutMs };
}

export const HEARTBEAT_CASES: readonly ConformanceCase[] = [
  {
    id: 'heartbeat/answers',
    title: 'answers a ping, before there is a name and after',
    rule: 'A v1 end MUST answer a `ping` without `target` with `pong`.',
    advice: 'Answer {"type":"ping","t":N} with {"type":"pong","t":N}.',
    run: async (world) => {
      const person = await world.connect();
      person.say({ type: 'ping', t: 7 });
      await person.next('a "pong" with its number', ({ type, t }) => type === 'pong' && t === 7);
      person.isModern = true;
      await world.signIn(person, world.freshName('naomi'), { hello: { v: 1 } });
      person.say({ type: 'ping', t: 8.5 });
      await person.next('a "pong" with its number', ({ type, t }) => type === 'pong' && t === 8.5);
      person.say({ type: 'ping' });
      await person.nextOf('pong', ({ t }) => t === undefined);
    },
  },
  {
    id: 'heartbeat/beats',
    title: 'says something at least as often as it told',
    rule: '`{intervalMs, timeoutMs}`; the server beats: it sends something at least every `intervalMs`',
    advice: 'Send each client a "ping" after "intervalMs" without any other message.',
    run: async (world) => {
      const naomi = await world.modern('naomi');
      const { intervalMs } = beatOf(world, naomi);
      await naomi.next('anything', () => true, naomi.heard.length, intervalMs + SLACK_MS);
    },
  },
  {
    id: 'heartbeat/silence',
    title: 'ends a connection on which nothing comes back, and the others hear of it',
    rule: 'nothing heard within 4 s after it: close 4412',
    advice: 'Close with 4412 where neither a "pong" nor anything else came within "timeoutMs".',
    run: async (world) => {
      const watcher = await world.modern('watcher');
      const silent = await world.modern('silent');
      const { intervalMs, timeoutMs } = beatOf(world, watcher);
      silent.isModern = false;
      const { code } = await silent.end(2 * intervalMs + timeoutMs + SLACK_MS);
      expect(code === 4412 || code === 1006, 'the connection was closed with another code', code);
    },
  },
];
