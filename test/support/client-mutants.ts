/**
 * Clients with one mistake each, and which cases of the conformance suite must see it: those, and no other of their part.
 * What a right client hears and says is changed on the way.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testClient } from '../../server/conformance/client/suite.js';
import type { SignalPort } from '../../src/core/ports.js';
import type { ClientMessage } from '../../src/protocol/index.js';
import { startObligingClient } from './obliging-client.js';

/** For what does not come. */
const PATIENCE_MS = 4_000;

export type Said = ClientMessage & Readonly<Record<string, unknown>>;
export type HeardByClient = Readonly<Record<string, unknown>>;

/** What the client hears and says passes through here. */
export interface Change {
  readonly hears?: (message: HeardByClient) => readonly object[];
  readonly says?: (message: Said) => readonly object[];
  /** What the client takes a close code for. */
  readonly closes?: (code: number) => number;
}

export const hearing = (type: string, change: (message: HeardByClient) => readonly object[]): Change => ({
  hears: (message) => (message.type === type ? change(message) : [message]),
});

export const saying = (type: string, change: (message: Said) => readonly object[]): Change => ({
  says: (message) => (message.type === type ? change(message) : [message]),
});

export const without = (message: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(message).filter(([key]) => !keys.includes(key)));

const changed =
  ({ hears, says, closes }: Change) =>
  (signal: SignalPort): SignalPort => ({
    connect: (listener) => {
      const connection = signal.connect({
        open: () => listener.open(),
        message: (data) => {
          const message = hears && parse(data);
          if (!message) listener.message(data);
          else for (const one of hears(message)) listener.message(JSON.stringify(one));
        },
        close: (code, reason) => listener.close(closes?.(code) ?? code, reason),
      });
      return {
        send: (message) => {
          for (const one of says?.(message) ?? [message]) connection.send(one as ClientMessage);
          return true;
        },
        close: (code) => connection.close(code),
      };
    },
  });

function parse(data: unknown): HeardByClient | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === 'object' && value !== null ? (value as HeardByClient) : undefined;
  } catch {
    return undefined;
  }
}

/** By its mistake: what is changed, made anew for each run where it remembers something, and which cases fail. */
export type ClientMutants = Readonly<
  Record<string, readonly [change: Change | (() => Change), expected: readonly string[]]>
>;

/** Plays these cases with each of them, and of other parts those that must fail beside. */
export function describeClientMutants(
  what: string,
  cases: readonly { readonly id: string }[],
  mutants: ClientMutants,
): void {
  void describe(`a client with one mistake, and the cases of ${what}`, { concurrency: 8 }, () => {
    for (const [mistake, [change, expected]] of Object.entries(mutants)) {
      void it(`that ${mistake} fails ${expected.join(', ')}`, async () => {
        const made = typeof change === 'function' ? change() : change;
        let stop = (): void => undefined;
        const { verdicts } = await testClient({
          timeoutMs: PATIENCE_MS,
          only: [...new Set([...cases.map(({ id }) => id), ...expected])],
          onReady: (url) => {
            stop = startObligingClient(url, changed(made));
          },
        });
        stop();
        const wrong = verdicts.filter(({ status }) => status !== 'passed').map(({ id }) => id);
        assert.deepEqual(wrong.sort(), [...expected].sort());
      });
    }
  });
}
