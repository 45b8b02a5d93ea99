/** A client with one mistake fails the cases that are about it, and no other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SignalPort } from '../../../src/core/ports.js';
import type { ClientMessage } from '../../../src/protocol/index.js';
import { startObligingClient } from '../../../test/support/obliging-client.js';
import { testClient } from './suite.js';

type Said = ClientMessage & Readonly<Record<string, unknown>>;

/** What the client hears and says passes through here. */
interface Change {
  readonly hears?: (
    message: Readonly<Record<string, unknown>>,
    say: (message: object) => void,
  ) => readonly object[];
  readonly says?: (message: Said) => readonly object[];
  /** What the client takes a close code for. */
  readonly closes?: (code: number) => number;
}

const changed =
  ({ hears, says, closes }: Change) =>
  (signal: SignalPort): SignalPort => ({
    connect: (listener) => {
      const connection = signal.connect({
        open: () => listener.open(),
        message: (data) => {
          const message = parse(data);
          const heard = message && hears ? hears(message, say) : undefined;
          if (heard) for (const one of heard) listener.message(JSON.stringify(one));
          else listener.message(data);
        },
        close: (code, reason) => listener.close(closes?.(code) ?? code, reason),
      });
      const say = (message: object): void => void connection.send(message as ClientMessage);
      return {
        send: (message) => {
          for (const one of says?.(message) ?? [message]) say(one);
          return true;
        },
        close: (code) => connection.close(code),
      };
    },
  });

function parse(data: unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const without = (message: Said, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(message).filter(([key]) => !keys.includes(key)));

const saying = (type: string, change: (message: Said) => readonly object[]): Change => ({
  says: (message) => (message.type === type ? change(message) : [message]),
});

const MUTANTS: Readonly<Record<string, readonly [Change, readonly string[]]>> = {
  'does not echo its number': [saying('username', (message) => [{ ...message, id: 1 }]), ['client/username']],
  'asks for everything at once': [
    saying('username', (message) => [{ type: 'state', state: 'busy' }, message]),
    ['client/legacy-quiet', 'client/username'],
  ],
  'calls without a description': [
    saying('video-offer', (message) => [{ ...message, sdp: null }]),
    ['client/call', 'client-link/messages'],
  ],
  'sends candidates to everybody': [
    saying('new-ice-candidate', (message) => [without(message, 'target')]),
    ['client/call', 'client/legacy-quiet', 'client-link/messages'],
  ],
  'does not say that it rings': [
    saying('call-ringing', () => []),
    ['client-v1/ringing', 'client-v1/cancelled', 'client-v1/overtaken'],
  ],
  'answers before the person accepts': [
    saying('call-ringing', (message) => [
      message,
      {
        type: 'video-answer',
        target: message.target,
        call: message.call,
        sdp: { type: 'answer', sdp: 'early' },
      },
    ]),
    ['client-v1/ringing'],
  ],
  'hangs up without a reason': [
    saying('hang-up', (message) => [without(message, 'reason')]),
    ['client-v1/decline', 'client-v1/busy'],
  ],
  'hangs up without a call': [
    saying('hang-up', (message) => [without(message, 'call')]),
    ['client-v1/decline', 'client-v1/busy'],
  ],
  'gives short ids to calls': [
    (() => {
      const whole = new Map<unknown, string>();
      return {
        says: (message) => {
          const { id } = (message.call ?? {}) as { readonly id?: string };
          if (id === undefined || id.startsWith('conformance')) return [message];
          whole.set(id.slice(0, 4), id);
          return [{ ...message, call: { ...(message.call as object), id: id.slice(0, 4) } }];
        },
        hears: (message) => {
          const { id } = (message.call ?? {}) as { readonly id?: string };
          return whole.has(id)
            ? [{ ...message, call: { ...(message.call as object), id: whole.get(id) } }]
            : [message];
        },
      } satisfies Change;
    })(),
    ['client-v1/call'],
  ],
  'answers no pings': [saying('pong', () => []), ['client-v1/pong']],
  'does not mind a gap': [saying('sync', () => []), ['client-v1/gap']],
  'confirms nothing': [saying('ack', () => []), ['client-v1/ack']],
  'takes any hang-up for that of its peer': [
    (() => {
      let peer: unknown;
      return {
        says: (message) => {
          if (message.type === 'call-accept') peer = message.target;
          return [message];
        },
        hears: (message) => (message.type === 'hang-up' ? [message, { ...message, name: peer }] : [message]),
      } satisfies Change;
    })(),
    ['client/hang-up-of-others'],
  ],
  'comes back whatever the server says': [
    { closes: (code) => (code >= 4500 ? 1006 : code) },
    ['client-link/stays-away'],
  ],
  'does not come back': [
    { closes: (code) => (code === 1006 ? 4500 : code) },
    // Whether it stays away where it must is not known then: it never comes again.
    ['client-link/comes-back'],
  ],
};

void describe('a client with one mistake', { concurrency: 8 }, () => {
  for (const [mistake, [change, expected]] of Object.entries(MUTANTS)) {
    void it(`that ${mistake} fails the right cases`, async () => {
      let stop = (): void => undefined;
      const { verdicts } = await testClient({
        timeoutMs: 4_000,
        onReady: (url) => {
          stop = startObligingClient(url, changed(change));
        },
      });
      stop();
      const wrong = verdicts.filter(({ status }) => status !== 'passed').map(({ id }) => id);
      assert.deepEqual(wrong.sort(), [...expected].sort());
    });
  }
});
