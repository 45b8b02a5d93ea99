/** What is said goes out as any server wants it; what is heard comes in as one entry each. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClientMessage, ServerMessages } from '../../protocol/index.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { ChatRoom, type Saying } from './chat-room.js';

type Chat = ServerMessages['message'];

function setUp(): { room: ChatRoom; sent: ClientMessage[]; clock: FakeClock } {
  const clock = new FakeClock(5_000.4);
  const sent: ClientMessage[] = [];
  const room = new ChatRoom(clock, (message) => sent.push(message) > 0);
  return { room, sent, clock };
}

const saying = (changes: Partial<Saying> = {}): Saying => ({
  text: 'hello',
  from: 'naomi',
  to: undefined,
  id: 42,
  v1: true,
  ...changes,
});
const heard = (changes: Partial<Chat> = {}): Chat => ({
  type: 'message',
  text: 'hi',
  name: 'priya',
  ...changes,
});

void describe('saying something', () => {
  void it('sends everything the reference server needs, and how to recognise it', () => {
    const { room, sent } = setUp();
    room.say(saying());
    const [entry] = room.log.messages;
    assert.deepEqual(sent, [
      { type: 'message', text: 'hello', id: 42, name: 'naomi', date: 5_000, mid: entry?.mid },
    ]);
  });

  void it('to one person names that person and nobody else', () => {
    const { room, sent } = setUp();
    room.say(saying({ to: 'priya' }));
    room.say(saying());
    assert.deepEqual(
      sent.map((message) => 'target' in message && message.target),
      ['priya', false],
    );
    assert.equal(room.log.messages[0]?.to, 'priya');
  });

  void it('waits to be confirmed, by its echo', () => {
    const { room, sent } = setUp();
    room.say(saying());
    assert.equal(room.log.messages[0]?.delivery, 'sending');
    room.hear({ ...(sent[0] as Chat), ts: 9_000 }, 'naomi');
    assert.deepEqual(
      room.log.messages.map(({ delivery, atMs, mine }) => ({ delivery, atMs, mine })),
      [{ delivery: 'sent', atMs: 9_000, mine: true }],
    );
  });

  void it('to one person is confirmed by no legacy server, and counts as sent', () => {
    const { room } = setUp();
    room.say(saying({ to: 'priya', v1: false }));
    assert.equal(room.log.messages[0]?.delivery, 'sent');
  });
});

void describe('hearing something', () => {
  void it('takes the time of the server, or else of the sender, or else of now', () => {
    const { room, clock } = setUp();
    room.hear(heard({ ts: 1, date: 2 }), 'naomi');
    room.hear(heard({ date: 2 }), 'naomi');
    room.hear(heard(), 'naomi');
    assert.deepEqual(
      room.log.messages.map(({ atMs }) => atMs),
      [1, 2, clock.now()],
    );
  });

  void it('knows two texts without an id apart, and one with an id again', () => {
    const { room } = setUp();
    room.hear(heard(), 'naomi');
    room.hear(heard(), 'naomi');
    room.hear(heard({ mid: 'm' }), 'naomi');
    room.hear(heard({ mid: 'm' }), 'naomi');
    assert.equal(room.log.messages.length, 3);
  });

  void it('knows whose it is and whom it is for', () => {
    const { room } = setUp();
    room.hear(heard({ target: 'naomi' }), 'naomi');
    room.hear(heard({ name: 'naomi', target: null }), 'naomi');
    assert.deepEqual(
      room.log.messages.map(({ from, mine, to }) => ({ from, mine, to })),
      [
        { from: 'priya', mine: false, to: 'naomi' },
        { from: 'naomi', mine: true, to: undefined },
      ],
    );
  });

  void it('of nobody in particular is still heard', () => {
    const { room } = setUp();
    room.hear({ type: 'message', text: 'psst' }, 'naomi');
    assert.deepEqual(
      room.log.messages.map(({ from, mine }) => ({ from, mine })),
      [{ from: '', mine: false }],
    );
  });

  void it('counts as unread until it is read', () => {
    const { room } = setUp();
    room.hear(heard(), 'naomi');
    assert.equal(room.log.unread, 1);
    room.markRead();
    assert.equal(room.log.unread, 0);
  });
});

void describe('what no server took', () => {
  void it('was not said', () => {
    const room = new ChatRoom(new FakeClock(), () => false);
    assert.equal(room.say(saying()), false);
    assert.deepEqual(room.log.messages, []);
  });
});
