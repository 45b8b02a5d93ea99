/** What many cases play: two people and a call between them, as far as a server sees one. */
import { isSame } from '../case.js';
import type { Participant } from '../participant.js';
import type { World } from '../world.js';

export const OFFER = { type: 'video-offer', sdp: { type: 'offer', sdp: 'v=0' } } as const;
export const ANSWER = { type: 'video-answer', sdp: { type: 'answer', sdp: 'v=0' } } as const;

export interface CallId {
  readonly id: string;
}

/** One calls another, until it rings there and on the other devices of that person; `fields` are said beside. */
export async function calls(
  world: World,
  from: Participant,
  to: readonly [Participant, ...Participant[]],
  fields: object = {},
): Promise<CallId> {
  const call = { id: world.freshText('call') };
  from.say({ ...OFFER, target: to[0].name, call, ...fields });
  for (const one of to) await one.nextOf('video-offer', (offer) => isSame(offer.call, call));
  return call;
}

/** Two are in a call. */
export async function talks(world: World, from: Participant, to: Participant): Promise<CallId> {
  const call = await calls(world, from, [to]);
  to.say({ ...ANSWER, target: from.name, call });
  await from.nextOf('video-answer');
  return call;
}
