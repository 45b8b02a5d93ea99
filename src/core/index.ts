/**
 * Calling without a page: the controller and everything a program needs to drive it. Pure; the ports' real ends for
 * browsers stand in src/browser.
 */
export { Controller } from './call-controller.js';
export type * from './controller.js';
export * from './errors.js';
export type * from './ports.js';
export type * from './snapshot.js';
export type * from './stream-handle.js';
export type * from './link/link-state.js';
export * from './link/own-signal.js';
export type * from './media/media-state.js';
export type { AudioProcessing } from './media/audio-processing.js';
export type { DeviceChoice, DeviceRole } from './media/device-choice.js';
export type { Call, CallPeer, CallPhase, CallState, Remote } from './call/call-state.js';
export { isLive, isTalking } from './call/call-state.js';
export type { Diagnosis } from './call/path-doctor.js';
export type { MissedCall } from './call/missed-calls.js';
export type { Elsewhere } from './tabs/other-tabs.js';
export type { SendingOptions } from './quality/plan-sending.js';
export type * from './quality/quality-state.js';
export type * from './report/call-report.js';
export type { JournalEntry, JournalSource } from './report/journal.js';
export type { QualitySample } from './report/samples.js';
export type { User } from './people/roster.js';
export type { ChatLog, ChatMessage, ChatThread, Delivery } from './chat/chat-state.js';
export type { StoredMessage } from './chat/chat-history.js';
