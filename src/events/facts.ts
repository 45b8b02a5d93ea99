/**
 * Facts: what has happened. The provider dispatches each once per change, after the snapshot was swapped. They bubble
 * and cross shadow roots, so a page may listen on the provider or on `document`; they cannot be vetoed.
 */
import type { CallPhase, CallState } from '../core/call/call-state.js';
import type { MissedCall } from '../core/call/missed-calls.js';
import type { CallError } from '../core/errors.js';
import type { LinkState } from '../core/link/link-state.js';
import type { CallSummary } from '../core/quality/quality-state.js';
import type { ChatMessage } from '../core/chat/chat-state.js';
import type { User } from '../core/people/roster.js';
import type { LocalMedia } from '../core/snapshot.js';
import type { CallReadyEvent } from './before-a-call.js';

export { CallReadyEvent } from './before-a-call.js';

abstract class CallFact extends Event {
  constructor(type: string) {
    super(type, { bubbles: true, composed: true });
  }
}

/** The connection to the server changed its status. */
export class CallLinkChangeEvent extends CallFact {
  static readonly type = 'call-link-change';
  readonly link: LinkState;
  constructor(link: LinkState) {
    super(CallLinkChangeEvent.type);
    this.link = link;
  }
}

/** Somebody came, went or changed. */
export class CallUsersChangeEvent extends CallFact {
  static readonly type = 'call-users-change';
  readonly users: readonly User[];
  constructor(users: readonly User[]) {
    super(CallUsersChangeEvent.type);
    this.users = users;
  }
}

/** Somebody is calling. */
export class CallIncomingEvent extends CallFact {
  static readonly type = 'call-incoming';
  readonly call: Extract<CallState, { phase: 'incoming' }>['call'];
  constructor(call: Extract<CallState, { phase: 'incoming' }>['call']) {
    super(CallIncomingEvent.type);
    this.call = call;
  }
}

/** The call entered another phase. */
export class CallPhaseChangeEvent extends CallFact {
  static readonly type = 'call-phase-change';
  readonly phase: CallPhase;
  readonly previous: CallPhase;
  readonly state: CallState;
  constructor(state: CallState, previous: CallPhase) {
    super(CallPhaseChangeEvent.type);
    this.state = state;
    this.phase = state.phase;
    this.previous = previous;
  }
}

/** The call is over, and why, and how it was. */
export class CallEndedEvent extends CallFact {
  static readonly type = 'call-ended';
  readonly ended: Extract<CallState, { phase: 'ended' }>;
  /** How it was: duration, path, quality, bytes; null when both were never connected. */
  readonly summary: CallSummary | null;
  constructor(ended: Extract<CallState, { phase: 'ended' }>, summary: CallSummary | null = null) {
    super(CallEndedEvent.type);
    this.ended = ended;
    this.summary = summary;
  }
}

/** Somebody called and was not answered. */
export class CallMissedEvent extends CallFact {
  static readonly type = 'call-missed';
  readonly missed: MissedCall;
  constructor(missed: MissedCall) {
    super(CallMissedEvent.type);
    this.missed = missed;
  }
}

/** Somebody said something, this person included. Not told of what the page itself put back. */
export class CallMessageEvent extends CallFact {
  static readonly type = 'call-message';
  readonly message: ChatMessage;
  constructor(message: ChatMessage) {
    super(CallMessageEvent.type);
    this.message = message;
  }
}

/** The local microphone or camera changed. */
export class CallMediaChangeEvent extends CallFact {
  static readonly type = 'call-media-change';
  readonly media: LocalMedia;
  constructor(media: LocalMedia) {
    super(CallMediaChangeEvent.type);
    this.media = media;
  }
}

/** Something went wrong; `error.code` has an entry in docs/errors.md. */
export class CallErrorEvent extends CallFact {
  static readonly type = 'call-error';
  readonly error: CallError;
  constructor(error: CallError) {
    super(CallErrorEvent.type);
    this.error = error;
  }
}

export interface FactMap {
  'call-link-change': CallLinkChangeEvent;
  'call-users-change': CallUsersChangeEvent;
  'call-incoming': CallIncomingEvent;
  'call-phase-change': CallPhaseChangeEvent;
  'call-ended': CallEndedEvent;
  'call-missed': CallMissedEvent;
  'call-message': CallMessageEvent;
  'call-media-change': CallMediaChangeEvent;
  'call-ready': CallReadyEvent;
  'call-error': CallErrorEvent;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the DOM's own map, from which those of elements, document and window inherit, is extended by merging
  interface GlobalEventHandlersEventMap extends FactMap {}
}
