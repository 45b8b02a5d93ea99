/** What becomes of messages that the server has dropped because there were too many. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Person, World } from '../testing/world.js';
import type { SignalPort } from './ports.js';

const phaseOf = ({ controller }: Person): string => controller.snapshot.call.phase;

void describe('a server that drops what is too much', () => {
  void it('hears the end of a call once more, and so does the other side', async () => {
    let drops = 1;
    const world = new World((port: SignalPort, clock): SignalPort => ({
      connect: (listener) => {
        const connection = port.connect(listener);
        return {
          send: (message) => {
            if (message.type !== 'hang-up' || drops === 0) return connection.send(message);
            drops -= 1;
            clock.after(0, () => {
              listener.message({ type: 'error', code: 'rate-limited', retryAfterMs: 700 });
            });
            return true;
          },
          close: (code) => {
            connection.close(code);
          },
        };
      },
    }));
    const [naomi, priya] = [world.enter('naomi'), world.enter('priya')];
    await world.settle();
    naomi.controller.call('priya');
    await world.settle();
    assert.equal(phaseOf(priya), 'incoming');
    naomi.controller.hangUp();
    await world.settle(600);
    assert.equal(phaseOf(priya), 'incoming');
    await world.settle(200);
    assert.equal(phaseOf(priya), 'ended');
    assert.deepEqual(
      naomi.errors.map(({ code, detail }) => [code, detail]),
      [['server-error', 'rate-limited']],
    );
  });
});
