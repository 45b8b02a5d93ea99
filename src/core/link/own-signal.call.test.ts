/** Whole calls over a backend with messages of its own, in memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import { FakeMedia } from '../../testing/fake-media.js';
import { FakePeers } from '../../testing/fake-peers.js';
import { Controller } from '../call-controller.js';
import { type Backend, type BackendLine, createSignal } from './own-signal.js';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Everybody who says hello; its messages are its own. */
class Office {
  readonly #ends = new Map<string, BackendLine>();

  readonly open: Backend = (name, line) => {
    this.#ends.set(name, line);
    this.#tellAll();
    return {
      send: (to, payload) => {
        this.#ends.get(String(to))?.hear(name, JSON.parse(JSON.stringify(payload)));
      },
      close: () => {
        this.#ends.delete(name);
        this.#tellAll();
      },
    };
  };

  #tellAll(): void {
    for (const line of this.#ends.values()) line.people(this.#ends.keys());
  }
}

void describe('two controllers on a backend of its own', () => {
  void it('ring, answer, write to each other and hang up', async () => {
    const clock = new FakeClock();
    const signal = createSignal(new Office().open);
    const enter = (name: string): Controller => {
      const controller = new Controller({
        clock,
        signal,
        peers: new FakePeers(clock),
        media: new FakeMedia(),
      });
      controller.signIn(name);
      return controller;
    };
    const rest = async (): Promise<void> => {
      for (let step = 0; step < 10; step += 1) {
        await settle();
        clock.advance(20);
      }
    };
    const [naomi, ben] = [enter('naomi'), enter('ben')];
    await rest();
    naomi.call('ben');
    await rest();
    assert.equal(ben.snapshot.call.phase, 'incoming');
    ben.accept();
    await rest();
    assert.deepEqual([naomi.snapshot.call.phase, ben.snapshot.call.phase], ['active', 'active']);
    naomi.sendMessage('hello', 'ben');
    await rest();
    for (const [{ snapshot }, delivery] of [
      [naomi, 'delivered'],
      [ben, 'sent'],
    ] as const)
      assert.deepEqual(
        snapshot.chat.messages.map((one) => [one.from, one.to, one.text, one.delivery]),
        [['naomi', 'ben', 'hello', delivery]],
      );
    naomi.signOut();
    await rest();
    assert.deepEqual([ben.snapshot.call.phase, ben.snapshot.users], ['ended', []]);
  });
});
