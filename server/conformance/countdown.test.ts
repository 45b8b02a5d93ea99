/** The time that a case waits, on a clock that the test turns. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { countdown } from './countdown.js';

void it('is over when its time is', (test) => {
  test.mock.timers.enable({ apis: ['setTimeout'] });
  let isOver = false;
  countdown(1_010, () => (isOver = true));
  for (let sliceMs = 20, atMs = 20; atMs < 1_010; atMs += sliceMs) test.mock.timers.tick(sliceMs);
  assert.equal(isOver, false);
  test.mock.timers.tick(10);
  assert.equal(isOver, true);
});

void it('is not over where it was stopped', (test) => {
  test.mock.timers.enable({ apis: ['setTimeout'] });
  let isOver = false;
  countdown(100, () => (isOver = true))();
  for (let count = 0; count < 10; count += 1) test.mock.timers.tick(20);
  assert.equal(isOver, false);
});

void it('gives what has come the time to be heard, however long the process was held up', async () => {
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    countdown(40, () => {
      order.push('over');
      resolve();
    });
    // Somebody's turn comes between two slices, even where all their time has passed.
    setImmediate(() => order.push('heard'));
    const startMs = performance.now();
    while (performance.now() - startMs < 60);
  });
  assert.deepEqual(order, ['heard', 'over']);
});
