/** Chat between whole controllers: through a server of version 1, through the reference sample's, and with none for a while. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../testing/fake-clock.js';
import { FakeMedia } from '../testing/fake-media.js';
import { FakePeers } from '../testing/fake-peers.js';
import { LegacyServer, MdnClient } from '../testing/legacy-server.js';
import { type Person, World, meet } from '../testing/world.js';
import { Controller } from './call-controller.js';
import type { ChatMessage } from './chat/chat-state.js';
import { ACK_MS } from './chat/flight.js';
import { CallError } from './errors.js';

type Speaker = Pick<Person, 'controller'>;

const messagesOf = ({ controller }: Speaker): readonly ChatMessage[] => controller.snapshot.chat.messages;
const said = (person: Speaker): readonly string[] =>
  messagesOf(person).map(({ from, text, delivery }) => `${from}: ${text} (${delivery})`);
const codeOf = (command: () => void): string => {
  try {
    command();
  } catch (error) {
    return error instanceof CallError ? `${error.code} ${error.detail ?? ''}`.trim() : String(error);
  }
  return 'none';
};

void describe('chat', () => {
  void it('reaches everybody, and is sent once the server has it', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.sendMessage('hello');
    await world.settle();
    assert.deepEqual([said(naomi), said(priya)], [['naomi: hello (sent)'], ['naomi: hello (sent)']]);
    assert.deepEqual(
      [naomi, priya].map(({ controller }) => controller.snapshot.chat.unread),
      [0, 1],
    );
  });

  void it('with one person stands in a thread of its own on both sides, and is delivered', async () => {
    const { world, naomi, priya } = await meet();
    const oleg = world.enter('oleg');
    await world.settle();
    naomi.controller.sendMessage('psst', 'priya');
    await world.settle();
    assert.deepEqual(said(naomi), ['naomi: psst (delivered)']);
    assert.deepEqual(messagesOf(oleg), []);
    const threads = [naomi, priya].map(({ controller }) =>
      controller.snapshot.chat.threads.map(({ with: who, unread }) => [who, unread]),
    );
    assert.deepEqual(threads, [[['priya', 0]], [['naomi', 1]]]);
    priya.controller.markRead('naomi');
    assert.equal(priya.controller.snapshot.chat.unread, 0);
  });

  void it('to somebody who is not here fails, can be tried again, and is no error of the page', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.sendMessage('are you there?', 'oleg');
    await world.settle();
    const [message] = messagesOf(naomi);
    assert.deepEqual([message?.delivery, message?.failure], ['failed', 'peer-unavailable']);
    const oleg = world.enter('oleg');
    await world.settle();
    naomi.controller.resendMessage(message?.mid ?? '');
    await world.settle();
    assert.deepEqual(
      [said(naomi), said(oleg)],
      [['naomi: are you there? (delivered)'], ['naomi: are you there? (sent)']],
    );
    assert.deepEqual([...naomi.errors, ...priya.errors], []);
  });

  void it('is forgotten when one signs out', async () => {
    const { world, naomi } = await meet();
    naomi.controller.sendMessage('psst', 'priya');
    await world.settle();
    naomi.controller.signOut();
    assert.deepEqual(messagesOf(naomi), []);
    naomi.controller.signIn('oleg');
    await world.settle();
    assert.deepEqual(naomi.controller.snapshot.chat.threads, []);
  });

  void it('may be said before the connection is there', async () => {
    const world = new World();
    const priya = world.enter('priya');
    const naomi = world.enter('naomi');
    naomi.controller.sendMessage('early');
    assert.deepEqual(said(naomi), ['naomi: early (sending)']);
    await world.settle();
    assert.deepEqual(said(naomi), ['naomi: early (sent)']);
    assert.deepEqual(said(priya), ['naomi: early (sent)']);
  });

  void it('leaves no timer when the controller goes', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.sendMessage('hello');
    priya.controller.dispose();
    naomi.controller.dispose();
    await world.settle();
    assert.equal(world.clock.pending, 0);
  });
});

void describe('a command of the chat', () => {
  void it('says what is wrong with it', async () => {
    const { naomi } = await meet();
    const { controller } = naomi;
    assert.equal(
      codeOf(() => controller.sendMessage('')),
      'invalid-argument text',
    );
    assert.equal(
      codeOf(() => controller.sendMessage('x'.repeat(4_001))),
      'invalid-argument text',
    );
    assert.equal(
      codeOf(() => controller.sendMessage('for nobody', '')),
      'invalid-argument to',
    );
    assert.equal(
      codeOf(() => controller.resendMessage('none')),
      'invalid-argument mid',
    );
    assert.equal(
      codeOf(() => controller.restoreMessages('none' as never)),
      'invalid-argument messages',
    );
    assert.deepEqual(messagesOf(naomi), []);
  });

  void it('needs somebody to be signed in, but for history and reading', async () => {
    const { naomi } = await meet();
    const { controller } = naomi;
    controller.signOut();
    assert.equal(
      codeOf(() => controller.sendMessage('hello')),
      'not-online offline',
    );
    assert.equal(
      codeOf(() => controller.resendMessage('m')),
      'not-online offline',
    );
    controller.restoreMessages([{ mid: 'm', from: 'priya', text: 'hi', atMs: 1, mine: false }]);
    controller.markRead();
    assert.equal(messagesOf(naomi).length, 1);
    controller.dispose();
    for (const command of ['sendMessage', 'resendMessage', 'markRead'] as const)
      assert.equal(
        codeOf(() => controller[command]('m')),
        'disposed',
      );
    assert.equal(
      codeOf(() => controller.restoreMessages([])),
      'disposed',
    );
  });

  void it('is refused when more waits than is kept', () => {
    const { controller } = new World().enter('naomi');
    for (let n = 0; n < 500; n += 1) controller.sendMessage(String(n));
    assert.equal(
      codeOf(() => controller.sendMessage('more')),
      'not-online',
    );
  });
});

void describe('history that a page gives back', () => {
  void it('is what it was told, after JSON too, and what is heard again is not doubled', async () => {
    const { world, naomi, priya } = await meet();
    naomi.controller.sendMessage('one', 'priya');
    await world.settle();
    const kept: unknown = JSON.parse(JSON.stringify(priya.controller.snapshot.chat.messages));
    priya.controller.signOut();
    priya.controller.restoreMessages(kept as ChatMessage[]);
    priya.controller.signIn('priya');
    await world.settle();
    naomi.controller.sendMessage('two', 'priya');
    await world.settle();
    assert.deepEqual(
      messagesOf(priya).map(({ text, unread = false }) => [text, unread]),
      [
        ['one', false],
        ['two', true],
      ],
    );
  });
});

/** People on the reference sample's server, whose connections a test can cut. */
class LegacyWorld {
  readonly clock = new FakeClock();
  readonly server = new LegacyServer(this.clock);

  enter(name: string): Speaker {
    const { clock, server: signal } = this;
    const controller = new Controller({ clock, signal, peers: new FakePeers(clock), media: new FakeMedia() });
    controller.signIn(name);
    return { controller };
  }

  enterMdn(name: string): MdnClient {
    return new MdnClient(this.server, new FakePeers(this.clock), name);
  }
}

void describe('chat on a legacy server', () => {
  void it('to one person counts as sent, and nobody acknowledges anything', () => {
    const world = new LegacyWorld();
    const [naomi, priya] = [world.enter('naomi'), world.enter('priya')];
    world.clock.advance(1_000);
    naomi.controller.sendMessage('psst', 'priya');
    world.clock.advance(1_000);
    priya.controller.sendMessage('hello');
    world.clock.advance(10 * ACK_MS);
    assert.deepEqual(said(naomi), ['naomi: psst (sent)', 'priya: hello (sent)']);
    assert.deepEqual(said(priya), ['naomi: psst (sent)', 'priya: hello (sent)']);
    assert.deepEqual(
      [world.server.frames.some(({ type }) => type === 'ack'), world.server.crashes],
      [false, []],
    );
  });

  void it('believes no acknowledgement, which there anybody could forge', () => {
    const world = new LegacyWorld();
    const naomi = world.enter('naomi');
    const mallory = world.enterMdn('mallory');
    world.clock.advance(1_000);
    world.server.latencyMs = 20;
    naomi.controller.sendMessage('hello');
    world.server.latencyMs = 0;
    const mid = messagesOf(naomi)[0]?.mid;
    mallory.send({ type: 'ack', target: 'naomi', re: { mid } });
    world.clock.advance(19);
    assert.deepEqual(said(naomi), ['naomi: hello (sending)']);
  });

  void it('said while the connection is away goes out when it is back, once', () => {
    const world = new LegacyWorld();
    const naomi = world.enter('naomi');
    world.clock.advance(1_000);
    world.server.latencyMs = 10;
    naomi.controller.sendMessage('under way');
    world.server.restart();
    naomi.controller.sendMessage('meanwhile');
    naomi.controller.sendMessage('psst', 'marcel');
    assert.deepEqual(
      messagesOf(naomi).map(({ delivery }) => delivery),
      ['sending', 'sending', 'sending'],
    );
    const marcel = world.enterMdn('marcel');
    world.clock.advance(5_000);
    assert.equal(naomi.controller.snapshot.link.status, 'online');
    assert.deepEqual(said(naomi), [
      'naomi: under way (sent)',
      'naomi: meanwhile (sent)',
      'naomi: psst (sent)',
    ]);
    assert.deepEqual(
      marcel.heard.map(({ text }) => text),
      ['under way', 'meanwhile', 'psst'],
    );
    assert.deepEqual(world.server.crashes, []);
  });
});
