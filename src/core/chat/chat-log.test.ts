/** The log: append, recognise, count, forget. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHAT_CAP, type ChatLog, type ChatMessage, EMPTY_CHAT, appendMessage, markRead } from './chat-log.js';

const message = (mid: string, changes: Partial<ChatMessage> = {}): ChatMessage => ({
  mid,
  from: 'priya',
  text: `text ${mid}`,
  atMs: 1,
  mine: false,
  delivery: 'sent',
  ...changes,
});
const log = (...messages: readonly ChatMessage[]): ChatLog => messages.reduce(appendMessage, EMPTY_CHAT);

void describe('the chat log', () => {
  void it('keeps the order of arrival', () => {
    assert.deepEqual(
      log(message('a', { atMs: 9 }), message('b')).messages.map(({ mid }) => mid),
      ['a', 'b'],
    );
  });

  void it('counts what others said as unread until it is read', () => {
    const two = log(message('a'), message('b'), message('c', { mine: true }));
    assert.equal(two.unread, 2);
    assert.equal(markRead(two).unread, 0);
    assert.deepEqual(markRead(two).messages, two.messages);
  });

  void it('stays the same object when there is nothing to mark', () => {
    assert.equal(markRead(EMPTY_CHAT), EMPTY_CHAT);
  });

  void it('takes a repeat as confirmation, with its time, and keeps the first text', () => {
    const sent = message('a', { mine: true, delivery: 'sending', text: 'mine' });
    const confirmed = appendMessage(log(sent), message('a', { atMs: 77, text: 'another', mine: true }));
    assert.deepEqual(confirmed.messages, [{ ...sent, delivery: 'sent', atMs: 77 }]);
    assert.equal(confirmed.unread, 0);
  });

  void it('lets nobody else touch a message by sending its id', () => {
    const mine = log(message('a', { mine: true, from: 'naomi', delivery: 'sending' }));
    assert.equal(appendMessage(mine, message('a', { from: 'mallory', atMs: 9 })), mine);
    const theirs = log(message('a'));
    assert.equal(appendMessage(theirs, message('a', { from: 'mallory', atMs: 9 })), theirs);
  });

  void it('counts a repeat of another one only once', () => {
    assert.equal(log(message('a'), message('a')).unread, 1);
  });

  void it('forgets the oldest past its cap', () => {
    const all = Array.from({ length: CHAT_CAP + 5 }, (_, n) => message(String(n)));
    const { messages } = log(...all);
    assert.equal(messages.length, CHAT_CAP);
    assert.equal(messages[0]?.mid, '5');
  });

  void it('changes no log that it was given', () => {
    const before = log(message('a'));
    const copy = structuredClone(before);
    appendMessage(before, message('b'));
    appendMessage(before, message('a', { atMs: 9 }));
    assert.deepEqual(before, copy);
  });
});
