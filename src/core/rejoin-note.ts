/**
 * What a page that goes away in the middle of a call writes down for the page that comes after it, and how that page
 * reads it: who we were, which call it was, what was switched on. Never a session description, never a word of the
 * chat. It comes back from where scripts can write, so it is decoded like any message.
 */
import { type Decoded, boolean, count, number, object, oneOf, optional, string } from '../protocol/decode.js';
import type { CallState } from './call/call-state.js';
import type { MediaState } from './media/media-state.js';

const kinds = object({ audio: boolean, video: boolean });

const note = {
  /** The name that others know us by. */
  name: string,
  leftAtMs: number,
  /** Good for the session that we were, if the server still holds it. */
  token: optional(string),
  sid: optional(string),
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
} as const;

export const decodeNote = object(note);
export type RejoinNote = Decoded<typeof note>;

/** What of a call is worth a note: two pages that talk, and know how to find each other again. */
export function noteOf(
  state: CallState,
  { audio, video }: MediaState,
  self: Pick<RejoinNote, 'name' | 'leftAtMs' | 'token' | 'sid'>,
): RejoinNote | undefined {
  if (!('sinceMs' in state) || !state.call.peer.v1) return undefined;
  const { call, negotiation, sinceMs } = state;
  return { ...self, call, pc: negotiation.pc, sinceMs, devices: { audio: audio.on, video: video.on } };
}
