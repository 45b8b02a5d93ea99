/** Which way somebody's packets go, as the browser counts them. */
import type { Person } from './person.js';

/** RTCTransportStats, RTCIceCandidatePairStats and RTCIceCandidateStats, as far as they are read here. */
interface Report {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly candidateType?: string;
  readonly port?: number;
  readonly relayProtocol?: string;
}

/** The near end of the path of the open connection. */
export interface NearEnd {
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly type: string | undefined;
  /** Of a relayed one: the port that the TURN server gave. */
  readonly port: number | undefined;
  /** How the TURN server is reached: `udp`, `tcp` or `tls`. */
  readonly turn: string | undefined;
}

export const nearEnd = ({ page }: Person): Promise<NearEnd> =>
  page.evaluate(async () => {
    const open = window.probe.connections.find((one) => one.connectionState === 'connected');
    const reports = [...(((await open?.getStats())?.values() ?? []) as Iterable<Report>)];
    const chosen = reports.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
    // Firefox has no transports.
    const pair = reports.find(({ id, selected }) => (chosen === undefined ? selected : id === chosen));
    const local = reports.find(({ id }) => id === pair?.localCandidateId);
    return { type: local?.candidateType, port: local?.port, turn: local?.relayProtocol };
  });
