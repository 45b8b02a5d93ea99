/**
 * The one picture of everything that a page sees: frozen, swapped whole, equal by reference where nothing changed,
 * so that a selector can tell by `===`. It is derived from the machines' states and holds no state of its own.
 */
import type { ChosenState } from '../protocol/index.js';
import type { CallState } from './call/call-state.js';
import type { Diagnosis } from './call/path-doctor.js';
import type { MissedCall } from './call/missed-calls.js';
import type { ChatLog } from './chat/chat-state.js';
import type { LinkState } from './link/link-state.js';
import type { DeviceState } from './media/media-state.js';
import type { User } from './people/roster.js';
import type { MeasuredQuality } from './quality/quality-state.js';
import type { StreamHandle } from './stream-handle.js';
import type { Elsewhere } from './tabs/other-tabs.js';

export interface Self {
  /** The name the server granted; undefined before the first sign-in. */
  readonly name?: string;
  /** The name that was asked for, when the server gave another. */
  readonly requested?: string;
  /** That other name is not this person's to choose: whoever vouches for them says it. */
  readonly isNameReserved?: true;
  /** The session id, where the server gives one. */
  readonly sid?: string;
  /** What this person has chosen that others see. In `dnd` a call comes in quietly. */
  readonly state: ChosenState;
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
  /** How good the call is, or the ended one was; null where there is none that was ever connected. */
  readonly quality: MeasuredQuality | null;
  /** Why the call has no path, or the ended one had none; null where there is one, or it may still be found soon. */
  readonly diagnosis: Diagnosis | null;
  /** Calls that were not answered, the oldest first, until they are put away or returned. */
  readonly missed: readonly MissedCall[];
  /** The call that another tab of this browser is in. */
  readonly elsewhere: Elsewhere | null;
  readonly media: LocalMedia;
  readonly chat: ChatLog;
}
