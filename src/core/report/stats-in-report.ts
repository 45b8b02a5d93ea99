/**
 * What a peer connection has counted, without anything that says where somebody is or who they are. Numbers and yes
 * or no pass but for ports; of texts only those that are listed here, which all are words of the standard. Pure.
 * Names as in https://www.w3.org/TR/webrtc-stats/.
 */
import type { RawStats } from '../ports.js';

/** Certificates hold a fingerprint, and are of no use to whoever looks for a fault. */
const LEFT_OUT: ReadonlySet<string> = new Set(['certificate']);

/** `priority` of a candidate would tell of its network; a port is half an address. */
const NUMBERS_LEFT_OUT: ReadonlySet<string> = new Set(['port', 'relatedPort']);

const TEXTS: ReadonlySet<string> = new Set([
  ...[
    'id',
    'type',
    'kind',
    'mid',
    'state',
    'protocol',
    'candidateType',
    'relayProtocol',
    'tcpType',
    'networkType',
  ],
  ...['transportId', 'codecId', 'localId', 'remoteId', 'mediaSourceId', 'playoutId'],
  ...['localCandidateId', 'remoteCandidateId', 'selectedCandidatePairId'],
  ...['mimeType', 'sdpFmtpLine', 'encoderImplementation', 'decoderImplementation', 'qualityLimitationReason'],
  ...[
    'scalabilityMode',
    'iceRole',
    'iceState',
    'dtlsState',
    'dtlsRole',
    'tlsVersion',
    'dtlsCipher',
    'srtpCipher',
  ],
]);

export const withoutAddresses = (stats: readonly RawStats[]): readonly RawStats[] =>
  stats.filter(({ type }) => !LEFT_OUT.has(type)).map(filtered);

const filtered = (one: RawStats): RawStats =>
  Object.fromEntries(
    Object.entries(one).filter(([name, value]) => mayPass(name, value)),
  ) as unknown as RawStats;

function mayPass(name: string, value: unknown): boolean {
  if (typeof value === 'string') return TEXTS.has(name);
  return (typeof value === 'number' && !NUMBERS_LEFT_OUT.has(name)) || typeof value === 'boolean';
}
