/** How much of a core the page's own script uses in a call in which nothing happens, by the browser's figures. */
import { areFree, putAway, talk } from './calls.mjs';
import { pause } from './page.mjs';

/** What belongs to the beginning of a call is over. */
const SETTLE_MS = 5_000;

/**
 * Answers the share of each person's page, 0 to 1: of script alone, and of everything that its main thread does.
 * @param {readonly [import('./page.mjs').SoakPage, import('./page.mjs').SoakPage]} people
 * @param {number} ms
 */
export async function measureQuietCall(people, ms) {
  const [caller, callee] = people;
  await areFree(people);
  await talk({ caller, callee, inCall: () => pause(SETTLE_MS) });
  const before = await Promise.all(people.map((person) => person.metrics()));
  await pause(ms);
  const after = await Promise.all(people.map((person) => person.metrics()));
  await caller.do('hangUp()');
  await putAway(people);
  return people.map(({ name }, at) => {
    const passed = (/** @type {string} */ metric) =>
      (after[at]?.[metric] ?? NaN) - (before[at]?.[metric] ?? NaN);
    const share = (/** @type {string} */ metric) => passed(metric) / passed('Timestamp');
    return { name, script: share('ScriptDuration'), tasks: share('TaskDuration') };
  });
}
