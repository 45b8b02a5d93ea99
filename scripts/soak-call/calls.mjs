/**
 * The calls of `npm run soak:call`: each from nothing to its end, and all the ways they come about and end. What is said
 * at an end is put away, so that nothing of a call may be left in the page.
 */
import { CONTROLLER, pause } from './page.mjs';

const STAY_MS = 3_000;

/** @typedef {import('./page.mjs').SoakPage} SoakPage */
/**
 * `inCall` happens while both talk, and may end it.
 * @typedef {{caller: SoakPage, callee: SoakPage, inCall: () => Promise<void>}} Stage
 */

export class CallFailed extends Error {}

/** @param {SoakPage} person @param {string} condition */
export async function isAt(person, condition) {
  if (await person.until(condition)) return;
  throw new CallFailed(`${person.name} is not at ${condition}, but: ${String(await person.describe())}`);
}

/** @param {SoakPage} person */
export const dial = ({ name }) => `call(${JSON.stringify(name)})`;

/** @param {Stage} stage */
async function ring({ caller, callee }) {
  await caller.do(dial(callee));
  await isAt(callee, 'call.phase === "incoming"');
}

/** @param {Stage} stage */
export async function talk(stage) {
  const { caller, callee, inCall } = stage;
  await ring(stage);
  await callee.do('accept()');
  for (const person of [caller, callee]) await isAt(person, 'call.phase === "active" && call.remote.stream');
  await inCall();
}

/** The call outlasts what has happened. @param {readonly SoakPage[]} people */
export async function goesOn(people) {
  for (const person of people) await isAt(person, 'link.status === "online" && call.phase === "active"');
}

/** @type {Readonly<Record<string, (stage: Stage) => Promise<unknown>>>} */
export const CALLS = {
  'the caller hangs up': async (stage) => {
    await talk(stage);
    await stage.caller.do('hangUp()');
  },
  'the ring is cancelled': async (stage) => {
    await ring(stage);
    await stage.caller.do('hangUp()');
  },
  'they stay for a while, then the callee hangs up': async (stage) => {
    await talk(stage);
    await pause(STAY_MS);
    await stage.callee.do('hangUp()');
  },
  // In one task: the page has no time for anything in between.
  'hung up at once': ({ caller, callee }) => caller.do(`${dial(callee)}, ${CONTROLLER}.hangUp()`),
  declined: async (stage) => {
    await ring(stage);
    await stage.callee.do('hangUp()');
  },
  'both call at once': async ({ caller, callee, inCall }) => {
    await Promise.all([caller.do(dial(callee)), callee.do(dial(caller))]);
    // Where one call was first, the other's came too late and it rings.
    if (await callee.until('["active", "incoming", "connecting"].includes(call.phase)'))
      await callee.do('accept()');
    if (await caller.until('call.phase === "incoming"', 0)) await caller.do('accept()');
    for (const person of [caller, callee]) await isAt(person, 'call.phase === "active"');
    await inCall();
    await caller.do('hangUp()');
  },
  'prepared, and hung up as soon as it is answered': async (stage) => {
    await stage.caller.do('prepareCall()');
    await ring(stage);
    await stage.callee.do('accept()');
    await stage.caller.do('hangUp()');
  },
};

/** @param {readonly SoakPage[]} people */
export async function areFree(people) {
  for (const person of people)
    await isAt(
      person,
      'link.status === "online" && users.length > 0 && ["idle", "ended"].includes(call.phase)',
    );
}

/** Whatever came of the call, it is over, and read. @param {readonly SoakPage[]} people */
export async function putAway(people) {
  for (const person of people) await isAt(person, '["idle", "ended"].includes(call.phase)');
  for (const person of people) {
    await person.do('dismiss()');
    await person.do('clearMissed()');
    await isAt(person, 'call.phase === "idle"');
  }
}
