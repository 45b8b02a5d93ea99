/** A server with one mistake fails the cases that are about it, and no other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fault, FaultyServer, type Link } from '../../test/support/faulty-server.js';
import type { Heard } from '../../test/support/fake-room.js';
import { testServer } from './suite.js';

/** For what does not come; what comes takes as many turns of the one event loop as it needs, and only those count. */
const PATIENCE_MS = 2_000;
const CONTROL = ['video-offer', 'video-answer', 'new-ice-candidate', 'hang-up'];
const isControl = ({ type }: Heard): boolean => CONTROL.includes(type);
const isChat = ({ type }: Heard): boolean => type === 'message';
const isPrivate = (message: Heard): boolean => isChat(message) && typeof message.target === 'string';
const isList = ({ type }: Heard): boolean => type === 'userlist';
const usersOf = ({ users }: Heard): readonly string[] => users as readonly string[];

/** Changes some of what clients hear. */
const hears = (
  which: (message: Heard, link: Link) => boolean,
  change: (message: Heard, link: Link) => object[],
): Fault => ({
  toClient: (message, link) => (which(message, link) ? change(message, link) : [message]),
});

/** Does something else with some of what clients say. */
const says = (
  which: (message: Heard | undefined, text: string) => boolean,
  change: (message: Heard | undefined, link: Link) => readonly (object | string)[],
): Fault => ({ toRelay: (message, link, text) => (which(message, text) ? change(message, link) : [text]) });

/** Everybody is thrown out: what a server that ends looks like. */
const crash = (_: Heard | undefined, link: Link): readonly object[] => {
  for (const one of link.all) one.cut();
  return [];
};

const tellAll = (message: Heard | undefined, link: Link): readonly object[] => {
  for (const one of link.all) one.tellClient({ ...message, name: link.name });
  return [];
};

const crashOn = (which: (message: Heard | undefined, text: string) => boolean): Fault => says(which, crash);
const prefixed = (...names: readonly string[]): readonly string[] => names.map((name) => `base/${name}`);

/** Gives each list with a name that was in the first one it heard, for ever. */
const neverForgets = (): Fault => {
  const ever = new Set<string>();
  return hears(isList, (message) => {
    for (const name of usersOf(message)) ever.add(name);
    return [{ ...message, users: [...ever] }];
  });
};

const swapped = (): Fault => {
  const held = new Map<Link, object>();
  return hears(isControl, (message, link) => {
    const before = held.get(link);
    if (message.type === 'hang-up' && before) return [message, before];
    if (message.type !== 'new-ice-candidate' || !('text' in message)) return [message];
    held.set(link, message);
    return [];
  });
};

const MUTANTS: Readonly<Record<string, readonly [Fault, readonly string[]]>> = {
  'gives a number that is a text': [
    hears(
      ({ type }) => type === 'id',
      (message) => [{ ...message, id: String(message.id) }],
    ),
    prefixed('id-first'),
  ],
  'says something before id': [
    hears(
      ({ type }) => type === 'id',
      (message) => [{ type: 'welcome', id: message.id }, message],
    ),
    prefixed('id-first'),
  ],
  'gives everybody the same number': [
    hears(
      ({ type }) => type === 'id',
      (message) => [{ ...message, id: 7 }],
    ),
    prefixed('id-unique'),
  ],
  'selects no subprotocol': [{ protocol: false }, prefixed('subprotocol')],
  'tells a newcomer alone': [
    hears(
      (message, link) => isList(message) && usersOf(message).at(-1) !== link.name,
      () => [],
    ),
    prefixed('list-others', 'rename', 'leave', 'cut-off', 'name-letters', 'name-proto', 'name-constructor'),
  ],
  'leaves somebody off the list': [
    hears(
      (message) => isList(message) && usersOf(message).length > 2,
      (message) => [{ ...message, users: usersOf(message).slice(1) }],
    ),
    prefixed('list-whole'),
  ],
  'lists somebody twice': [
    hears(isList, (message) => [{ ...message, users: [...usersOf(message), ...usersOf(message)] }]),
    prefixed('list-whole'),
  ],
  'gives one name twice': [
    hears(
      ({ type }) => type === 'rejectusername',
      () => [],
    ),
    prefixed('name-taken'),
  ],
  'keeps the names of those who have left': [{ onClose: 'nothing' }, prefixed('leave', 'cut-off')],
  'never takes a name off the list': [neverForgets(), prefixed('rename', 'leave', 'cut-off')],
  'sends texts to others only': [
    hears(
      (message, link) => isChat(message) && message.target === undefined && message.name === link.name,
      () => [],
    ),
    prefixed('chat-all'),
  ],
  'sends no private text back': [
    hears(
      (message, link) => isPrivate(message) && message.name === link.name && message.target !== link.name,
      () => [],
    ),
    prefixed('chat-echo'),
  ],
  'sends private texts to everybody': [
    says((message) => message !== undefined && isPrivate(message) && !('deep' in message), tellAll),
    prefixed('chat-private', 'order', 'target-unknown'),
  ],
  'leaves the sender out of texts': [
    hears(isPrivate, ({ name: _, ...message }) => [message]),
    prefixed('chat-name'),
  ],
  'takes tags out of texts': [
    hears(isChat, (message) => [{ ...message, text: String(message.text).replace(/<[^>]+>/g, '') }]),
    prefixed('chat-text'),
  ],
  'sends offers to everybody': [
    says((message) => message?.type === 'video-offer', tellAll),
    prefixed('video-offer', 'other-fields', 'large-sdp', 'order', 'target-unknown'),
  ],
  'sends hang-ups back, too': [
    says(
      (message) => message?.type === 'hang-up',
      (message, link) => {
        link.tellClient({ ...message });
        return [{ ...message }];
      },
    ),
    prefixed('hang-up'),
  ],
  'changes descriptions': [
    hears(
      ({ type }) => type === 'video-answer',
      (message) => [
        { ...message, sdp: { type: 'answer', sdp: (message.sdp as { sdp: string }).sdp.trim() } },
      ],
    ),
    prefixed('video-answer'),
  ],
  'copies a candidate without one of its fields': [
    hears(
      ({ type }) => type === 'new-ice-candidate',
      (message) => {
        const { usernameFragment: _, ...candidate } = message.candidate as Record<string, unknown>;
        return [{ ...message, candidate }];
      },
    ),
    prefixed('new-ice-candidate'),
  ],
  'passes on only the types it knows': [
    says(
      (message) => message?.type === 'x-conformance',
      () => [],
    ),
    prefixed('other-type'),
  ],
  'passes on only the fields it knows': [
    hears(isControl, (message) => [
      Object.fromEntries(Object.entries(message).filter(([key]) => !key.startsWith('x-'))),
    ]),
    prefixed('other-fields'),
  ],
  'cuts long frames': [
    says(
      (_, text) => text.length > 16_384,
      () => [],
    ),
    prefixed('large-sdp'),
  ],
  'turns the order round': [swapped(), prefixed('order')],
  'ends the connection on a type it does not know': [
    says(
      (message) => message?.type === 'state',
      (_, link) => {
        link.cut();
        return [];
      },
    ),
    prefixed('unknown-type'),
  ],
  'ends on what is no JSON': [
    crashOn((message, text) => message === undefined && text !== '' && text.endsWith(',')),
    prefixed('survives-not-json'),
  ],
  'ends on a text that is none': [
    crashOn((message) => message?.type === 'message' && typeof message.text !== 'string'),
    prefixed('survives-no-text', 'survives-text-number'),
  ],
  'ends on a number that nobody has': [
    crashOn((message) => message?.type === 'message' && message.id === -1),
    prefixed('survives-wrong-id'),
  ],
  'ends on JSON that nests deep': [
    crashOn((_, text) => text.includes('[[[[')),
    prefixed('survives-deep-json'),
  ],
  'cannot store the name __proto__': [
    says(
      (message) => message?.type === 'username' && message.name === '__proto__',
      () => [],
    ),
    prefixed('name-proto'),
  ],
};

void describe('a server with one mistake', { concurrency: 12 }, () => {
  for (const [mistake, [fault, expected]] of Object.entries(MUTANTS)) {
    void it(`that ${mistake} fails ${String(expected.length)} cases, the right ones`, async () => {
      const server = await FaultyServer.start(fault);
      try {
        const { verdicts } = await testServer(server.url, { timeoutMs: PATIENCE_MS, only: ['base'] });
        const failed = verdicts.filter(({ status }) => status === 'failed').map(({ id }) => id);
        assert.deepEqual(failed.sort(), [...expected].sort());
      } finally {
        await server.stop();
      }
    });
  }

  void it('passes without one', async () => {
    const server = await FaultyServer.start({});
    const { verdicts } = await testServer(server.url, { only: ['base'], timeoutMs: PATIENCE_MS });
    await server.stop();
    assert.deepEqual(
      verdicts.filter(({ status }) => status !== 'passed'),
      [],
    );
  });
});
