/**
 * Snapshots to put into a `FakeController`: one for each state that an element must be able to show. Data only.
 */
import type { Call, CallState } from '../core/call/call-state.js';
import type { MissedCall } from '../core/call/missed-calls.js';
import { logOf } from '../core/chat/chat-log.js';
import type { ChatLog, ChatMessage } from '../core/chat/chat-state.js';
import type { LinkState } from '../core/link/link-state.js';
import type { User } from '../core/people/roster.js';
import type { LocalMedia, Snapshot } from '../core/snapshot.js';
import type { StreamHandle } from '../core/stream-handle.js';

export const ONLINE: LinkState = {
  status: 'online',
  server: { v1: true, caps: [], id: 1, beats: true, echoes: false },
};

export const user = (name: string, state: User['state'] = 'available'): User => ({
  name,
  sid: `sid-${name}`,
  state,
  v1: true,
});

export const call = (name = 'naomi', changes: Partial<Call> = {}): Call => ({
  id: 'call-1',
  direction: 'outgoing',
  peer: { name, v1: true },
  media: { audio: true, video: true },
  ...changes,
});

const negotiation = { pc: 1, sent: 1, received: 0, answered: false };
const nothingYet = { stream: null, media: { audio: true, video: true } };

export const outgoing = (ringing = false, of: Call = call()): CallState => ({
  phase: 'outgoing',
  call: of,
  negotiation,
  remote: nothingYet,
  ringing,
});

export const incoming = (of: Call = call('naomi', { direction: 'incoming' })): CallState => ({
  phase: 'incoming',
  call: of,
  negotiation,
  remote: nothingYet,
});

export const connecting = (slow = false, of: Call = call()): CallState => ({
  phase: 'connecting',
  call: of,
  negotiation,
  remote: nothingYet,
  slow,
});

type Active = Extract<CallState, { readonly phase: 'active' }>;
type Reconnecting = Extract<CallState, { readonly phase: 'reconnecting' }>;
type Ended = Extract<CallState, { readonly phase: 'ended' }>;

export const active = (changes: Partial<Active> = {}): Active => ({
  phase: 'active',
  call: call(),
  negotiation,
  remote: nothingYet,
  sinceMs: Date.now(),
  ...changes,
});

export const reconnecting = (
  why: Reconnecting['why'] = 'network',
  from: Active = active(),
): Reconnecting => ({
  ...from,
  phase: 'reconnecting',
  why,
  restarts: 0,
});

export const ended = (reason: Ended['reason'], by: Ended['by'] = 'peer', of: Call = call()): Ended => ({
  phase: 'ended',
  call: of,
  reason,
  by,
  durationMs: 0,
});

export const missed = (name = 'naomi', changes: Partial<MissedCall> = {}): MissedCall => ({
  id: `missed-${name}`,
  name,
  atMs: Date.now(),
  media: { audio: true, video: true },
  reason: 'cancelled',
  ...changes,
});

export const localMedia = (changes: Partial<LocalMedia> = {}): LocalMedia => ({
  stream: { id: 'fake-local' },
  microphone: { status: 'on', on: true },
  camera: { status: 'on', on: true },
  ...changes,
});

/** Signed in as `me`, with some people here. */
export const signedIn = (...users: readonly User[]): Partial<Snapshot> => ({
  link: ONLINE,
  self: { name: 'me', state: 'available' },
  users,
});

/** Somebody said something, at ten in the morning of a certain day; `mine`: this person did. */
export const message = (text: string, changes: Partial<ChatMessage> = {}): ChatMessage => ({
  mid: text,
  from: changes.mine ? 'me' : 'naomi',
  text,
  atMs: new Date(2026, 2, 14, 10, 0).getTime(),
  mine: false,
  delivery: 'sent',
  ...changes,
});

/** The log that has these messages, read or not as they say. */
export const chat = (...messages: readonly ChatMessage[]): ChatLog => logOf(messages);

/** A stream with a picture, drawn rather than filmed: `MediaStream` is a `StreamHandle`. */
export function drawnStream(
  draw: (context: CanvasRenderingContext2D) => void = () => undefined,
): StreamHandle & MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillRect(0, 0, canvas.width, canvas.height);
    draw(context);
  }
  return canvas.captureStream(5);
}
