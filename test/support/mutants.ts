/**
 * Servers with one mistake each, and which cases of the conformance suite must see it: those, and no other of their
 * part. The mistakes are made of the words here.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SuiteOptions, testServer } from '../../server/conformance/suite.js';
import type { HubOptions } from '../../server/limits.js';
import type { Heard } from './fake-room.js';
import { type Fault, FaultyServer, type Link } from './faulty-server.js';

/** For what does not come; what comes takes as many turns of the one event loop as it needs, and only those count. */
const PATIENCE_MS = 2_000;

/** Does something else with some of what clients hear. */
export const hears = (
  which: (message: Heard, link: Link) => boolean,
  change: (message: Heard, link: Link) => readonly object[],
): Fault => ({
  toClient: (message, link) => (which(message, link) ? change(message, link) : [message]),
});

/** Keeps some of it back. */
export const drops = (which: (message: Heard, link: Link) => boolean): Fault => hears(which, () => []);

/** Changes messages of one type. */
export const changes = (type: string, change: (message: Heard, link: Link) => object): Fault =>
  hears(
    (message) => message.type === type,
    (message, link) => [change(message, link)],
  );

/** Does something else with some of what clients say. */
export const says = (
  which: (message: Heard, link: Link) => boolean,
  change: (message: Heard, link: Link) => readonly object[],
): Fault => ({
  toRelay: (message, link, text) => (message && which(message, link) ? change(message, link) : [text]),
});

export const isOf =
  (type: string) =>
  (message: Heard): boolean =>
    message.type === type;

export const isError =
  (code: string) =>
  (message: Heard): boolean =>
    message.type === 'error' && message.code === code;

export const without = (message: Heard, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(message).filter(([key]) => !keys.includes(key)));

export const linkNamed = (link: Link, name: unknown): Link | undefined =>
  link.all.find((one) => one.name === name);

/** By its mistake: what is wrong, made anew for each run where it remembers something, and which cases fail. */
export type Mutants = Readonly<
  Record<string, readonly [fault: Fault | (() => Fault), expected: readonly string[]]>
>;

export interface Setting {
  /** What the relay behind the mistakes is told beside. */
  readonly hub?: () => Partial<HubOptions>;
  readonly suite?: SuiteOptions;
}

async function wrongIn(
  fault: Fault,
  only: readonly string[],
  { hub, suite }: Setting,
): Promise<readonly string[]> {
  const server = await FaultyServer.start(fault, hub?.());
  try {
    const { verdicts } = await testServer(server.url, { timeoutMs: PATIENCE_MS, only, ...suite });
    const wrong = verdicts.filter(({ status }) => status !== 'passed');
    return wrong.map(({ id }) => id).sort();
  } finally {
    await server.stop();
  }
}

/** Plays these cases against each of them, and of other parts those that must fail beside. */
export function describeMutants(
  what: string,
  cases: readonly { readonly id: string }[],
  mutants: Mutants,
  setting: Setting = {},
): void {
  const ids = cases.map(({ id }) => id);
  void describe(`a server with one mistake, and the cases of ${what}`, { concurrency: 8 }, () => {
    for (const [mistake, [fault, expected]] of Object.entries(mutants)) {
      void it(`that ${mistake} fails ${expected.join(', ')}`, async () => {
        const made = typeof fault === 'function' ? fault() : fault;
        const only = [...new Set([...ids, ...expected])];
        assert.deepEqual(await wrongIn(made, only, setting), [...expected].sort());
      });
    }

    void it('passes without one', async () => {
      assert.deepEqual(await wrongIn({}, ids, setting), []);
    });
  });
}
