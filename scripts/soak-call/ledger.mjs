/**
 * What a page holds between the calls of `npm run soak:call`, and what of that has grown. Counts must be what they were at the
 * first look; they are looked at again for a while, since the browser itself lets go of some things late. The
 * heap is never the same twice: its trend counts.
 */
import { pause } from './page.mjs';

/** @typedef {import('./page.mjs').SoakPage} SoakPage */
/** @typedef {import('./page.mjs').Holding} Holding */
/** @typedef {{calls: number, holding: Holding}} Entry */

/** @type {readonly Exclude<keyof Holding, 'heapBytes'>[]} */
const COUNTS = ['peers', 'tracks', 'listeners', 'nodes', 'contexts'];
/** Of a list that was filled anew Chromium keeps an option now and then, until the next time: nine nodes. */
const SLACK = { peers: 0, tracks: 0, listeners: 0, nodes: 36, contexts: 0 };
const LOOKS = 40;
const FIRST_LOOKS = 8;
const LOOK_AGAIN_MS = 250;
/** Of the heap. A connection that is kept, with what hangs on it, is ten times as much. */
const TOLERATED_BYTES_PER_CALL = 1_024;
/** In fewer calls there is no trend: a function that is compiled now is as large. */
const LEAST_ENTRIES = 40;

/** @param {Holding} now @param {Holding} before */
const more = (now, before) => COUNTS.filter((count) => now[count] > before[count] + SLACK[count]);

/** Least squares, of the second half: what is compiled late is no leak. @param {readonly Entry[]} entries */
function bytesPerCall(entries) {
  const late = entries.slice(Math.floor(entries.length / 2));
  const mean = (/** @type {readonly number[]} */ list) =>
    list.reduce((sum, one) => sum + one, 0) / list.length;
  const meanCalls = mean(late.map(({ calls }) => calls));
  const meanBytes = mean(late.map(({ holding }) => holding.heapBytes));
  const along = late.map(({ calls, holding }) => (calls - meanCalls) * (holding.heapBytes - meanBytes));
  const across = late.map(({ calls }) => (calls - meanCalls) ** 2);
  return mean(along) / mean(across);
}

export class Ledger {
  /** @type {Entry[]} */
  #entries = [];

  /** @param {SoakPage} person */
  constructor(person) {
    this.person = person;
  }

  /** Looks at the page for the first time. What the browser is just about to let go must not be held against it. */
  async begin() {
    const least = await this.person.holding();
    for (let look = 1; look < FIRST_LOOKS; look += 1) {
      await pause(LOOK_AGAIN_MS);
      const next = await this.person.holding();
      for (const count of COUNTS) least[count] = Math.min(least[count], next[count]);
    }
    this.#entries = [{ calls: 0, holding: least }];
    return least;
  }

  /** Looks again, after so many calls: what it holds, and what of that has grown. @param {number} calls */
  async note(calls) {
    const first = this.#entries[0]?.holding ?? (await this.begin());
    let holding = await this.person.holding();
    for (let look = 1; look < LOOKS && more(holding, first).length > 0; look += 1) {
      await pause(LOOK_AGAIN_MS);
      holding = await this.person.holding();
    }
    this.#entries.push({ calls, holding });
    return { holding, grown: more(holding, first) };
  }

  /** In bytes per call; undefined where there were too few. */
  trend() {
    return this.#entries.length < LEAST_ENTRIES ? undefined : bytesPerCall(this.#entries);
  }

  /** What has grown, in words. */
  problems() {
    const [first, last] = [this.#entries[0]?.holding, this.#entries.at(-1)?.holding];
    const found = this.person.thrown.map((text) => `a script threw ${text}`);
    if (this.#entries.some(({ holding }) => holding.tracks > 0)) found.push('a track was live after a call');
    if (first && last)
      for (const count of more(last, first))
        found.push(`${count} grew from ${first[count]} to ${last[count]}`);
    const trend = this.trend() ?? 0;
    if (trend > TOLERATED_BYTES_PER_CALL) found.push(`the heap grows by ${trend.toFixed(0)} bytes a call`);
    return found.map((text) => `${this.person.name}: ${text}`);
  }
}
