/**
 * The one picture of everything that a page sees: frozen, swapped whole, equal by reference where nothing changed,
 * so that a selector can tell by `===`. It is derived from the machines' states and holds no state of its own.
 */
import type { CallState } from './call/call-state.js';
import type { ChatLog } from './chat/chat-log.js';
import type { LinkState } from './link/link-state.js';
import type { DeviceState } from './media/media-state.js';
import type { User } from './people/roster.js';
import type { StreamHandle } from './stream-handle.js';

export interface Self {
  /** The name the server granted; undefined before the first sign-in. */
  readonly name?: string;
  /** The name that was asked for, when the server gave another. */
  readonly requested?: string;
  /** The session id, where the server gives one. */
  readonly sid?: string;
}

export interface LocalMedia {
  readonly stream: StreamHandle;
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
}

export interface Snapshot {
  readonly link: LinkState;
  readonly self: Self;
  /** Everybody else here. */
  readonly users: readonly User[];
  readonly call: CallState;
  readonly media: LocalMedia;
  readonly chat: ChatLog;
}
