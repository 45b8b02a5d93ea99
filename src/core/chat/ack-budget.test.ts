/** So many at once, so many a second. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import { ACK_BURST, ACKS_PER_SECOND, AckBudget } from './ack-budget.js';

const takenOf = (budget: AckBudget): number => {
  let taken = 0;
  while (budget.take()) taken += 1;
  return taken;
};

void describe('the budget of acknowledgements', () => {
  void it('is a few at once, and fills up again, but no further', () => {
    const clock = new FakeClock();
    const budget = new AckBudget(clock);
    assert.equal(takenOf(budget), ACK_BURST);
    clock.advance(1_000);
    assert.equal(takenOf(budget), ACKS_PER_SECOND);
    clock.advance(1_000_000);
    assert.equal(takenOf(budget), ACK_BURST);
  });
});
