/** Adds a call up, sample by sample: its last path, its bytes, and how long each rating held. Pure. */
import {
  type CallFigures,
  type CallPath,
  type CallSummary,
  QUALITY_RATINGS,
  type QualityRating,
} from './quality-state.js';

export interface Sums {
  readonly path: CallPath | null;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly ratedMs: Readonly<Record<QualityRating, number>>;
}

export const NO_SUMS: Sums = {
  path: null,
  bytesSent: 0,
  bytesReceived: 0,
  ratedMs: { good: 0, fair: 0, poor: 0, lost: 0 },
};

export const addFigures = (sums: Sums, { path, sent, received }: CallFigures): Sums => ({
  ...sums,
  path: path ?? sums.path,
  bytesSent: sent.bytes,
  bytesReceived: received.bytes,
});

export const addTime = (sums: Sums, rating: QualityRating | null, ms: number): Sums =>
  rating ? { ...sums, ratedMs: { ...sums.ratedMs, [rating]: sums.ratedMs[rating] + ms } } : sums;

export function toSummary({ ratedMs, ...sums }: Sums, durationMs: number): CallSummary {
  const [longest] = [...QUALITY_RATINGS].sort((a, b) => ratedMs[b] - ratedMs[a]);
  return {
    ...sums,
    durationMs,
    rating: longest && ratedMs[longest] > 0 ? longest : null,
    ratedMs,
  };
}
