import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CapLists } from './cap-lists.js';

void describe('lists of capabilities', () => {
  void it('are one for all who say the same', () => {
    const lists = new CapLists();
    assert.equal(lists.get(['call', 'presence']), lists.get(['call', 'presence']));
    assert.notDeepEqual(lists.get(['call']), lists.get(['presence']));
  });

  void it('leave out what is too much and too long', () => {
    const lists = new CapLists();
    assert.deepEqual(lists.get(['call', 'x'.repeat(33)]), ['call']);
    assert.equal(lists.get(Array.from({ length: 40 }, (_, at) => `cap${at}`)).length, 16);
  });

  void it('are right, and not kept, when somebody says something new each time', () => {
    const lists = new CapLists();
    for (let at = 0; at < 1_000; at += 1) assert.deepEqual(lists.get([`cap${at}`]), [`cap${at}`]);
    assert.equal(lists.get(['cap0']), lists.get(['cap0']));
    assert.notEqual(lists.get(['cap999']), lists.get(['cap999']));
  });
});
