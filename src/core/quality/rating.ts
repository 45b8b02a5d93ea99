/**
 * What figures are worth to a listener, and when that is said. Pure. It is the E-model of ITU-T G.107 with what a
 * browser can know: R = 93.2 − Id − Ie,eff, of which people are satisfied from 80 on and many are not below 60 (G.107,
 * table B.1). docs/quality.md has the reasons and the limits.
 */
import type { MediaKinds } from '../stream-handle.js';
import { type CallFigures, QUALITY_RATINGS, type QualityCause, type QualityRating } from './quality-state.js';

/** R of a call with no impairment but those of any line. */
const BEST = 93.2;
const GOOD = 80;
const FAIR = 60;
/** A frame of Opus and its look-ahead (RFC 6716, 2.1.2 and 4). */
const CODEC_MS = 26.5;
/** Where delay begins to be in the way of talking (Cole and Rosenbluth's fit to G.107). */
const KNEE_MS = 177.3;
/** How robust the codec is against loss, in percent: G.711 that conceals (G.113, appendix I); Opus has no entry, and conceals too. */
const ROBUSTNESS = 25.1;
/** Of the time, a picture that stands still: seen by everybody, and no longer a moving picture. */
const FREEZES_FAIR = 0.05;
const FREEZES_POOR = 0.25;

/** Id: what a delay from mouth to ear takes away. */
const delayImpairment = (ms: number): number => 0.024 * ms + 0.11 * Math.max(0, ms - KNEE_MS);

/** Ie,eff of a codec without impairment of its own, at random loss. */
const lossImpairment = (share: number): number => (95 * share * 100) / (share * 100 + ROBUSTNESS);

export interface Verdict {
  readonly rating: QualityRating;
  readonly cause: QualityCause | null;
}

/** One sample. `expected`: what the other side says that it sends; whoever is muted is no loss. */
export function judge(figures: CallFigures, expected: MediaKinds): Verdict {
  const { received, roundTripMs } = figures;
  const isExpected = expected.audio || expected.video;
  if (isExpected && received.bitrate === 0) return { rating: 'lost', cause: 'silence' };
  const bufferMs = received.audio?.bufferMs ?? 2 * (received.audio?.jitterMs ?? 0);
  const delay = delayImpairment((roundTripMs ?? 0) / 2 + bufferMs + CODEC_MS);
  const loss = lossImpairment(worstLoss(figures));
  const heard = rate(BEST - delay - loss);
  const seen = expected.video ? rateFreezes(received.video?.frozenShare ?? 0) : 'good';
  if (rank(seen) > rank(heard)) return { rating: seen, cause: 'freezes' };
  return { rating: heard, cause: heard === 'good' ? null : loss > delay ? 'loss' : 'delay' };
}

/** A conversation is as good as its worse direction, and sound counts where there is any. */
function worstLoss({ sent, received }: CallFigures): number {
  const shares = [received.audio?.lossShare ?? received.video?.lossShare, sent.audio?.lossShare];
  return Math.max(0, ...shares.map((share) => share ?? 0));
}

const rate = (r: number): QualityRating => (r >= GOOD ? 'good' : r >= FAIR ? 'fair' : 'poor');

function rateFreezes(share: number): QualityRating {
  if (share > FREEZES_POOR) return 'poor';
  return share > FREEZES_FAIR ? 'fair' : 'good';
}

const rank = (rating: QualityRating): number => QUALITY_RATINGS.indexOf(rating);

/** What is said now, and how many samples in a row have said otherwise. */
export interface Opinion {
  readonly said: Verdict | null;
  readonly worse: number;
  readonly better: number;
}

export const NO_OPINION: Opinion = { said: null, worse: 0, better: 0 };

/** One bad moment is none: worse is said when the next sample agrees, better only when three do. */
const WORSE_AFTER = 2;
const BETTER_AFTER = 3;

export function reconsider({ said, worse, better }: Opinion, verdict: Verdict): Opinion {
  if (!said || rank(verdict.rating) === rank(said.rating)) return { said: verdict, worse: 0, better: 0 };
  const isWorse = rank(verdict.rating) > rank(said.rating);
  const next = { said, worse: isWorse ? worse + 1 : 0, better: isWorse ? 0 : better + 1 };
  const isTold = next.worse >= WORSE_AFTER || next.better >= BETTER_AFTER;
  return isTold ? { said: verdict, worse: 0, better: 0 } : next;
}
