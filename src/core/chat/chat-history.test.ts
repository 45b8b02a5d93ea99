/** What a page gives back of earlier conversations, and what it may not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallError } from '../errors.js';
import { readHistory } from './chat-history.js';

const kept = { mid: 'm', from: 'priya', text: 'hi', atMs: 5, mine: false };

void describe('history that is given back', () => {
  void it('comes in as it was told, as read, and marked as given back', () => {
    const told = { ...kept, to: 'naomi', delivery: 'sent', unread: true, restored: true };
    assert.deepEqual(readHistory([told]), [{ ...kept, to: 'naomi', delivery: 'sent', restored: true }]);
  });

  void it('may have been through JSON, and may have null for everybody', () => {
    const list: unknown = JSON.parse(JSON.stringify([{ ...kept, to: null }]));
    assert.deepEqual(readHistory(list), [{ ...kept, delivery: 'sent', restored: true }]);
  });

  void it('keeps what became of one’s own; what was still under way can be tried again', () => {
    const own = { ...kept, mine: true };
    const back = readHistory([
      { ...own, delivery: 'delivered' },
      { ...own, delivery: 'sending', failure: 'too-large' },
      { ...own, delivery: 'failed', failure: 'peer-unavailable' },
      { ...own },
      { ...kept, delivery: 'failed', failure: 'too-large' },
    ]);
    assert.deepEqual(
      back.map(({ delivery, failure = '' }) => `${delivery} ${failure}`.trim()),
      ['delivered', 'failed', 'failed peer-unavailable', 'sent', 'sent'],
    );
  });

  void it('brings nothing else in', () => {
    const list: unknown = JSON.parse(
      '[{"mid":"m","from":"","text":"hi","atMs":5,"mine":false,"__proto__":{"a":1},"b":2}]',
    );
    const [message] = readHistory(list);
    assert.deepEqual(Object.keys(message ?? {}).sort(), [
      ...['atMs', 'delivery', 'from', 'mid', 'mine', 'restored', 'text'],
    ]);
    assert.equal(Object.getPrototypeOf(message), Object.prototype);
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['no list', { 0: kept }, /no list/],
    ['nothing', undefined, /no list/],
    ['a list of something else', [kept, 'hello'], /number 1 has no valid "mid"/],
    ['a message without an id', [{ ...kept, mid: '' }], /number 0 has no valid "mid"/],
    ['an empty text', [{ ...kept, text: '' }], /"text"/],
    ['a time that is none', [{ ...kept, atMs: '2026-03-14' }], /"atMs"/],
    ['a time without end', [{ ...kept, atMs: Infinity }], /"atMs"/],
    ['nobody’s message', [{ ...kept, mine: undefined }], /"mine"/],
    ['one for somebody who is not understood', [{ ...kept, to: 5 }], /"to"/],
    ['one for somebody without a name', [{ ...kept, to: '' }], /"to"/],
  ];
  for (const [title, list, says] of wrong) {
    void it(`is refused when it is ${title}`, () => {
      assert.throws(
        () => readHistory(list),
        (error) =>
          error instanceof CallError &&
          error.code === 'invalid-argument' &&
          error.detail === 'messages' &&
          says.test(error.message),
      );
    });
  }
});
