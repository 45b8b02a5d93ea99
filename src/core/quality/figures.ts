/**
 * From two reports of one peer connection to the figures between them. Pure. Names are those of the WebRTC statistics
 * (https://www.w3.org/TR/webrtc-stats/); rates are bits per second, shares are 0 to 1, times milliseconds. What a
 * browser does not count is null, never a guess. No address comes out of here.
 */
import type { RawStats } from '../ports.js';
import type { MediaKind } from '../stream-handle.js';
import type {
  AudioReceived,
  CallFigures,
  CallPath,
  KindFigures,
  VideoReceived,
  VideoSent,
} from './quality-state.js';
import { type Report, counted, grown, numberOf, openReport, perSecond, rise, textOf } from './report.js';

/**
 * `before` absent: the first report of a connection, from which only what stands still can be read. `former`: the last
 * figures of the call, whatever connection it had.
 */
export function figuresBetween(
  before: readonly RawStats[] | undefined,
  after: readonly RawStats[],
  former?: CallFigures | null,
): CallFigures {
  const then = openReport(before ?? []);
  const now = openReport(after);
  const { transport, pair } = pathOf(now);
  const carrier = transport && 'bytesSent' in transport ? [transport] : now.all('candidate-pair');
  return {
    roundTripMs: roundTripOf(pair, now),
    path: toPath(pair, now),
    sent: {
      bitrate: sumOf(carrier, (one) => perSecond(then, one, 'bytesSent') ?? 0) * 8,
      bytes: (former?.sent.bytes ?? 0) + sumOf(carrier, (one) => counted(then, one, 'bytesSent')),
      audio: sentOf('audio', then, now),
      video: sentVideo(then, now),
    },
    received: {
      bitrate: sumOf(carrier, (one) => perSecond(then, one, 'bytesReceived') ?? 0) * 8,
      bytes: (former?.received.bytes ?? 0) + sumOf(carrier, (one) => counted(then, one, 'bytesReceived')),
      audio: receivedAudio(then, now),
      video: receivedVideo(then, now),
    },
  };
}

const sumOf = <T>(list: readonly T[], count: (one: T) => number): number =>
  list.reduce((sum, one) => sum + count(one), 0);

/** The pair that carries the call. Firefox marked it itself before its transport named it. */
function pathOf(now: Report): { transport: RawStats | undefined; pair: RawStats | undefined } {
  const [transport] = now.all('transport');
  const named = transport && now.get(transport.selectedCandidatePairId);
  return { transport, pair: named ?? now.all('candidate-pair').find((one) => one.selected === true) };
}

/** What STUN measured last; a browser that rounds it to nothing has that of RTCP. */
function roundTripOf(pair: RawStats | undefined, now: Report): number | null {
  const seconds = [
    numberOf(pair, 'currentRoundTripTime') ?? 0,
    ...now.all('remote-inbound-rtp').map((one) => numberOf(one, 'roundTripTime') ?? 0),
  ].find((one) => one > 0);
  return seconds === undefined ? null : seconds * 1000;
}

function toPath(pair: RawStats | undefined, now: Report): CallPath | null {
  const local = pair && now.get(pair.localCandidateId);
  const remote = pair && now.get(pair.remoteCandidateId);
  if (!local || !remote) return null;
  const isRelayed = local.candidateType === 'relay' || remote.candidateType === 'relay';
  return {
    kind: isRelayed ? 'relay' : 'direct',
    local: textOf(local, 'candidateType') ?? 'unknown',
    remote: textOf(remote, 'candidateType') ?? 'unknown',
    protocol: textOf(local, 'protocol') ?? 'unknown',
    // How this page talks to its TURN server, where it has one in the path.
    relayProtocol: textOf(local, 'relayProtocol') ?? null,
  };
}

/** The stream that carries most of a kind: a legacy peer may bring a second one on which nothing comes. */
const streamOf = (report: Report, type: string, kind: MediaKind, counter: string): RawStats | undefined =>
  report
    .all(type)
    .filter((one) => one.kind === kind)
    .sort((a, b) => (numberOf(b, counter) ?? 0) - (numberOf(a, counter) ?? 0))[0];

const codecOf = (stream: RawStats, now: Report): string | null =>
  textOf(now.get(stream.codecId), 'mimeType')?.split('/')[1] ?? null;

const toMs = (seconds: number | undefined): number | null => (seconds === undefined ? null : seconds * 1000);

function sentOf(kind: MediaKind, then: Report, now: Report): KindFigures | null {
  const stream = streamOf(now, 'outbound-rtp', kind, 'packetsSent');
  if (!stream) return null;
  const heard = now.all('remote-inbound-rtp').find((one) => one.localId === stream.id);
  return {
    bitrate: (perSecond(then, stream, 'bytesSent') ?? 0) * 8,
    lossShare: numberOf(heard, 'fractionLost') ?? null,
    jitterMs: toMs(numberOf(heard, 'jitter')),
    codec: codecOf(stream, now),
  };
}

function receivedOf(stream: RawStats, then: Report, now: Report): KindFigures {
  const lost = Math.max(0, rise(then, stream, 'packetsLost') ?? 0);
  const came = rise(then, stream, 'packetsReceived') ?? 0;
  return {
    bitrate: (perSecond(then, stream, 'bytesReceived') ?? 0) * 8,
    lossShare: lost + came > 0 ? lost / (lost + came) : null,
    jitterMs: toMs(numberOf(stream, 'jitter')),
    codec: codecOf(stream, now),
  };
}

const sizeOf = (stream: RawStats): Pick<VideoSent, 'frameRate' | 'width' | 'height'> => ({
  frameRate: numberOf(stream, 'framesPerSecond') ?? null,
  width: numberOf(stream, 'frameWidth') ?? null,
  height: numberOf(stream, 'frameHeight') ?? null,
});

function sentVideo(then: Report, now: Report): VideoSent | null {
  const stream = streamOf(now, 'outbound-rtp', 'video', 'packetsSent');
  const figures = sentOf('video', then, now);
  if (!stream || !figures) return null;
  return { ...figures, ...sizeOf(stream), limitedBy: textOf(stream, 'qualityLimitationReason') ?? null };
}

function receivedAudio(then: Report, now: Report): AudioReceived | null {
  const stream = streamOf(now, 'inbound-rtp', 'audio', 'packetsReceived');
  if (!stream) return null;
  const emitted = rise(then, stream, 'jitterBufferEmittedCount') ?? 0;
  const waited = rise(then, stream, 'jitterBufferDelay') ?? 0;
  return { ...receivedOf(stream, then, now), bufferMs: emitted > 0 ? (waited / emitted) * 1000 : null };
}

function receivedVideo(then: Report, now: Report): VideoReceived | null {
  const stream = streamOf(now, 'inbound-rtp', 'video', 'packetsReceived');
  if (!stream) return null;
  const frozen = grown(then, stream, 'totalFreezesDuration');
  return {
    ...receivedOf(stream, then, now),
    ...sizeOf(stream),
    frozenShare: frozen === undefined ? null : Math.min(1, Math.max(0, frozen)),
  };
}
