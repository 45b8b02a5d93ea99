/**
 * When a call has no path, and what is said of it: at once where this page or the other one is cut off, or none can ever
 * be found; later where a path may still be found. What it is stands in diagnosis.ts.
 */
import { CallError, type PathErrorCode } from '../errors.js';
import type { ClockPort, IceServerOption, PathEvidence } from '../ports.js';
import { CALL_TIMINGS } from './call-events.js';
import type { CallPeer, CallState } from './call-state.js';
import { ANSWER_MS, cannotBegin, diagnose, type Evidence, namedServers } from './diagnosis.js';
import { isLost } from './lost-path.js';

/** Why a call has no path. */
export interface Diagnosis {
  readonly callId: string;
  readonly code: PathErrorCode;
  /** The page lets the call use nothing but TURN (`privacy`). */
  readonly relayOnly: boolean;
  /** What was met until then. */
  readonly evidence: PathEvidence;
}

export interface PathDoctorPorts {
  readonly clock: Pick<ClockPort, 'after'>;
  /** Of the peer connection there is now. */
  evidence(): PathEvidence;
  iceServers(): readonly IceServerOption[];
  isOffline(): boolean;
  isOnline(): boolean;
  /** The call there is may use nothing but TURN. */
  relayOnly(): boolean;
  hears(peer: CallPeer): boolean;
  /** Another look is due. */
  due(): void;
  report(error: CallError): void;
}

type Troubled = Extract<CallState, { readonly phase: 'connecting' | 'reconnecting' }>;

/** Of these there is no doubt, however short the loss is. */
const AT_ONCE: ReadonlySet<PathErrorCode> = new Set(['network-down', 'peer-unreachable']);

const MESSAGES: Readonly<Record<PathErrorCode, string>> = {
  'network-down': 'Neither the server nor the other side is heard: there seems to be no network.',
  'peer-unreachable': 'The other side has lost its network, or its page.',
  'turn-auth': 'A TURN server refuses the credentials.',
  'turn-unreachable': 'No TURN server gives a way: they are silent, or full.',
  'udp-blocked': 'This network lets no UDP through.',
  'no-turn': 'No direct way is open, and this page names no TURN server.',
  'no-path': 'No way between the two was found, though there is a TURN server.',
};

export class PathDoctor {
  readonly #ports: PathDoctorPorts;
  #diagnosis: Diagnosis | null = null;
  #patience: 'none' | 'cut off' | 'waiting' | 'over' | 'over for good' = 'none';
  #cancel = (): void => undefined;
  #told: { readonly callId: string; readonly codes: Set<PathErrorCode> } = { callId: '', codes: new Set() };

  constructor(ports: PathDoctorPorts) {
    this.#ports = ports;
  }

  /** Of the call there is; of one that ended without a path until it is put away. */
  get diagnosis(): Diagnosis | null {
    return this.#diagnosis;
  }

  /** The call, or something around it, is in another state. */
  look(state: CallState): void {
    if (isTroubled(state) || this.#cannotBegin(state)) {
      this.#judge(state);
      return;
    }
    this.dispose();
    if (!endedWithoutPath(state) || state.call.id !== this.#diagnosis?.callId) this.#diagnosis = null;
  }

  /** Each word once for each call. */
  tell(callId: string, code: PathErrorCode): void {
    if (this.#told.callId !== callId) this.#told = { callId, codes: new Set() };
    if (this.#told.codes.has(code)) return;
    this.#told.codes.add(code);
    this.#ports.report(new CallError(code, MESSAGES[code], summaryOf(this.#ports.evidence())));
  }

  dispose(): void {
    this.#cancel();
    this.#patience = 'none';
  }

  /** What this page lets a call use. */
  get #allowed(): Pick<Evidence, 'relayOnly' | 'servers'> {
    const { iceServers, relayOnly } = this.#ports;
    return { relayOnly: relayOnly(), servers: namedServers(iceServers()) };
  }

  /** Of a lost path another page may have had servers, and this one may be about to name them. */
  #cannotBegin(state: CallState): state is Troubled {
    return state.phase === 'connecting' && cannotBegin(this.#allowed);
  }

  #judge(state: Troubled): void {
    const { isOffline, isOnline, hears, evidence } = this.#ports;
    const { call, phase } = state;
    const met = evidence();
    const code = diagnose({
      ...met,
      ...this.#allowed,
      isOffline: isOffline(),
      isOnline: isOnline(),
      isPeerHere: hears(call.peer),
    });
    if (AT_ONCE.has(code) || this.#cannotBegin(state)) {
      this.#cancel();
      this.#patience = 'cut off';
      if (code !== this.#diagnosis?.code) this.#say(call.id, code, met);
      return;
    }
    // A connection that is being made has had its time.
    if (this.#patience === 'none' && phase === 'connecting') this.#patience = 'over';
    if (this.#patience === 'none' || this.#patience === 'cut off') this.#wait(CALL_TIMINGS.slowMs, 'over');
    if (this.#patience === 'waiting') this.#diagnosis = null;
    // Each new try meets other things for a moment: what was found out in peace is kept.
    else if (this.#diagnosis) return;
    else if (this.#patience === 'over' && met.gathering === 'under-way')
      this.#wait(ANSWER_MS, 'over for good');
    else this.#say(call.id, code, met);
  }

  #say(callId: string, code: PathErrorCode, evidence: PathEvidence): void {
    this.#diagnosis = { callId, code, relayOnly: this.#ports.relayOnly(), evidence };
    this.tell(callId, code);
  }

  #wait(ms: number, patience: 'over' | 'over for good'): void {
    this.#patience = 'waiting';
    this.#cancel = this.#ports.clock.after(ms, () => {
      this.#patience = patience;
      this.#ports.due();
    });
  }
}

/** There is no path, and it takes long enough to ask why. */
const isTroubled = (state: CallState): state is Troubled =>
  state.phase === 'connecting' ? state.slow : isLost(state);

const endedWithoutPath = (state: CallState): state is Extract<CallState, { phase: 'ended' }> =>
  state.phase === 'ended' && (state.reason === 'ice-failed' || state.reason === 'ice-timeout');

function summaryOf({ local, remote, refusals, gathering }: PathEvidence): string {
  const answers = refusals.map(({ server, code }) => `${server} ${String(code)}`);
  const parts = { local, remote, answers, gathering: [gathering] };
  return Object.entries(parts)
    .map(([name, words]) => `${name}: ${words.join(', ') || 'none'}`)
    .join('; ');
}
