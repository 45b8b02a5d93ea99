/** Version 1: the TURN and STUN servers that a server gives its clients. It may have none. */
import { type ConformanceCase, expect } from '../case.js';
import type { Heard, Participant } from '../participant.js';
import type { World } from '../world.js';

/** Credentials that are good for longer are not waited for. */
const MAX_TTL_MS = 20_000;

interface Given {
  readonly person: Participant;
  readonly session: Heard;
}

/** What the server gives a client, or cannot be tested. */
async function given(world: World): Promise<Given> {
  const person = await world.modern('naomi');
  const session = person.latest('session');
  if (session?.iceServers === undefined) world.notOffered('the server gives no "iceServers"');
  return { person, session };
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

function isServer(value: unknown): boolean {
  const { urls, username, credential } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isUrl = (url: unknown): boolean => /^(?:stun|turn)s?:\S+$/.test(String(url));
  return (
    Array.isArray(urls) && urls.length > 0 && urls.every(isUrl) && isText(username) && isText(credential)
  );
}

const credentialsOf = ({ iceServers }: Heard): readonly unknown[] =>
  (iceServers as readonly { readonly credential?: unknown }[]).map(({ credential }) => credential);

function expectServers(session: Heard): void {
  const { iceServers, iceTtlMs } = session;
  expect(Array.isArray(iceServers) && iceServers.every(isServer), 'a browser cannot use these', session);
  const isTime = iceTtlMs === undefined || (Number.isSafeInteger(iceTtlMs) && Number(iceTtlMs) >= 0);
  expect(isTime, '"iceTtlMs" is no number of milliseconds', session);
}

export const ICE_CASES: readonly ConformanceCase[] = [
  {
    id: 'ice/servers',
    title: 'gives servers that a browser can use, and says for how long',
    rule: "list of `{urls: string[], username?, credential?}`; used beside the page's own",
    advice:
      'Send {"iceServers":[{"urls":["turn:…"],"username":…,"credential":…}],"iceTtlMs":…} in "session".',
    run: async (world) => expectServers((await given(world)).session),
  },
  {
    id: 'ice/renewed',
    title: 'gives new credentials before the former are no longer good, and no new token with them',
    rule: 'then it brings new `iceServers`, before the former ones are no longer good',
    advice: 'Send "session" again, with new "iceServers" and without "token", before "iceTtlMs" is over.',
    run: async (world) => {
      const { person, session } = await given(world);
      if (session.iceTtlMs === undefined) world.notOffered('the servers are good for ever');
      const ttlMs = Number(session.iceTtlMs);
      if (ttlMs > MAX_TTL_MS) world.notOffered(`they are good for ${String(ttlMs)} ms, too long for a test`);
      const isNew = (message: Heard): boolean =>
        message !== session && message.type === 'session' && message.iceServers !== undefined;
      const renewed = await person.next('"session" with new "iceServers"', isNew, 0, ttlMs);
      expectServers(renewed);
      expect(renewed.token === undefined, 'it comes with a token', renewed);
      const [before, now] = [credentialsOf(session), credentialsOf(renewed)];
      const isFresh = now.every((credential) => credential === undefined || !before.includes(credential));
      expect(isFresh, 'a credential is the one from before', renewed);
    },
  },
  {
    id: 'ice/legacy',
    title: 'gives none to who does not know version 1',
    rule: 'They MUST NOT be given to legacy clients.',
    advice: 'Send "session" only to clients that sent "hello".',
    run: async (world) => {
      await given(world);
      const legacy = await world.legacy();
      legacy.say({ type: 'sync', what: 'ice' });
      await world.mark(legacy, legacy);
      legacy.neverHeard('servers', ({ iceServers }) => iceServers !== undefined);
    },
  },
];
