/** The log: append, recognise, follow, count, put in, forget. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CHAT_CAP, appendMessage, markRead, mergeMessages, sayAgain, settleMessage } from './chat-log.js';
import { type ChatLog, type ChatMessage, EMPTY_CHAT, threadOf } from './chat-state.js';

const message = (mid: string, changes: Partial<ChatMessage> = {}): ChatMessage => ({
  mid,
  from: 'priya',
  text: `text ${mid}`,
  atMs: 1,
  mine: false,
  delivery: 'sent',
  ...changes,
});
const mine = (mid: string, changes: Partial<ChatMessage> = {}): ChatMessage =>
  message(mid, { from: 'naomi', mine: true, delivery: 'sending', ...changes });
const log = (...messages: readonly ChatMessage[]): ChatLog => messages.reduce(appendMessage, EMPTY_CHAT);
const midsOf = ({ messages }: ChatLog): readonly string[] => messages.map(({ mid }) => mid);

void describe('the chat log', () => {
  void it('keeps the order of arrival', () => {
    assert.deepEqual(midsOf(log(message('a', { atMs: 9 }), message('b'))), ['a', 'b']);
  });

  void it('takes an echo as confirmation, with its time, and keeps the first text', () => {
    const confirmed = appendMessage(
      log(mine('a', { text: 'mine' })),
      mine('a', { atMs: 77, text: 'another' }),
    );
    assert.deepEqual(confirmed.messages, [mine('a', { text: 'mine', delivery: 'sent', atMs: 77 })]);
    assert.equal(confirmed.unread, 0);
  });

  void it('lets nobody else touch a message by sending its id', () => {
    const own = log(mine('a'));
    assert.equal(appendMessage(own, message('a', { from: 'mallory', atMs: 9 })), own);
    const theirs = log(message('a'));
    assert.equal(appendMessage(theirs, message('a', { from: 'mallory', atMs: 9 })), theirs);
  });

  void it('takes a repeat of another one for none', () => {
    const once = log(message('a'));
    assert.equal(appendMessage(once, message('a', { atMs: 9 })), once);
  });

  void it('changes no log that it was given', () => {
    const before = log(message('a'), mine('b'));
    const copy = structuredClone(before);
    appendMessage(before, message('c'));
    settleMessage(before, 'b', 'failed');
    markRead(before, undefined);
    mergeMessages(before, [message('d')]);
    assert.deepEqual(before, copy);
  });
});

void describe('threads', () => {
  void it('are everybody, and one for each person, whichever of the two speaks', () => {
    assert.equal(threadOf(message('a')), null);
    assert.equal(threadOf(message('a', { to: 'naomi' })), 'priya');
    assert.equal(threadOf(mine('a', { to: 'priya' })), 'priya');
  });

  void it('stand in the order of their last message, each with what is unread in it', () => {
    const { threads, unread } = log(
      message('a', { atMs: 1, to: 'naomi' }),
      message('b', { atMs: 2 }),
      message('c', { atMs: 3, from: 'oleg', to: 'naomi' }),
      message('d', { atMs: 4, to: 'naomi' }),
      mine('e', { atMs: 5, to: 'oleg' }),
    );
    assert.deepEqual(threads, [
      { with: 'oleg', unread: 1, lastAtMs: 5 },
      { with: 'priya', unread: 2, lastAtMs: 4 },
      { with: null, unread: 1, lastAtMs: 2 },
    ]);
    assert.equal(unread, 4);
  });

  void it('are told apart whatever the names are', () => {
    const names = ['__proto__', 'constructor', 'null', ''];
    const { threads } = log(...names.map((from) => message(from, { from, to: 'naomi' })));
    assert.deepEqual(threads.map((one) => one.with).reverse(), names);
  });
});

void describe('reading', () => {
  const three = log(message('a'), message('b', { to: 'naomi' }), message('c', { from: 'oleg', to: 'naomi' }));

  void it('of one thread leaves the others unread', () => {
    const read = markRead(three, 'priya');
    assert.equal(read.unread, 2);
    assert.deepEqual(
      read.messages.filter(({ unread }) => unread).map(({ mid }) => mid),
      ['a', 'c'],
    );
    assert.equal(markRead(three, null).unread, 2);
  });

  void it('of all leaves nothing unread, and keeps what was said', () => {
    const read = markRead(three, undefined);
    assert.equal(read.unread, 0);
    assert.deepEqual(midsOf(read), midsOf(three));
  });

  void it('changes nothing where there is nothing to read', () => {
    assert.equal(markRead(EMPTY_CHAT, undefined), EMPTY_CHAT);
    assert.equal(markRead(three, 'nobody'), three);
    assert.equal(markRead(log(mine('a')), undefined).unread, 0);
  });
});

void describe('the delivery of a message', () => {
  const deliveryOf = ({ messages }: ChatLog): string =>
    `${messages[0]?.delivery ?? ''} ${messages[0]?.failure ?? ''}`.trim();

  void it('goes forward only: what is delivered stays so, and what was sent does not fail', () => {
    const delivered = settleMessage(log(mine('a')), 'a', 'delivered');
    for (const later of ['sent', 'failed'] as const)
      assert.equal(deliveryOf(settleMessage(delivered, 'a', later)), 'delivered');
    const sent = settleMessage(log(mine('a')), 'a', 'sent');
    assert.equal(deliveryOf(settleMessage(sent, 'a', 'failed', 'too-large')), 'sent');
    assert.equal(deliveryOf(settleMessage(sent, 'a', 'delivered')), 'delivered');
  });

  void it('that failed says why, and is mended by a late confirmation', () => {
    const failed = settleMessage(log(mine('a')), 'a', 'failed', 'peer-unavailable');
    assert.equal(deliveryOf(failed), 'failed peer-unavailable');
    assert.equal(deliveryOf(settleMessage(failed, 'a', 'sent')), 'sent');
  });

  void it('is nobody else’s', () => {
    const theirs = log(message('a'));
    assert.equal(settleMessage(theirs, 'a', 'failed'), theirs);
  });

  void it('begins anew at the end, under the same id, when it is said again', () => {
    const failed = settleMessage(log(mine('a'), message('b')), 'a', 'failed', 'too-large');
    const again = sayAgain(failed, failed.messages[0] as ChatMessage, 50);
    assert.deepEqual(midsOf(again), ['b', 'a']);
    assert.deepEqual(again.messages[1], mine('a', { atMs: 50 }));
  });
});

void describe('history', () => {
  const past = (mid: string, atMs: number): ChatMessage => message(mid, { atMs, restored: true });

  void it('is sorted in by time, each message once, and is not unread', () => {
    const now = log(message('b', { atMs: 20 }), message('d', { atMs: 40 }));
    const merged = mergeMessages(now, [past('c', 30), past('a', 10), past('b', 99), past('c', 1)]);
    assert.deepEqual(midsOf(merged), ['a', 'b', 'c', 'd']);
    assert.equal(merged.unread, 2);
    assert.equal(merged.messages[1]?.restored, undefined);
  });

  void it('that is all known changes nothing', () => {
    const now = log(message('a'));
    assert.equal(mergeMessages(now, [past('a', 5)]), now);
    assert.equal(mergeMessages(now, []), now);
  });

  void it('longer than what is kept leaves the newest', () => {
    const all = Array.from({ length: 20 * CHAT_CAP }, (_, n) => past(String(n), n));
    const { messages } = mergeMessages(EMPTY_CHAT, all);
    assert.equal(messages.length, CHAT_CAP);
    assert.equal(messages.at(-1)?.mid, String(all.length - 1));
  });
});

void describe('the cap', () => {
  const many = (count: number, changes: Partial<ChatMessage> = {}): ChatMessage[] =>
    Array.from({ length: count }, (_, n) => message(`${changes.from ?? 'all'}${String(n)}`, changes));

  void it('forgets the oldest', () => {
    const full = log(...many(CHAT_CAP + 5));
    assert.equal(full.messages.length, CHAT_CAP);
    assert.equal(full.messages[0]?.mid, 'all5');
    assert.equal(full.unread, CHAT_CAP);
  });

  void it('lets one that floods drive out only its own', () => {
    const private_ = many(3, { from: 'oleg', to: 'naomi' });
    const full = log(...private_, ...many(2 * CHAT_CAP));
    assert.deepEqual(
      full.threads.map(({ with: who, unread }) => [who, unread]),
      [
        [null, CHAT_CAP - 3],
        ['oleg', 3],
      ],
    );
  });

  void it('takes nothing that is still to be sent', () => {
    const waiting = mine('waits');
    const full = log(waiting, ...many(2 * CHAT_CAP));
    assert.equal(full.messages[0], waiting);
    assert.equal(full.messages.length, CHAT_CAP);
  });
});

void describe('whatever happens', () => {
  const who = fc.constantFrom('priya', 'oleg', 'naomi');
  const anyMessage = fc.record({
    mid: fc.integer({ min: 0, max: 9 }).map(String),
    from: who,
    to: fc.option(who),
    atMs: fc.nat(99),
  });
  const toMessage = ({
    mid,
    from,
    to,
    atMs,
  }: {
    mid: string;
    from: string;
    to: string | null;
    atMs: number;
  }): ChatMessage => ({
    ...(from === 'naomi' ? mine(mid) : message(mid, { from })),
    atMs,
    ...(to === null ? {} : { to }),
  });
  const step = fc.oneof(
    anyMessage.map((one) => (before: ChatLog) => appendMessage(before, toMessage(one))),
    fc
      .array(anyMessage, { maxLength: 3 })
      .map((some) => (before: ChatLog) => mergeMessages(before, some.map(toMessage))),
    fc.option(who, { nil: undefined }).map((name) => (before: ChatLog) => markRead(before, name)),
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('sent', 'delivered', 'failed')).map(
      ([mid, to]) =>
        (before: ChatLog) =>
          settleMessage(before, String(mid), to),
    ),
  );

  void it('each id is there once, and the counts are those of the messages', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const end = steps.reduce((at, next) => next(at), EMPTY_CHAT);
        assert.equal(new Set(midsOf(end)).size, end.messages.length);
        assert.equal(end.unread, end.messages.filter(({ unread }) => unread).length);
        assert.equal(
          end.messages.some(({ mine: own, unread }) => own && unread),
          false,
        );
        assert.deepEqual(new Set(end.threads.map((one) => one.with)), new Set(end.messages.map(threadOf)));
      }),
    );
  });
});
