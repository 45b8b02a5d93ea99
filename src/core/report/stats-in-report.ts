/**
 * What a peer connection has counted, without anything that says where somebody is or who they are. Numbers and yes
 * or no pass but for ports and priorities; of texts only those that are listed here: words of the standard, and how things hang
 * together and are encoded, in which the other side has a say, so they are cut. Pure.
 * Names as in https://www.w3.org/TR/webrtc-stats/.
 */
import type { RawStats } from '../ports.js';
import { MAX_TEXT } from './journal.js';

/** Entries; a call with one peer has some fifty. */
export const MAX_STATS = 500;

/** Certificates hold a fingerprint, and are of no use to whoever looks for a fault. */
const LEFT_OUT: ReadonlySet<string> = new Set(['certificate']);

/** The priority of a candidate tells of its network; a port is half an address. */
const NUMBERS_LEFT_OUT: ReadonlySet<string> = new Set(['port', 'relatedPort', 'priority']);

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
  stats
    .filter(({ type }) => !LEFT_OUT.has(type))
    .slice(0, MAX_STATS)
    .map(filtered);

const filtered = (one: RawStats): RawStats =>
  Object.fromEntries(
    Object.entries(one)
      .filter(([name, value]) => mayPass(name, value))
      .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, MAX_TEXT) : value]),
  ) as unknown as RawStats;

function mayPass(name: string, value: unknown): boolean {
  if (typeof value === 'string') return TEXTS.has(name);
  return (typeof value === 'number' && !NUMBERS_LEFT_OUT.has(name)) || typeof value === 'boolean';
}
