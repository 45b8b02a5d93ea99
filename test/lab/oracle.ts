/**
 * What holds of a call that has survived: packets arrive at both sides, no page was loaded again, and it is the same call.
 * Every wait here is for a state, and every time a promise for a machine with nothing else to do.
 */
import { performance } from 'node:perf_hooks';
import type { MediaKinds } from '../../src/core/index.js';
import type { Person } from '../e2e/support/person.js';
import type { Arrived } from './log.js';

/** So many packets of sound and picture are no leftovers of before. */
const PACKETS = 25;

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** What is promised within a time was not there. */
export class Missed extends Error {}

/** What is waited for longer than was promised, so many times, is judged when it has come. */
const PATIENCE = 4;
const YARDSTICK_MS = 100;

/** How many times longer this machine takes now than it would with nothing else to do: a piece of work by two clocks. */
function burden(): number {
  const [startedMs, before] = [performance.now(), process.cpuUsage()];
  const workedMs = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  while (workedMs() < YARDSTICK_MS);
  return Math.max(1, (performance.now() - startedMs) / workedMs());
}

/** Fails where something that is promised took longer, by more than the machine has other things to do. */
export function within(what: string, ms: number, limitMs: number): void {
  if (ms <= limitMs) return;
  const times = burden();
  if (ms <= limitMs * times) return;
  const slow = times > 1.1 ? `, ${seconds(limitMs * times)} on a machine as busy as this one` : '';
  throw new Missed(`${what} took ${seconds(ms)}, promised are ${seconds(limitMs)}${slow}`);
}

/**
 * Waits until it holds in the page; answers how long that took, in milliseconds, and fails where that is longer than promised.
 * `holds` runs in the page and knows nothing but its arguments.
 */
export async function until<A extends unknown[]>(
  person: Person,
  what: string,
  limitMs: number,
  holds: (...args: A) => unknown,
  ...args: A
): Promise<number> {
  const startedMs = performance.now();
  try {
    const wait = { timeout: limitMs * PATIENCE, polling: 50 } as const;
    await person.view.waitForFunction(holds as (...args: unknown[]) => unknown, wait, ...args);
  } catch (error) {
    const why = error instanceof Error && error.name !== 'TimeoutError' ? ` (${error.message})` : '';
    throw new Missed(`${person.name}: ${what} not within ${seconds(limitMs)}${why}`);
  }
  const ms = performance.now() - startedMs;
  within(`${person.name}: ${what}`, ms, limitMs);
  return ms;
}

export const phaseIs = (person: Person, phase: string, limitMs: number): Promise<number> =>
  until(
    person,
    phase,
    limitMs,
    (wanted) => document.querySelector('call-provider')?.controller?.snapshot.call.phase === wanted,
    phase,
  );

export const linkIs = (person: Person, status: string, limitMs: number): Promise<number> =>
  until(
    person,
    `link ${status}`,
    limitMs,
    (wanted) => document.querySelector('call-provider')?.controller?.snapshot.link.status === wanted,
    status,
  );

export const linkIsLost = (person: Person, limitMs: number): Promise<number> =>
  until(
    person,
    'link lost',
    limitMs,
    () => document.querySelector('call-provider')?.controller?.snapshot.link.status !== 'online',
  );

/** Waits until this person is told that the other one sends this, and no more. */
export const isTold = (person: Person, sends: MediaKinds, limitMs: number): Promise<number> =>
  until(
    person,
    `told that the other one sends ${JSON.stringify(sends)}`,
    limitMs,
    ({ audio, video }) => {
      const call = document.querySelector('call-provider')?.controller?.snapshot.call;
      if (call?.phase !== 'active') return false;
      const { media } = call.remote;
      return media.audio === audio && media.video === video;
    },
    sends,
  );

export function holds(what: string, actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Missed(`${what}: ${one} instead of ${other}`);
}

/** Why the call of this person ended; waits for the end. */
export async function endOf(person: Person, limitMs: number): Promise<{ reason: string; ms: number }> {
  const ms = await phaseIs(person, 'ended', limitMs);
  return { reason: await person.endReason(), ms };
}

/**
 * Waits until no camera, microphone or connection of a call is left. A connection that is prepared for the next call, and has
 * no description yet, is of none.
 */
export const nothingIsLeft = (person: Person): Promise<number> =>
  until(
    person,
    'nothing left',
    2_000,
    () =>
      window.probe.tracks.every(({ readyState }) => readyState === 'ended') &&
      // Firefox refuses to say what a closed one had described.
      window.probe.connections.every(
        (one) => one.connectionState === 'closed' || one.localDescription === null,
      ),
  );

type Mark = readonly (readonly Arrived[])[];

/** Two people in one call, as it was when it began. */
export class Talk {
  readonly people: readonly [Person, Person];
  readonly id: string;
  readonly #origins: readonly number[];

  private constructor(people: readonly [Person, Person], id: string, origins: readonly number[]) {
    this.people = people;
    this.id = id;
    this.#origins = origins;
  }

  /** Both are in a call by now. */
  static async of(...people: readonly [Person, Person]): Promise<Talk> {
    const [one, other] = await Promise.all(people.map((person) => person.talk()));
    holds('the call of both', one?.id, other?.id);
    const talk = new Talk(people, one?.id ?? '', await Talk.#originsOf(people));
    await talk.flows(15_000);
    return talk;
  }

  static #originsOf(people: readonly Person[]): Promise<number[]> {
    return Promise.all(people.map(({ page }) => page.evaluate(() => performance.timeOrigin)));
  }

  /** What has arrived at both so far. */
  mark(): Promise<Mark> {
    return Promise.all(this.people.map(({ page }) => page.evaluate(() => window.lab.arrived())));
  }

  /** Waits until more has arrived at both than at the mark; answers after how long. */
  async flows(limitMs: number, since?: Mark): Promise<number> {
    const mark = since ?? (await this.mark());
    const waits = this.people.map((person, at) =>
      until(
        person,
        'media arrives',
        limitMs,
        async (before, packets) => {
          const grown = await window.lab.arrivedSince(before);
          return grown.some((one) => one.bytes > 0 && one.packets >= packets);
        },
        mark[at] ?? [],
        PACKETS,
      ),
    );
    return Math.max(...(await Promise.all(waits)));
  }

  /** The whole oracle: answers how long it took until media flowed both ways again. */
  async survives(limitMs: number, since?: Mark): Promise<number> {
    const ms = await this.flows(limitMs, since);
    for (const person of this.people) await phaseIs(person, 'active', limitMs);
    await this.isTheSame();
    return ms;
  }

  /** Nobody's page was loaded again, and both are in the call that they were in. */
  async isTheSame(): Promise<void> {
    for (const person of this.people) holds(`${person.name}'s call`, (await person.talk()).id, this.id);
    holds('when the pages were loaded', await Talk.#originsOf(this.people), this.#origins);
  }

  async endsWith(reason: string, limitMs: number): Promise<number> {
    const ends = await Promise.all(this.people.map((person) => endOf(person, limitMs)));
    for (const [at, end] of ends.entries()) holds(`${this.people[at]?.name}'s end`, end.reason, reason);
    for (const person of this.people) await nothingIsLeft(person);
    return Math.max(...ends.map(({ ms }) => ms));
  }
}
