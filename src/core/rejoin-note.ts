/**
 * What a page that goes away writes down for the page that comes after it, and how that page reads it: who we were,
 * and of a call which it was and what was switched on. Never a session description, never a word of the
 * chat. It comes back from where scripts can write, so it is decoded like any message.
 */
import { type Decoded, boolean, count, number, object, oneOf, optional, string } from '../protocol/decode.js';
import type { CallState } from './call/call-state.js';
import type { MediaState } from './media/media-state.js';

const kinds = object({ audio: boolean, video: boolean });

/** A call that was left. */
const talk = {
  call: object({
    id: string,
    direction: oneOf('outgoing', 'incoming'),
    peer: object({ name: string, sid: optional(string) }),
    media: kinds,
  }),
  /** The peer connection that was left behind. */
  pc: count,
  sinceMs: number,
  /** What the person had switched on. */
  devices: kinds,
  /** Only relayed paths were used: no address of this person is known to the other side. */
  relayOnly: optional(boolean),
} as const;

const note = {
  /** The name that others know us by. */
  name: string,
  /** The name that was asked for. */
  wanted: string,
  leftAtMs: number,
  /** Good for the session that we were, if the server still holds it. */
  token: optional(string),
  sid: optional(string),
  /** How much of what the server sent was heard. */
  seq: optional(count),
  talk: optional(object(talk)),
} as const;

export const decodeNote = object(note);
export type RejoinNote = Decoded<typeof note>;
export type TalkNote = NonNullable<RejoinNote['talk']>;

/** What of a call is worth a note: two pages that talk, and know how to find each other again. */
export function talkOf(
  state: CallState,
  { audio, video }: MediaState,
  relayOnly: boolean,
): TalkNote | undefined {
  if (!('sinceMs' in state) || !state.call.peer.v1) return undefined;
  const { call, negotiation, sinceMs } = state;
  return { call, pc: negotiation.pc, sinceMs, devices: { audio: audio.on, video: video.on }, relayOnly };
}
