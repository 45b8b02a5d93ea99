/** What is said goes out as any server wants it, until it has it; what is heard comes in as one entry each. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClientMessage, ServerMessages } from '../../protocol/index.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { ACK_BURST } from './ack-budget.js';
import { CHAT_CAP } from './chat-log.js';
import { ChatRoom } from './chat-room.js';
import { ACK_MS, MAX_UNDER_WAY } from './flight.js';

type Chat = ServerMessages['message'];

/** A room online, unless a test says otherwise, with a server that a test plays. */
class Stage {
  readonly clock = new FakeClock(5_000.4);
  readonly sent: ClientMessage[] = [];
  isV1 = true;
  hasSocket = true;
  changes = 0;
  /** What the server does the moment it is sent something. */
  answer: (message: ClientMessage) => void = () => undefined;
  readonly room: ChatRoom;

  constructor(status: 'online' | 'waiting' = 'online') {
    this.room = new ChatRoom({
      clock: this.clock,
      send: (message) => {
        if (this.hasSocket) this.sent.push(message);
        if (this.hasSocket) this.answer(message);
        return this.hasSocket;
      },
      sender: () => ({ name: 'naomi', id: 42, v1: this.isV1 }),
      isV1: (name) => name !== 'marcel',
      changed: () => {
        this.changes += 1;
      },
    });
    this.room.follow(status);
  }

  say(text = 'hello', to?: string): string {
    this.room.say(text, to);
    return this.room.log.messages.at(-1)?.mid ?? '';
  }

  hear(changes: Partial<Chat> = {}): void {
    this.room.hear({ type: 'message', text: 'hi', name: 'priya', ...changes }, 'naomi');
  }

  ack(mid: string, name?: string): void {
    this.room.acknowledged({ type: 'ack', re: { mid }, ...(name === undefined ? {} : { name }) });
  }

  refuse(error: Partial<ServerMessages['error']>): boolean {
    return this.room.refused({ type: 'error', ...error });
  }

  get texts(): readonly string[] {
    return this.sent.flatMap((message) => (message.type === 'message' ? [message.text] : []));
  }

  get acked(): readonly (string | undefined)[] {
    return this.sent.flatMap((message) => (message.type === 'ack' ? [message.re.mid] : []));
  }

  get deliveries(): readonly string[] {
    return this.room.log.messages.map(({ delivery, failure = '' }) => `${delivery} ${failure}`.trim());
  }
}

const texts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `text ${String(n)}`);

void describe('saying something', () => {
  void it('sends everything the reference server needs, and how to recognise it', () => {
    const stage = new Stage();
    const mid = stage.say();
    assert.deepEqual(stage.sent, [
      { type: 'message', text: 'hello', id: 42, name: 'naomi', date: 5_000, mid },
    ]);
  });

  void it('to one person names that person and nobody else', () => {
    const stage = new Stage();
    stage.say('psst', 'priya');
    stage.say();
    assert.deepEqual(
      stage.sent.map((message) => 'target' in message && message.target),
      ['priya', false],
    );
    assert.equal(stage.room.log.messages[0]?.to, 'priya');
  });

  void it('is confirmed by its echo, which tells the server’s time', () => {
    const stage = new Stage();
    stage.say();
    assert.deepEqual(stage.deliveries, ['sending']);
    stage.hear({ ...(stage.sent[0] as Chat), ts: 9_000 });
    assert.deepEqual(stage.deliveries, ['sent']);
    assert.equal(stage.room.log.messages[0]?.atMs, 9_000);
    assert.equal(stage.room.log.messages[0].mine, true);
  });

  void it('is confirmed by an echo that has lost its id', () => {
    const stage = new Stage();
    stage.say();
    stage.hear({ text: 'hello', name: 'naomi', date: 5_000 });
    assert.deepEqual(stage.deliveries, ['sent']);
  });

  void it('is confirmed by the server’s acknowledgement, and delivered by that of the one it is for', () => {
    const stage = new Stage();
    const mid = stage.say('psst', 'priya');
    stage.ack(mid);
    assert.deepEqual(stage.deliveries, ['sent']);
    stage.ack(mid, 'oleg');
    assert.deepEqual(stage.deliveries, ['sent'], 'nobody else can say that it arrived');
    stage.ack(mid, 'priya');
    assert.deepEqual(stage.deliveries, ['delivered']);
    stage.ack(mid);
    assert.deepEqual(stage.deliveries, ['delivered']);
  });

  void it('to everybody is delivered by nobody', () => {
    const stage = new Stage();
    stage.ack(stage.say(), 'priya');
    assert.deepEqual(stage.deliveries, ['sending']);
  });

  void it('to one person is confirmed by no legacy server, and counts as sent', () => {
    const stage = new Stage();
    stage.isV1 = false;
    stage.say('psst', 'priya');
    stage.say('hello');
    assert.deepEqual(stage.deliveries, ['sent', 'sending']);
    stage.clock.advance(ACK_MS);
    assert.deepEqual(stage.deliveries, ['sent', 'failed']);
  });

  void it('to a server that answers before it has let go goes out once', () => {
    const stage = new Stage('waiting');
    stage.answer = (message) => {
      if (message.type === 'message') stage.hear({ ...message, name: 'naomi' });
    };
    for (const text of texts(3)) stage.say(text);
    stage.room.follow('online');
    assert.deepEqual(stage.texts, texts(3));
    assert.equal(stage.clock.pending, 0);
  });

  void it('is refused when more waits than is kept', () => {
    const stage = new Stage('waiting');
    for (const text of texts(CHAT_CAP)) assert.equal(stage.room.say(text, undefined), true);
    assert.equal(stage.room.say('one more', undefined), false);
    assert.equal(stage.room.log.messages.length, CHAT_CAP);
  });
});

void describe('a message that is not acknowledged', () => {
  void it('failed after a while, and everybody hears of that', () => {
    const stage = new Stage();
    stage.say();
    stage.clock.advance(ACK_MS - 1);
    assert.deepEqual([stage.deliveries, stage.changes], [['sending'], 0]);
    stage.clock.advance(1);
    assert.deepEqual([stage.deliveries, stage.changes], [['failed'], 1]);
  });

  void it('failed at once when the server refuses it, and says why', () => {
    const stage = new Stage();
    const [, second] = [stage.say('one', 'ghost'), stage.say('two', 'ghost')];
    assert.equal(
      stage.refuse({ code: 'peer-unavailable', re: 'message', target: 'ghost', mid: second }),
      true,
    );
    assert.deepEqual(stage.deliveries, ['sending', 'failed peer-unavailable']);
  });

  void it('is the oldest one to that person when the server does not say which', () => {
    const stage = new Stage();
    stage.say('one');
    stage.say('two', 'ghost');
    stage.refuse({ code: 'peer-unavailable', re: 'message', target: 'ghost' });
    stage.refuse({ code: 'too-large', re: 'message' });
    assert.deepEqual(stage.deliveries, ['failed too-large', 'failed peer-unavailable']);
    assert.equal(stage.refuse({ code: 'too-large', re: 'message' }), false);
  });

  void it('is none of the errors that are about something else', () => {
    const stage = new Stage();
    stage.say();
    assert.equal(stage.refuse({ code: 'peer-unavailable', re: 'video-offer', target: 'priya' }), false);
    assert.equal(stage.refuse({ code: 'rate-limited', re: 'video-offer' }), false);
    assert.equal(stage.refuse({ code: 'internal' }), false);
    assert.equal(stage.refuse({ code: 'peer-unavailable', re: 'ack', target: 'priya' }), true);
    assert.deepEqual(stage.deliveries, ['sending']);
  });

  void it('is said again under the same id, and by no impatience twice', () => {
    const stage = new Stage();
    const mid = stage.say();
    stage.clock.advance(ACK_MS);
    assert.equal(stage.room.sayAgain(mid), true);
    assert.equal(stage.room.sayAgain(mid), true);
    assert.deepEqual(
      stage.sent.map((message) => 'mid' in message && message.mid),
      [mid, mid],
    );
    stage.ack(mid);
    assert.equal(stage.room.sayAgain(mid), true);
    assert.deepEqual([stage.deliveries, stage.sent.length], [['sent'], 2]);
  });

  void it('cannot be said again by somebody else’s id', () => {
    const stage = new Stage();
    stage.hear({ mid: 'theirs' });
    assert.deepEqual([stage.room.sayAgain('theirs'), stage.room.sayAgain('nobody’s')], [false, false]);
  });
});

void describe('while there is no connection', () => {
  void it('what is said waits, and goes out in order', () => {
    const stage = new Stage('waiting');
    for (const text of texts(3)) stage.say(text);
    stage.clock.advance(10 * ACK_MS);
    assert.deepEqual([stage.sent, stage.deliveries], [[], ['sending', 'sending', 'sending']]);
    stage.room.follow('connecting');
    stage.room.follow('online');
    assert.deepEqual(stage.texts, texts(3));
  });

  void it('what was under way goes out again, and what had arrived does not', () => {
    const stage = new Stage();
    const [first, second] = [stage.say('one'), stage.say('two')];
    stage.ack(first);
    stage.room.follow('waiting');
    stage.clock.advance(10 * ACK_MS);
    stage.room.follow('online');
    assert.deepEqual(stage.texts, ['one', 'two', 'two']);
    stage.ack(second);
    assert.deepEqual(stage.deliveries, ['sent', 'sent']);
  });

  void it('a socket that is just being lost keeps nothing', () => {
    const stage = new Stage();
    stage.hasSocket = false;
    stage.say('one');
    stage.say('two');
    assert.equal(stage.clock.pending, 0);
    stage.room.follow('waiting');
    stage.hasSocket = true;
    stage.room.follow('online');
    assert.deepEqual(stage.texts, ['one', 'two']);
  });

  for (const status of ['refused', 'offline'] as const) {
    void it(`and none will come (${status}), what waits has failed`, () => {
      const stage = new Stage('waiting');
      stage.say();
      stage.room.follow(status);
      assert.deepEqual(stage.deliveries, ['failed']);
    });
  }
});

void describe('many messages', () => {
  void it('go out a few at a time, the next as one arrives', () => {
    const stage = new Stage();
    const mids = texts(MAX_UNDER_WAY + 3).map((text) => stage.say(text));
    assert.equal(stage.sent.length, MAX_UNDER_WAY);
    stage.ack(mids[0] ?? '');
    assert.equal(stage.sent.length, MAX_UNDER_WAY + 1);
    stage.refuse({ code: 'too-large', re: 'message', mid: mids[1] ?? '' });
    assert.equal(stage.sent.length, MAX_UNDER_WAY + 2);
    assert.deepEqual(stage.texts, texts(MAX_UNDER_WAY + 2));
  });

  void it('rest when the server has too many, and then go on one by one, again from what is not confirmed', () => {
    const stage = new Stage();
    const mids = texts(5).map((text) => stage.say(text));
    stage.ack(mids[0] ?? '');
    assert.equal(stage.refuse({ code: 'rate-limited', retryAfterMs: 2_000 }), false);
    const late = stage.say('later');
    stage.clock.advance(1_999);
    assert.equal(stage.sent.length, 5);
    stage.clock.advance(1);
    assert.deepEqual(stage.texts.slice(5), ['text 1']);
    assert.equal(stage.changes, 1);
    for (const mid of [...mids.slice(1), late]) stage.ack(mid);
    assert.deepEqual(stage.texts.slice(5), ['text 1', 'text 2', 'text 3', 'text 4', 'later']);
    assert.deepEqual(new Set(stage.deliveries), new Set(['sent']));
    assert.equal(stage.clock.pending, 0);
  });
});

void describe('hearing something', () => {
  void it('takes the time of the server, or else of the sender, or else of now', () => {
    const stage = new Stage();
    stage.hear({ ts: 1, date: 2 });
    stage.hear({ date: 2 });
    stage.hear();
    assert.deepEqual(
      stage.room.log.messages.map(({ atMs }) => atMs),
      [1, 2, stage.clock.now()],
    );
  });

  void it('knows two texts without an id apart, and one with an id again', () => {
    const stage = new Stage();
    stage.hear();
    stage.hear();
    stage.hear({ mid: 'm' });
    stage.hear({ mid: 'm' });
    assert.equal(stage.room.log.messages.length, 3);
  });

  void it('knows whose it is and whom it is for', () => {
    const stage = new Stage();
    stage.hear({ target: 'naomi' });
    stage.hear({ name: 'naomi', target: null });
    assert.deepEqual(
      stage.room.log.messages.map(({ from, mine, to }) => ({ from, mine, to })),
      [
        { from: 'priya', mine: false, to: 'naomi' },
        { from: 'naomi', mine: true, to: undefined },
      ],
    );
  });

  void it('of nobody in particular is still heard', () => {
    const stage = new Stage();
    stage.room.hear({ type: 'message', text: 'psst' }, 'naomi');
    assert.deepEqual(
      stage.room.log.messages.map(({ from, mine }) => ({ from, mine })),
      [{ from: '', mine: false }],
    );
  });

  void it('counts as unread until it is read', () => {
    const stage = new Stage();
    stage.hear({ target: 'naomi' });
    assert.equal(stage.room.log.unread, 1);
    stage.room.markRead(null);
    assert.equal(stage.room.log.unread, 1);
    stage.room.markRead('priya');
    assert.equal(stage.room.log.unread, 0);
  });
});

void describe('telling others that their message has arrived', () => {
  void it('is done for what is for me alone, each time it comes', () => {
    const stage = new Stage();
    stage.hear({ mid: 'm', target: 'naomi' });
    stage.hear({ mid: 'm', target: 'naomi' });
    assert.deepEqual(stage.sent, Array(2).fill({ type: 'ack', target: 'priya', re: { mid: 'm' } }));
  });

  void it('is not done for what everybody hears, nor for what I say, nor without an id', () => {
    const stage = new Stage();
    stage.hear({ mid: 'a' });
    stage.hear({ mid: 'b', name: 'naomi', target: 'naomi' });
    stage.hear({ target: 'naomi' });
    assert.deepEqual(stage.acked, []);
  });

  void it('is not done to a legacy page, nor on a legacy server', () => {
    const stage = new Stage();
    stage.hear({ mid: 'm', name: 'marcel', target: 'naomi' });
    stage.isV1 = false;
    stage.hear({ mid: 'n', target: 'naomi' });
    assert.deepEqual(stage.acked, []);
  });

  void it('is done in measure, whoever writes how much', () => {
    const stage = new Stage();
    for (let n = 0; n < 3 * ACK_BURST; n += 1) stage.hear({ mid: String(n), target: 'naomi' });
    assert.equal(stage.acked.length, ACK_BURST);
  });
});

void describe('the end of a room', () => {
  void it('leaves no timer', () => {
    const stage = new Stage();
    stage.say();
    stage.refuse({ code: 'rate-limited' });
    stage.room.dispose();
    assert.equal(stage.clock.pending, 0);
  });

  void it('of a person leaves nothing that was said', () => {
    const stage = new Stage();
    stage.say();
    stage.hear();
    stage.room.clear();
    assert.deepEqual(stage.room.log.messages, []);
    assert.equal(stage.clock.pending, 0);
  });
});
