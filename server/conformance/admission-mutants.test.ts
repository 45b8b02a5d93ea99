/** A server that asks who comes, with one mistake in that, fails the cases that are about it, and no other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fault, FaultyServer, type Link } from '../../test/support/faulty-server.js';
import type { Heard } from '../../test/support/fake-room.js';
import { AdmissionError, type Authenticate } from '../auth/identity.js';
import { testServer } from './suite.js';

const PATIENCE_MS = 2_000;
/** Long enough to sign in on a busy machine. */
const LIFE_MS = 3_000;
const TOKENS = ['naomi', 'ruth', 'maya', 'sam'];

/** Whoever brings a token is its name; `brief` is somebody for a moment, from the first time on. */
function vouch(): Authenticate {
  let expiresAtMs: number | undefined;
  return ({ token = '' }) => {
    if (token === 'brief') {
      expiresAtMs ??= Date.now() + LIFE_MS;
      if (Date.now() > expiresAtMs) throw new AdmissionError('token-expired', 'Over.');
      return { subject: token, expiresAtMs };
    }
    if (!TOKENS.includes(token)) throw new AdmissionError('unauthorized', 'Nobody knows you.');
    return { subject: token };
  };
}

const errors = (code: string, change: (message: Heard) => readonly object[]): Fault => ({
  toClient: (message) => (message.type === 'error' && message.code === code ? change(message) : [message]),
});
const without = (message: Heard, key: string): object =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
const tokenOf = ({ hello }: Heard): unknown => (hello as { readonly token?: unknown } | undefined)?.token;

/** Passes on to the first device of a name only. */
const forgetsOne = (type: string): Fault => ({
  toClient: (message, link) => {
    const isFirst = link.all.find(({ name }) => name === link.name) === link;
    return message.type === type && !isFirst && message.toSid === undefined ? [] : [message];
  },
});

const toAll = (link: Link, message: Heard): void => {
  for (const one of link.all) if (one !== link) one.tellClient({ ...message, name: 'stranger-' });
};

const STRANGERS = ['admission/no-token', 'admission/wrong-token', 'admission/legacy'];

const MUTANTS: Readonly<Record<string, readonly [() => Fault, readonly string[]]>> = {
  'does not say that it is the end': [
    () => errors('unauthorized', (message) => [without(message, 'fatal')]),
    STRANGERS,
  ],
  'lets a token that is none be an invalid request': [
    () => errors('unauthorized', (message) => [{ ...message, code: 'bad-request' }]),
    STRANGERS,
  ],
  'passes on what somebody says who is not in': [
    () => ({
      toRelay: (message, link, text) => {
        if (message?.tag !== undefined && message.type === 'x-conformance') toAll(link, message);
        return [text];
      },
    }),
    ['admission/unheard'],
  ],
  'throws out who brings a newer token': [
    () => {
      const known = new WeakSet<Link>();
      return {
        toRelay: (message, link, text) => {
          if (message?.type !== 'username' || tokenOf(message) === undefined) return [text];
          if (known.has(link)) link.cut();
          known.add(link);
          return [text];
        },
      };
    },
    ['admission/renewed', 'admission/another-person'],
  ],
  'does not look at a newer token': [
    () => {
      const known = new WeakSet<Link>();
      return {
        toRelay: (message, link, text) => {
          if (message?.type !== 'username' || tokenOf(message) === undefined) return [text];
          if (known.has(link)) return [];
          known.add(link);
          return [text];
        },
      };
    },
    ['admission/another-person'],
  ],
  'does not say that a token has expired': [() => errors('token-expired', () => []), ['admission/expiry']],
  'rings on one device only': [
    () => forgetsOne('video-offer'),
    ['devices/all-ring', 'devices/sid', 'devices/falls-away'],
  ],
  'sends an own text back to one device only': [() => forgetsOne('message'), ['devices/own-texts']],
  'does not mind toSid': [
    () => ({
      toRelay: (message, _, text) => [message?.toSid === undefined ? text : without(message, 'toSid')],
    }),
    ['call/to-sid', 'devices/to-sid'],
  ],
  'says on no ringing which device it is from': [
    () => ({
      toClient: (message) => [message.type === 'call-ringing' ? without(message, 'sid') : message],
    }),
    ['devices/sid'],
  ],
  'overwrites the sid of call-select': [
    () => ({
      toClient: (message) => [message.type === 'call-select' ? { ...message, sid: 'x' } : message],
    }),
    ['devices/select'],
  ],
  'lists one device of a person': [
    () => {
      const listed = new WeakMap<Link, Set<string>>();
      return {
        toClient: (message, link) => {
          if (message.type !== 'presence') return [message];
          const names = listed.get(link) ?? new Set<string>();
          listed.set(link, names);
          const isNew = ({ name }: { readonly name: string }): boolean =>
            !names.has(name) && !!names.add(name);
          const of = (key: 'full' | 'join'): object =>
            Array.isArray(message[key])
              ? { [key]: (message[key] as { readonly name: string }[]).filter(isNew) }
              : {};
          return [{ ...message, ...of('full'), ...of('join') }];
        },
      };
    },
    ['devices/listed'],
  ],
};

void describe('a server that asks who comes, with one mistake', { concurrency: 4 }, () => {
  for (const [mistake, [fault, expected]] of Object.entries(MUTANTS)) {
    void it(`that ${mistake} fails the right cases`, async () => {
      const server = await FaultyServer.start(fault(), { authenticate: vouch() });
      try {
        const { verdicts } = await testServer(server.url, {
          timeoutMs: PATIENCE_MS,
          only: ['admission', 'devices', 'call/to-sid'],
          tokens: TOKENS,
          expiringToken: 'brief',
        });
        const wrong = verdicts.filter(({ status }) => status !== 'passed').map(({ id }) => id);
        assert.deepEqual(wrong.sort(), [...expected].sort());
      } finally {
        await server.stop();
      }
    });
  }
});
