/**
 * Looks at how the call is: one report per interval while both are connected, fewer while nobody sees the page, none
 * before and none after. It asks and adds up; what a report says stands in figures.ts, what it is worth in rating.ts.
 */
import type { CallState } from '../call/call-state.js';
import type { Ports, RawStats } from '../ports.js';
import { figuresBetween } from './figures.js';
import type { MeasuredQuality } from './quality-state.js';
import { judge, NO_OPINION, type Opinion, reconsider, type Verdict } from './rating.js';
import { remember } from './report.js';
import { addFigures, addTime, NO_SUMS, type Sums, toSummary } from './summing.js';

/** How often a call is looked at, and how often while the page is hidden. */
export const SAMPLE_MS = 2_000;
export const HIDDEN_SAMPLE_MS = 10_000;
/** So many of the last measured round trips count. */
const ROUND_TRIPS = 3;

type ConnectedState = Extract<CallState, { readonly phase: 'active' | 'reconnecting' }>;

const NO_PATH: Verdict = { rating: 'lost', cause: 'path' };

export class QualitySampler {
  readonly #ports: Pick<Ports, 'clock' | 'isHidden'>;
  readonly #stats: () => Promise<readonly RawStats[]>;
  readonly #changed: () => void;
  #quality: MeasuredQuality | null = null;
  /** The last few, newest last. */
  #roundTripsMs: readonly number[] = [];
  #state: ConnectedState | undefined;
  #before: readonly RawStats[] | undefined;
  #opinion: Opinion = NO_OPINION;
  #sums: Sums = NO_SUMS;
  #ratedAtMs = 0;
  #cancel = (): void => undefined;
  /** The next look is as late as that of a page that nobody sees. */
  #isSlow = false;
  /** Each connection is a round: what was asked of an earlier one comes too late. */
  #round = 0;

  /** `stats`: what the connection of the call has counted. `changed`: `quality` is another one now. */
  constructor(
    ports: Pick<Ports, 'clock' | 'isHidden'>,
    stats: () => Promise<readonly RawStats[]>,
    changed: () => void,
  ) {
    this.#ports = ports;
    this.#stats = stats;
    this.#changed = changed;
  }

  /** Of the call there is, or of the last one until it is put away; null before both are connected. */
  get quality(): MeasuredQuality | null {
    return this.#quality;
  }

  /**
   * How long the path of the call took there and back, whenever that was last known; 0 before. The least of the last few:
   * what is on its way just before a path is lost may be queued for seconds.
   */
  get roundTripMs(): number {
    return this.#roundTripsMs.length > 0 ? Math.min(...this.#roundTripsMs) : 0;
  }

  /** The call is in this state now. */
  follow(state: CallState): void {
    if (state.phase === 'active' || state.phase === 'reconnecting') {
      this.#goOn(state);
      return;
    }
    if (state.phase === 'ended') this.#finish(state.durationMs);
    else this.#quality = null;
    this.dispose();
  }

  /** The page may be seen again: what it shows then must not be as old as what nobody looked at. */
  wake(): void {
    if (!this.#isSlow) return;
    this.#cancel();
    void this.#look(this.#round);
  }

  dispose(): void {
    this.#cancel();
    this.#isSlow = false;
    this.#round += 1;
    this.#state = undefined;
  }

  #goOn(state: ConnectedState): void {
    const former = this.#state;
    this.#state = state;
    if (former?.call.id !== state.call.id) this.#begin(state);
    else if (former.negotiation.pc !== state.negotiation.pc) this.#beginConnection();
    if (former?.phase === state.phase) return;
    // A path that is back is judged as if there had been no other.
    this.#opinion = NO_OPINION;
    this.#say(state.phase === 'reconnecting' ? NO_PATH : null);
  }

  #begin({ call }: ConnectedState): void {
    this.#sums = NO_SUMS;
    this.#roundTripsMs = [];
    this.#quality = { callId: call.id, rating: null, cause: null, figures: null, summary: null };
    this.#count();
    this.#beginConnection();
  }

  #beginConnection(): void {
    this.#before = undefined;
    this.#cancel();
    this.#round += 1;
    void this.#look(this.#round);
  }

  async #look(round: number): Promise<void> {
    this.#isSlow = false;
    const after = await this.#stats();
    if (round !== this.#round) return;
    if (after.length > 0) this.#take(after);
    const { clock, isHidden = () => false } = this.#ports;
    this.#isSlow = isHidden();
    this.#cancel = clock.after(this.#isSlow ? HIDDEN_SAMPLE_MS : SAMPLE_MS, () => void this.#look(round));
  }

  #take(after: readonly RawStats[]): void {
    const state = this.#state;
    if (!state || !this.#quality) return;
    const figures = figuresBetween(this.#before, after, this.#quality.figures);
    const isFirst = !this.#before;
    this.#before = remember(this.#before, after);
    this.#sums = addFigures(this.#sums, figures);
    const { roundTripMs } = figures;
    if (roundTripMs !== null) this.#roundTripsMs = [...this.#roundTripsMs, roundTripMs].slice(-ROUND_TRIPS);
    this.#quality = { ...this.#quality, figures };
    if (state.phase === 'active' && !isFirst) {
      this.#opinion = reconsider(this.#opinion, judge(figures, state.remote.media));
      this.#say(this.#opinion.said);
    }
    this.#changed();
  }

  #say(verdict: Verdict | null): void {
    if (!this.#quality) return;
    this.#count();
    this.#quality = { ...this.#quality, rating: verdict?.rating ?? null, cause: verdict?.cause ?? null };
  }

  /** The time since the last count belongs to what was said meanwhile. */
  #count(): void {
    const nowMs = Math.round(this.#ports.clock.now());
    this.#sums = addTime(this.#sums, this.#quality?.rating ?? null, nowMs - this.#ratedAtMs);
    this.#ratedAtMs = nowMs;
  }

  #finish(durationMs: number): void {
    if (!this.#quality || !this.#state) return;
    this.#count();
    this.#quality = { ...this.#quality, summary: toSummary(this.#sums, durationMs) };
  }
}
