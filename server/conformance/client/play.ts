/** What several cases play with a client: somebody rings, somebody is answered. */
import { type ConformanceCase, expect } from '../case.js';
import type { Heard } from '../participant.js';
import type { Actor, Guest, Stage } from './stage.js';

export type ClientCase = ConformanceCase<Stage>;

/** A ring shows that everything before it has been dealt with, and that nothing of it did harm. */
export async function rings(guest: Guest, caller: Actor, fields: object = {}): Promise<string> {
  const id = guest.ring(caller, fields);
  const isSign = (type: string): boolean => ['call-ringing', 'video-answer', 'hang-up'].includes(type);
  const sign = await guest.person.next(
    `a sign that it rings, for "${caller.name}"`,
    ({ type, target }) => isSign(type) && target === caller.name,
  );
  expect(sign.type !== 'hang-up', `the call of "${caller.name}" did not ring`, sign);
  return id;
}

/** A call that was accepted. */
export async function accepted(guest: Guest, caller: Actor): Promise<string> {
  const id = guest.ring(caller);
  await guest.said('video-answer', caller);
  return id;
}

/** The client has a call, and says so to who calls meanwhile; the call that was refused. */
export async function isBusy(guest: Guest, caller: Actor): Promise<string> {
  const id = guest.ring(caller);
  const { reason } = await guest.said('hang-up', caller);
  expect(reason === undefined || reason === 'busy', 'the call is over', reason);
  return id;
}

/** The client calls somebody who has just come. */
export async function callsOut(guest: Guest, callee: Actor): Promise<Heard> {
  guest.tellList([callee]);
  const offer = await guest.said('video-offer', callee);
  guest.noteCall(callee.name, String(ofCall(offer).id));
  return offer;
}

/** What it says of the call it is about. */
export const ofCall = (message: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  (message.call ?? {}) as Readonly<Record<string, unknown>>;
