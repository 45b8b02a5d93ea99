/** A server with one mistake in version 1 fails the cases that are about it, and no other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fault, FaultyServer, type Link } from '../../test/support/faulty-server.js';
import type { Heard } from '../../test/support/fake-room.js';
import { testServer } from './suite.js';

/** For what does not come; what comes takes as many turns of the one event loop as it needs, and only those count. */
const PATIENCE_MS = 2_000;
const PARTS = ['security', 'v1', 'presence', 'call', 'heartbeat', 'session', 'resume', 'rooms'];

const drops = (which: (message: Heard, link: Link) => boolean): Fault => ({
  toClient: (message, link) => (which(message, link) ? [] : [message]),
});

const changes = (type: string, change: (message: Heard, link: Link) => object): Fault => ({
  toClient: (message, link) => [message.type === type ? change(message, link) : message],
});

/** Does something else with what clients of one kind say. */
const says = (
  which: (message: Heard) => boolean,
  change: (message: Heard, link: Link) => readonly object[],
): Fault => ({
  toRelay: (message, link, text) => (message && which(message) ? change(message, link) : [text]),
});

const linkNamed = (link: Link, name: unknown): Link | undefined => link.all.find((one) => one.name === name);
const isError =
  (code: string) =>
  (message: Heard): boolean =>
    message.type === 'error' && message.code === code;
const without = (message: Heard, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(message).filter(([key]) => !keys.includes(key)));

/** Believes the name that a client writes. */
const believing: Fault = {
  ...says(
    ({ type, target, name }) => type === 'hang-up' && typeof target === 'string' && name !== undefined,
    (message, link) => {
      linkNamed(link, message.target)?.tellClient(without(message, 'id'));
      return [];
    },
  ),
};

const MUTANTS: Readonly<Record<string, readonly [Fault, readonly string[]]>> = {
  'believes the name that a client writes': [believing, ['security/true-name']],
  'tells the number of a sender': [
    changes('message', (message, link) => ({ ...message, id: linkNamed(link, message.name)?.number })),
    ['security/number-secret'],
  ],
  'numbers connections one after the other': [
    (() => {
      let next = 1_000;
      return {
        ...changes('id', (message) => ({ ...message, id: next++ })),
        ...says(
          () => true,
          (message) => [without(message, 'id')],
        ),
      };
    })(),
    ['security/number-random'],
  ],
  'passes on a list that a client made': [
    says(
      ({ type }) => type === 'userlist',
      (message, link) => {
        for (const one of link.all) one.tellClient(message);
        return [message];
      },
    ),
    ['security/server-types'],
  ],
  'passes on what comes from somebody without a name': [
    {
      toRelay: (message, link, text) => {
        if (link.name === undefined && message)
          linkNamed(link, message.target)?.tellClient(without(message, 'id'));
        return [text];
      },
    },
    ['security/unnamed'],
  ],
  'confirms private texts only': [
    (() => {
      const open = new Set<unknown>();
      return {
        toRelay: (message, _, text) => {
          if (message?.type === 'message' && message.target === undefined) open.add(message.mid);
          return [text];
        },
        toClient: (message) =>
          message.type === 'ack' && open.has((message.re as { mid: string }).mid) ? [] : [message],
      } satisfies Fault;
    })(),
    ['v1/ack'],
  ],
  'puts no id into texts': [changes('message', (message) => without(message, 'mid')), ['v1/text-ids']],
  'believes the time that a client writes': [
    changes('message', (message) => ({ ...message, ts: 1 })),
    ['v1/text-ids'],
  ],
  'tells no sid in offers': [changes('video-offer', (message) => without(message, 'sid')), ['v1/sid']],
  'says nothing of a target that is not there': [
    drops(isError('peer-unavailable')),
    ['v1/peer-unavailable', 'rooms/messages'],
  ],
  'does not say which call had no target': [
    changes('error', (message) => without(message, 'call')),
    ['v1/peer-unavailable', 'call/rings-again'],
  ],
  'drops in silence what only a server sends': [drops(isError('forbidden')), ['v1/forbidden']],
  'says nothing of what it could not read': [drops(isError('bad-request')), ['v1/bad-request']],
  'does not say which text was too large': [
    changes('error', (message) => without(message, 'mid')),
    ['v1/peer-unavailable', 'v1/too-large'],
  ],
  'says nothing of too many messages': [
    drops((message) => isError('rate-limited')(message) && message.call === undefined),
    ['v1/rate-limited'],
  ],
  'sends a list of names to everybody': [
    {
      toClient: (message) =>
        message.type === 'presence' ? [message, { type: 'userlist', users: [] }] : [message],
    },
    ['presence/no-userlist'],
  ],
  'forgets the version before a change': [
    changes('presence', (message) => (message.full === undefined ? { ...message, prev: 0 } : message)),
    [
      ...['presence/no-userlist', 'presence/changes', 'presence/sid-kept', 'presence/sync', 'presence/state'],
      ...['presence/legacy-listed', 'presence/in-call'],
      ...['resume/waits', 'resume/missed', 'resume/counts', 'resume/gap', 'resume/left'],
    ],
  ],
  'tells no leave': [
    changes('presence', (message) => without(message, 'leave')),
    ['presence/changes', 'resume/left'],
  ],
  'does not answer sync': [
    says(
      ({ type }) => type === 'sync',
      () => [],
    ),
    ['presence/sync'],
  ],
  'tells no state': [
    changes('presence', (message) => without(message, 'change')),
    [
      'presence/changes',
      'presence/sid-kept',
      'presence/state',
      'presence/in-call',
      'resume/waits',
      'resume/missed',
      'resume/counts',
      'resume/gap',
    ],
  ],
  'never says who is in a call': [
    says(
      ({ type }) => type === 'video-answer',
      (message, link) => {
        if (link.name === undefined) return [message];
        linkNamed(link, message.target)?.tellClient({ ...without(message, 'id'), name: link.name, sid: 'x' });
        return [];
      },
    ),
    ['v1/sid', 'presence/in-call'],
  ],
  'knows only the types of the base profile': [
    drops(({ type }) => type === 'call-media'),
    ['call/call-media'],
  ],
  'sends null candidates to everybody': [
    says(
      ({ type, candidate }) => type === 'new-ice-candidate' && candidate === null,
      (message, link) => {
        linkNamed(link, message.target)?.tellClient({ ...message, name: link.name });
        return [];
      },
    ),
    ['call/no-more-candidates'],
  ],
  'answers pings without their number': [
    changes('pong', (message) => without(message, 't')),
    ['heartbeat/answers', 'resume/counts'],
  ],
  'does not beat': [drops(({ type }) => type === 'ping'), ['heartbeat/beats']],
  'never minds a silence': [
    {
      toClient: (message, link) => {
        if (message.type === 'ping') link.tellRelay({ type: 'pong' });
        return [message];
      },
    },
    ['heartbeat/silence'],
  ],
  'gives everybody the same token': [
    changes('session', (message) => ({ ...message, token: 'x'.repeat(22) })),
    ['session/token', 'session/taken-over', 'resume/waits', 'resume/missed', 'resume/counts', 'resume/gap'],
  ],
  'gives a short token': [
    changes('session', (message) => ({ ...message, token: String(message.token).slice(0, 8) })),
    ['session/token', 'session/taken-over', 'resume/waits', 'resume/missed', 'resume/counts', 'resume/gap'],
  ],
  'forgets who has lost the connection': [
    { onClose: 'left' },
    ['resume/waits', 'resume/missed', 'resume/counts', 'resume/gap'],
  ],
  'does not say how much it has got': [
    {
      toClient: (message) => [['pong', 'session'].includes(message.type) ? without(message, 'seq') : message],
    },
    ['resume/counts'],
  ],
  'does not send what was missed': [
    (() => {
      const resumed = new WeakSet<Link>();
      return {
        toClient: (message, link) => {
          if (message.type === 'session' && message.resumed === true) resumed.add(link);
          return message.type === 'x-conformance' && resumed.has(link) ? [] : [message];
        },
      } satisfies Fault;
    })(),
    ['resume/missed'],
  ],
  'does not say that there is a gap': [
    changes('session', (message) => without(message, 'gap')),
    ['resume/gap'],
  ],
  'passes messages on to other rooms': [
    says(
      ({ type, target }) => type === 'video-offer' && target !== undefined,
      (message, link) => {
        const other = linkNamed(link, message.target);
        if (other && other.room !== link.room)
          other.tellClient({ ...without(message, 'id'), name: link.name });
        return [message];
      },
    ),
    ['rooms/messages'],
  ],
  'tells other rooms of a newcomer': [
    says(
      ({ type }) => type === 'username',
      (message, link) => {
        for (const one of link.all) {
          if (one.room !== link.room) one.tellClient({ type: 'x-newcomer', who: message.name });
        }
        return [message];
      },
    ),
    ['rooms/lists'],
  ],
};

void describe('a server with one mistake in version 1', { concurrency: 12 }, () => {
  for (const [mistake, [fault, expected]] of Object.entries(MUTANTS)) {
    void it(`that ${mistake} fails the right cases`, async () => {
      const server = await FaultyServer.start(fault);
      try {
        const { verdicts } = await testServer(server.url, { timeoutMs: PATIENCE_MS, only: PARTS });
        const wrong = verdicts.filter(({ status }) => status === 'failed' || status === 'warning');
        assert.deepEqual(wrong.map(({ id }) => id).sort(), [...expected].sort());
      } finally {
        await server.stop();
      }
    });
  }
});
