/** A map that strangers can write into: it forgets by age and by number. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpiringMap } from './expiring-map.js';

function setUp(size = 3, lifetimeMs = 100): { map: ExpiringMap<string, number>; pass: (ms: number) => void } {
  let nowMs = 1_000;
  const map = new ExpiringMap<string, number>(size, lifetimeMs, () => nowMs);
  return {
    map,
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

void describe('an expiring map', () => {
  void it('keeps an entry for its life and not longer', () => {
    const { map, pass } = setUp();
    map.set('a', 1);
    pass(99);
    assert.equal(map.get('a'), 1);
    pass(1);
    assert.equal(map.get('a'), undefined);
    assert.equal(map.has('a'), false);
  });

  void it('gives an entry that is set again a new life', () => {
    const { map, pass } = setUp();
    map.set('a', 1);
    pass(60);
    map.set('a', 2);
    pass(60);
    assert.equal(map.get('a'), 2);
  });

  void it('gives up the oldest when there are too many', () => {
    const { map } = setUp(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [3, undefined, 4]);
  });

  void it('forgets when told to, and does not mind what it never knew', () => {
    const { map } = setUp();
    map.set('a', 1);
    map.delete('a');
    map.delete('b');
    assert.equal(map.has('a'), false);
  });
});
