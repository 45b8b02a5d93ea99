/** How good the call was lately: one sample for each look that the quality sampler takes, bounded. */
import type { Snapshot } from '../snapshot.js';
import type { MeasuredQuality, QualityCause, QualityRating } from '../quality/quality-state.js';

/** Bitrates in bits per second, times in milliseconds, shares 0 to 1; null: not known. */
export interface QualitySample {
  readonly atMs: number;
  readonly callId: string;
  readonly rating: QualityRating | null;
  readonly cause: QualityCause | null;
  readonly path: 'direct' | 'relay' | null;
  readonly roundTripMs: number | null;
  /** How long a received sound waits to be played. */
  readonly bufferMs: number | null;
  readonly sentBitrate: number;
  readonly receivedBitrate: number;
  /** Of the received sound and picture. */
  readonly audioLossShare: number | null;
  readonly videoLossShare: number | null;
  /** Of the sent sound, as the other side reports it. */
  readonly sentAudioLossShare: number | null;
  readonly frozenShare: number | null;
}

/** Five minutes of looks every two seconds. */
export const SAMPLES_LENGTH = 150;

export class Samples {
  readonly #list: QualitySample[] = [];

  get all(): readonly QualitySample[] {
    return [...this.#list];
  }

  /** Notes the figures that are new in this snapshot. */
  see({ quality }: Snapshot, before: Snapshot, atMs: number): void {
    if (!quality?.figures || quality.figures === before.quality?.figures) return;
    this.#list.push(toSample(quality, quality.figures, atMs));
    if (this.#list.length > SAMPLES_LENGTH) this.#list.shift();
  }
}

const toSample = (
  { callId, rating, cause }: MeasuredQuality,
  { path, roundTripMs, sent, received }: NonNullable<MeasuredQuality['figures']>,
  atMs: number,
): QualitySample => ({
  ...{ atMs: Math.round(atMs), callId, rating, cause, roundTripMs },
  path: path?.kind ?? null,
  bufferMs: received.audio?.bufferMs ?? null,
  sentBitrate: Math.round(sent.bitrate),
  receivedBitrate: Math.round(received.bitrate),
  audioLossShare: received.audio?.lossShare ?? null,
  videoLossShare: received.video?.lossShare ?? null,
  sentAudioLossShare: sent.audio?.lossShare ?? null,
  frozenShare: received.video?.frozenShare ?? null,
});
