import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TickPace } from './tick-pace.js';

void describe('the pace of ticks', () => {
  void it('is due at once when there has been none', () => {
    assert.equal(new TickPace(50).waitMs(1_000), 0);
  });

  void it('keeps the distance from one start to the next where telling costs nothing', () => {
    const pace = new TickPace(50);
    pace.start(1_000);
    pace.end(1_001);
    assert.equal(pace.waitMs(1_001), 49);
    assert.equal(pace.waitMs(1_060), 0);
  });

  void it('rests four times as long as telling took where that is longer', () => {
    const pace = new TickPace(50);
    pace.start(1_000);
    pace.end(1_030);
    assert.equal(pace.waitMs(1_030), 120);
    assert.equal(pace.waitMs(1_149), 1);
    assert.equal(pace.waitMs(1_150), 0);
  });

  void it('is as quick as before when telling has become cheap again', () => {
    const pace = new TickPace(50);
    pace.start(1_000);
    pace.end(1_030);
    pace.start(1_150);
    pace.end(1_151);
    assert.equal(pace.waitMs(1_151), 49);
  });
});
