/** What figures are worth, and that it is said neither too early nor too often. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresBetween } from './figures.js';
import type { QualityRating } from './quality-state.js';
import { judge, NO_OPINION, reconsider, type Verdict } from './rating.js';
import { chromiumReport, type Moment } from '../../testing/sample-reports.js';

const BOTH = { audio: true, video: true };

const verdict = (changes: Partial<Moment>, expected = BOTH): Verdict =>
  judge(figuresBetween(chromiumReport({ at: 2 }), chromiumReport({ at: 4, ...changes })), expected);

/** How many of the 100 packets of sound between the two reports are lost. */
const lossy = (percent: number): Verdict => verdict({ lost: percent });

void describe('a verdict on a sample', () => {
  for (const [what, changes, rating, cause] of [
    ['a near peer', {}, 'good', null],
    ['another continent', { roundTrip: 0.2 }, 'good', null],
    ['a satellite', { roundTrip: 0.6 }, 'poor', 'delay'],
    ['half a second', { roundTrip: 0.4 }, 'fair', 'delay'],
    ['a little loss', { lost: 2 }, 'good', null],
    ['loss that is heard', { lost: 8 }, 'fair', 'loss'],
    ['loss that swallows words', { lost: 20 }, 'poor', 'loss'],
    ['a picture that halts', { frozen: 0.3 }, 'fair', 'freezes'],
    ['a picture that stands', { frozen: 1.8 }, 'poor', 'freezes'],
    ['nothing at all', { silentSince: 2 }, 'lost', 'silence'],
  ] as const satisfies readonly (readonly [string, Partial<Moment>, QualityRating, string | null])[]) {
    void it(`of ${what} is ${rating}`, () => {
      assert.deepEqual(verdict(changes), { rating, cause });
    });
  }

  void it('never gets better when more is lost', () => {
    const order = ['good', 'fair', 'poor', 'lost'];
    const ranks = Array.from({ length: 50 }, (_, percent) => order.indexOf(lossy(percent).rating));
    assert.deepEqual(ranks, [...ranks].sort());
  });

  void it('takes somebody who is muted and shows nothing for no loss', () => {
    assert.equal(verdict({ silentSince: 2 }, { audio: false, video: false }).rating, 'good');
  });

  void it('takes a picture that is switched off for none that stands still', () => {
    assert.equal(verdict({ frozen: 1.8 }, { audio: true, video: false }).rating, 'good');
  });
});

void describe('what is said of a call', () => {
  const saying = (...ratings: readonly QualityRating[]): readonly (QualityRating | undefined)[] => {
    let opinion = NO_OPINION;
    return ratings.map((rating) => {
      opinion = reconsider(opinion, { rating, cause: null });
      return opinion.said?.rating;
    });
  };

  void it('begins with the first sample', () => {
    assert.deepEqual(saying('poor'), ['poor']);
  });

  void it('is not changed by one bad moment', () => {
    assert.deepEqual(saying('good', 'poor', 'good', 'poor', 'good'), [
      'good',
      'good',
      'good',
      'good',
      'good',
    ]);
  });

  void it('gets worse with the second bad sample, and better with the third good one', () => {
    assert.deepEqual(saying('good', 'fair', 'poor', 'good', 'good', 'good'), [
      'good',
      'good',
      'poor',
      'poor',
      'poor',
      'good',
    ]);
  });

  void it('keeps its cause up to date', () => {
    const first = reconsider(NO_OPINION, { rating: 'fair', cause: 'loss' });
    assert.equal(reconsider(first, { rating: 'fair', cause: 'delay' }).said?.cause, 'delay');
  });
});
