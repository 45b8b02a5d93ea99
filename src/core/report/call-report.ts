/**
 * What a controller says of itself to whoever has to find out why a call went wrong: where it stands, what happened
 * lately, how good it was, and what the peer connection has counted. Data that can be written as JSON, a few hundred
 * kB at most. Nothing in it says who talks with whom, what was said, where they are, or how anybody proves who they are. Types only.
 */
import type { CallPhase } from '../call/call-state.js';
import type { Diagnosis } from '../call/path-doctor.js';
import type { ControllerOptions } from '../controller.js';
import type { LinkStatus } from '../link/link-state.js';
import type { DeviceState } from '../media/media-state.js';
import type { PathEvidence, RawStats } from '../ports.js';
import type { SendingOptions } from '../quality/plan-sending.js';
import type { MeasuredQuality } from '../quality/quality-state.js';
import type { JournalEntry } from './journal.js';
import type { QualitySample } from './samples.js';

export interface CallReport {
  /** Changes when a field changes its meaning. */
  readonly format: 'call-elements/report/1';
  /** Of this package. */
  readonly version: string;
  /** When it was made, milliseconds since the epoch, by the controller's clock. */
  readonly atMs: number;
  /** `navigator.userAgent`; absent where there is no browser. */
  readonly browser?: string;
  readonly options: ReportedOptions;
  readonly link: {
    readonly status: LinkStatus;
    readonly isV1: boolean | null;
    readonly attempt: number | null;
  };
  readonly call: ReportedCall;
  readonly devices: { readonly microphone: DeviceState; readonly camera: DeviceState };
  /** Why there is no path; null where there is one, or none was looked for. */
  readonly diagnosis: Diagnosis | null;
  /** What the present connection has met on its way to a path. */
  readonly evidence: PathEvidence;
  /** As in the snapshot, and of the last call that was connected also when that was put away. */
  readonly quality: MeasuredQuality | null;
  /** The last five minutes of it, the oldest first. */
  readonly samples: readonly QualitySample[];
  /** The last events, the oldest first. */
  readonly journal: readonly JournalEntry[];
  /** How many events were there before them. */
  readonly dropped: number;
  /**
   * RTCStatsReport without addresses, of the present connection; where there is none, of that of the call in `quality`, as
   * it was last looked at.
   */
  readonly stats: readonly RawStats[];
}

/** What the page has set; of servers only how they are reached. */
export interface ReportedOptions
  extends SendingOptions, Pick<ControllerOptions, 'privacy' | 'preconnect' | 'ringTimeoutMs'> {
  /** Such as `turn/udp`, `turn/tls`, `stun/udp`; those of the session too. */
  readonly iceServers: readonly string[];
}

export interface ReportedCall {
  readonly phase: CallPhase;
  readonly callId: string | null;
  readonly direction: 'outgoing' | 'incoming' | null;
  /** Whether the other one speaks version 1 of the protocol. */
  readonly isV1: boolean | null;
  /** Why it ended, or why it is being reconnected. */
  readonly why: string | null;
  /** The number of its peer connection. */
  readonly pc: number | null;
}
