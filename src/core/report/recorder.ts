/** Keeps what a report needs while the controller runs, and puts the report together when it is asked for. */
import { serverWays } from '../call/diagnosis.js';
import type { CallState } from '../call/call-state.js';
import type { CallError } from '../errors.js';
import type { LinkState } from '../link/link-state.js';
import type { IceServerOption, PathEvidence, Ports, RawStats } from '../ports.js';
import type { MeasuredQuality } from '../quality/quality-state.js';
import type { ReadOptions } from '../read-options.js';
import type { Snapshot } from '../snapshot.js';
import { VERSION } from '../version.js';
import type { CallReport, ReportedCall } from './call-report.js';
import { Journal, MAX_TEXT } from './journal.js';
import { Samples } from './samples.js';
import { withoutAddresses } from './stats-in-report.js';

/** What is asked for only when a report is made. */
export interface ReportSources {
  readonly snapshot: Snapshot;
  /** Those of the session too. */
  readonly iceOptions: { readonly iceServers?: readonly IceServerOption[] };
  readonly call: { evidence(): PathEvidence; stats(): Promise<readonly RawStats[]> };
}

/** What tells of itself all the time. */
export interface Recorded {
  subscribe(listener: (current: Snapshot, previous: Snapshot) => void): void;
  onError(listener: (error: CallError) => void): void;
}

export class Recorder {
  readonly journal: Journal;
  readonly #ports: Pick<Ports, 'clock' | 'browser'>;
  readonly #read: () => ReadOptions;
  readonly #samples = new Samples();
  /** Of the last call that was connected, also when it was put away. */
  #quality: MeasuredQuality | null = null;
  /** By its connection, when it was last looked at. */
  #counted: readonly RawStats[] = [];

  constructor(ports: Pick<Ports, 'clock' | 'browser'>, read: () => ReadOptions) {
    this.#ports = ports;
    this.#read = read;
    this.journal = new Journal(ports.clock);
  }

  follow(recorded: Recorded): void {
    recorded.subscribe((current, previous) => {
      this.#samples.see(current, previous, this.#ports.clock.now());
      this.#keep(current);
    });
    // The code and its detail: a message may hold what a server or a browser has put in.
    recorded.onError(({ code, detail }) => {
      this.journal.add('error', code, detail === undefined ? {} : { detail: detail.slice(0, MAX_TEXT) });
    });
  }

  /** Passes on what the connection of a call has counted; the last of it is told when that connection is gone. */
  async look(call: Pick<ReportSources['call'], 'stats'>): Promise<readonly RawStats[]> {
    const seen = await call.stats();
    if (seen.length > 0) this.#counted = seen;
    return seen;
  }

  async report({ snapshot, iceOptions, call }: ReportSources): Promise<CallReport> {
    const stats = await call.stats();
    const { clock, browser } = this.#ports;
    const { link, media, diagnosis } = snapshot;
    return {
      format: 'call-elements/report/1',
      version: VERSION,
      atMs: Math.round(clock.now()),
      ...(browser === undefined ? {} : { browser }),
      options: { ...this.#read(), iceServers: serverWays(iceOptions.iceServers ?? []) },
      link: toLink(link),
      call: toCall(snapshot.call),
      devices: { microphone: media.microphone, camera: media.camera },
      ...{ diagnosis, evidence: call.evidence(), quality: this.#quality },
      samples: this.#samples.all,
      journal: this.journal.entries,
      dropped: this.journal.dropped,
      stats: withoutAddresses(stats.length > 0 ? stats : this.#counted),
    };
  }

  #keep({ quality }: Snapshot): void {
    if (!quality) return;
    if (quality.callId !== this.#quality?.callId) this.#counted = [];
    this.#quality = quality;
  }
}

const toLink = (link: LinkState): CallReport['link'] => ({
  status: link.status,
  isV1: 'server' in link ? link.server.v1 : null,
  attempt: 'attempt' in link ? (link.attempt ?? null) : null,
});

function toCall(state: CallState): ReportedCall {
  const call = 'call' in state ? state.call : undefined;
  return {
    phase: state.phase,
    callId: call?.id ?? null,
    direction: call?.direction ?? null,
    isV1: call?.peer.v1 ?? null,
    why: state.phase === 'ended' ? state.reason : state.phase === 'reconnecting' ? state.why : null,
    pc: 'negotiation' in state ? state.negotiation.pc : null,
  };
}
