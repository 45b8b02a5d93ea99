/** Reports of a peer connection as Chromium and Firefox make them, cut down to what is read. For tests. */
import type { RawStats } from '../core/ports.js';

export interface Moment {
  /** Seconds since the connection began. */
  readonly at: number;
  /** Packets of sound lost so far; one is sent every twenty milliseconds. */
  readonly lost?: number;
  /** Nothing has come since this second. */
  readonly silentSince?: number;
  /** Seconds. */
  readonly roundTrip?: number;
  /** Seconds of a picture that stood still, so far. */
  readonly frozen?: number;
  readonly relayed?: boolean;
}

const START_MS = 1_700_000_000_000;

type Part = Readonly<Record<string, unknown>> & Pick<RawStats, 'id' | 'type'>;

const stamp = (at: number, parts: readonly Part[]): readonly RawStats[] =>
  parts.map((part) => ({ timestamp: START_MS + at * 1000, ...part }));

/** Chromium, in a call with sound at 40 and a picture at 800 kbit/s; of pictures it sends twice as much. */
export function chromiumReport(moment: Moment): readonly RawStats[] {
  const { at, silentSince = at } = moment;
  const heard = Math.min(at, silentSince);
  return stamp(at, [...paths(moment, heard), ...received(moment, heard), ...sent(at), ...CODECS]);
}

const CODECS: readonly Part[] = [
  { id: 'CO', type: 'codec', mimeType: 'audio/opus' },
  { id: 'CV', type: 'codec', mimeType: 'video/VP8' },
];

function paths({ at, roundTrip = 0.04, relayed }: Moment, heard: number): readonly Part[] {
  const local = { id: 'L', type: 'local-candidate', address: '192.0.2.7', port: 4000, protocol: 'udp' };
  const relay = { candidateType: 'relay', relayProtocol: 'tls', url: 'turns:turn.example.com' };
  const pair = { type: 'candidate-pair', remoteCandidateId: 'R', nominated: true };
  return [
    { ...pair, id: 'old', localCandidateId: 'L0', bytesSent: 9, bytesReceived: 9, currentRoundTripTime: 5 },
    { ...pair, id: 'new', localCandidateId: 'L', bytesSent: 1, currentRoundTripTime: roundTrip },
    { ...local, id: 'L0', candidateType: 'host', protocol: 'tcp' },
    { ...local, ...(relayed ? relay : { candidateType: 'host' }) },
    { id: 'R', type: 'remote-candidate', candidateType: 'srflx', address: '198.51.100.9', protocol: 'udp' },
    {
      id: 'T',
      type: 'transport',
      bytesSent: at * 210_000,
      bytesReceived: heard * 110_000,
      selectedCandidatePairId: 'new',
    },
  ];
}

function received({ lost = 0, frozen = 0 }: Moment, heard: number): readonly Part[] {
  const sound = { type: 'inbound-rtp', kind: 'audio', codecId: 'CO', jitter: 0.004 };
  const picture = { type: 'inbound-rtp', kind: 'video', codecId: 'CV', jitter: 0.006, packetsLost: 0 };
  return [
    {
      ...sound,
      id: 'IA',
      packetsReceived: heard * 50 - lost,
      packetsLost: lost,
      bytesReceived: heard * 5_000,
      jitterBufferDelay: heard * 48_000 * 0.05,
      jitterBufferEmittedCount: heard * 48_000,
    },
    // The first one is where a legacy peer sends nothing.
    { ...picture, id: 'I0', packetsReceived: 0, bytesReceived: 0 },
    {
      ...picture,
      id: 'IV',
      packetsReceived: heard * 100,
      bytesReceived: heard * 100_000,
      framesPerSecond: 30,
      frameWidth: 640,
      frameHeight: 480,
      totalFreezesDuration: frozen,
    },
  ];
}

const sent = (at: number): readonly Part[] => [
  {
    id: 'OA',
    type: 'outbound-rtp',
    kind: 'audio',
    codecId: 'CO',
    packetsSent: at * 50,
    bytesSent: at * 5_000,
  },
  {
    id: 'OV',
    type: 'outbound-rtp',
    kind: 'video',
    codecId: 'CV',
    packetsSent: at * 200,
    bytesSent: at * 200_000,
    framesPerSecond: 24,
    frameWidth: 1280,
    frameHeight: 720,
    qualityLimitationReason: 'bandwidth',
  },
  {
    id: 'RA',
    type: 'remote-inbound-rtp',
    kind: 'audio',
    localId: 'OA',
    fractionLost: 0.02,
    jitter: 0.003,
  },
];

/**
 * Firefox: its transport counts nothing, its pair rounds to nothing, and only RTCP measures a round trip. After a restart
 * it has another pair, which counts from nothing.
 */
export const firefoxReport = ({ at }: Moment, pair = 'p'): readonly RawStats[] =>
  stamp(at, [
    { id: 't', type: 'transport' },
    {
      id: pair,
      type: 'candidate-pair',
      selected: true,
      bytesSent: at * 50_000,
      bytesReceived: at * 60_000,
      currentRoundTripTime: 0,
      localCandidateId: 'l',
      remoteCandidateId: 'r',
    },
    { id: 'l', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
    { id: 'r', type: 'remote-candidate', candidateType: 'prflx', protocol: 'udp' },
    { id: 'o', type: 'outbound-rtp', kind: 'video', packetsSent: at * 10, bytesSent: at * 40_000 },
    { id: 'h', type: 'remote-inbound-rtp', kind: 'video', localId: 'o', roundTripTime: 0.012 },
  ]);
