/** Named timers: one per name, gone when stopped. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../testing/fake-clock.js';
import { Timers } from './timers.js';

function setUp(): {
  clock: FakeClock;
  timers: Timers<'a' | 'b'>;
  fired: string[];
  fire: (name: string) => () => void;
} {
  const clock = new FakeClock();
  const fired: string[] = [];
  return { clock, timers: new Timers(clock), fired, fire: (name) => () => fired.push(name) };
}

void describe('timers', () => {
  void it('fire once, when they are due', () => {
    const { clock, timers, fired, fire } = setUp();
    timers.start('a', 100, fire('a'));
    clock.advance(99);
    assert.deepEqual(fired, []);
    clock.advance(1_000);
    assert.deepEqual(fired, ['a']);
  });

  void it('of the same name replace each other, those of another do not', () => {
    const { clock, timers, fired, fire } = setUp();
    timers.start('a', 100, fire('first'));
    timers.start('b', 100, fire('b'));
    timers.start('a', 200, fire('second'));
    clock.advance(1_000);
    assert.deepEqual(fired, ['b', 'second']);
  });

  void it('can be stopped, also when they do not run', () => {
    const { clock, timers, fired, fire } = setUp();
    timers.stop('a');
    timers.start('a', 100, fire('a'));
    timers.stop('a');
    timers.stop('a');
    clock.advance(1_000);
    assert.deepEqual(fired, []);
    assert.equal(clock.pending, 0);
  });

  void it('can be stopped all at once', () => {
    const { clock, timers, fired, fire } = setUp();
    timers.start('a', 100, fire('a'));
    timers.start('b', 200, fire('b'));
    timers.stopAll();
    clock.advance(1_000);
    assert.deepEqual(fired, []);
    assert.equal(clock.pending, 0);
  });

  void it('can start themselves anew from within', () => {
    const { clock, timers, fired } = setUp();
    const beat = (): void => {
      fired.push('beat');
      timers.start('a', 100, beat);
    };
    timers.start('a', 100, beat);
    clock.advance(350);
    assert.equal(fired.length, 3);
    timers.stopAll();
    assert.equal(clock.pending, 0);
  });
});
