/** Adds a call up, sample by sample: bytes over all its peer connections, and how long each rating held. Pure. */
import {
  type CallFigures,
  type CallPath,
  type CallSummary,
  QUALITY_RATINGS,
  type QualityRating,
} from './quality-state.js';

interface Bytes {
  readonly sent: number;
  readonly received: number;
}

export interface Sums {
  readonly path: CallPath | null;
  /** Of connections that were replaced. */
  readonly former: Bytes;
  /** Of the one there is. */
  readonly present: Bytes;
  readonly ratedMs: Readonly<Record<QualityRating, number>>;
}

const NOTHING: Bytes = { sent: 0, received: 0 };

export const NO_SUMS: Sums = {
  path: null,
  former: NOTHING,
  present: NOTHING,
  ratedMs: { good: 0, fair: 0, poor: 0, lost: 0 },
};

/** Counters never sink within a connection; where a browser forgets an old path with its bytes, the most counts. */
export const addFigures = (sums: Sums, { path, sent, received }: CallFigures): Sums => ({
  ...sums,
  path: path ?? sums.path,
  present: {
    sent: Math.max(sums.present.sent, sent.bytes),
    received: Math.max(sums.present.received, received.bytes),
  },
});

/** A connection takes the place of the one there was. */
export const addConnection = ({ former, present, ...rest }: Sums): Sums => ({
  ...rest,
  former: { sent: former.sent + present.sent, received: former.received + present.received },
  present: NOTHING,
});

export const addTime = (sums: Sums, rating: QualityRating | null, ms: number): Sums =>
  rating ? { ...sums, ratedMs: { ...sums.ratedMs, [rating]: sums.ratedMs[rating] + ms } } : sums;

export function toSummary({ path, former, present, ratedMs }: Sums, durationMs: number): CallSummary {
  const [longest] = [...QUALITY_RATINGS].sort((a, b) => ratedMs[b] - ratedMs[a]);
  return {
    durationMs,
    path,
    rating: longest && ratedMs[longest] > 0 ? longest : null,
    ratedMs,
    bytesSent: former.sent + present.sent,
    bytesReceived: former.received + present.received,
  };
}
