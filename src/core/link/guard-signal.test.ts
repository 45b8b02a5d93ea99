/** What the core sees of a signal port that does not keep its promises, and what its author hears. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SignalConnection, SignalListener, SignalPort } from '../ports.js';
import { guardSignal } from './guard-signal.js';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

interface Line {
  readonly connection: SignalConnection;
  readonly log: string[];
}

async function connect(port: SignalPort): Promise<Line> {
  const log: string[] = [];
  const connection = guardSignal(port).connect({
    open: () => log.push('open'),
    message: (data) => log.push(`message ${JSON.stringify(data)}`),
    fault: (reason) => log.push(`fault ${reason}`),
    close: (code) => log.push(`close ${String(code)}`),
  });
  assert.deepEqual(log, [], 'nothing before it has returned');
  await settle();
  return { connection, log };
}

const ID = { type: 'id', id: 1 };
const quiet: SignalConnection = { send: () => true, close: () => undefined };
/** A port that does this as soon as it is connected. */
const port = (
  start: (listener: SignalListener) => void,
  end: Partial<SignalConnection> = {},
): SignalPort => ({
  connect: (listener) => {
    start(listener);
    return { ...quiet, ...end };
  },
});

void describe('a guarded signal port', () => {
  void it('opens before its first message and once, also when the port forgets or repeats it', async () => {
    const forgets = await connect(
      port(({ message }) => {
        message(ID);
      }),
    );
    const repeats = await connect(
      port(({ open, message }) => {
        open();
        open();
        message(ID);
      }),
    );
    for (const { log } of [forgets, repeats])
      assert.deepEqual(log, ['open', `message ${JSON.stringify(ID)}`]);
  });

  void it('can answer to a message that the port says before it has returned', async () => {
    const sent: unknown[] = [];
    const line: SignalConnection = guardSignal(
      port(
        ({ message }) => {
          message(ID);
        },
        { send: (message) => sent.push(message) > 0 },
      ),
    ).connect({
      open: () => undefined,
      message: () => line.send({ type: 'username', name: 'naomi' }),
      close: () => undefined,
    });
    await settle();
    assert.deepEqual(sent, [{ type: 'username', name: 'naomi' }]);
  });

  void it('closes once, and says nothing after it', async () => {
    const { log, connection } = await connect(
      port(({ message, close }) => {
        message(ID);
        close(4503, '');
        close(1006, '');
        message(ID);
      }),
    );
    assert.deepEqual(log.slice(2), ['close 4503']);
    assert.equal(connection.send({ type: 'ping' }), false);
  });

  void it('takes an answer that is missing for yes', async () => {
    const { connection } = await connect(
      port(
        ({ open }) => {
          open();
        },
        { send: (() => undefined) as never },
      ),
    );
    assert.equal(connection.send({ type: 'ping' }), true);
  });

  void it('sends nothing before it is open', async () => {
    const { connection } = await connect(port(() => undefined));
    assert.equal(connection.send({ type: 'ping' }), false);
  });

  void it('closes the port when it is closed itself, also while that one connects', async () => {
    let closed = 0;
    const end = { close: () => (closed += 1) };
    const { connection } = await connect(port(() => undefined, end));
    connection.close();
    connection.close();
    assert.equal(closed, 1);
    const early: SignalConnection = guardSignal(port(() => early.close(), end)).connect({
      open: () => undefined,
      message: () => undefined,
      close: () => assert.fail('it was closed by us'),
    });
    await settle();
    assert.equal(closed, 2);
  });

  void it('tells what the port throws, and closes', async () => {
    const boom = (): never => {
      throw new Error('boom');
    };
    const connecting = await connect({ connect: boom });
    assert.deepEqual(connecting.log, ['fault Error: boom', 'close 1006']);
    const sending = await connect(
      port(
        ({ open }) => {
          open();
        },
        { send: boom },
      ),
    );
    assert.equal(sending.connection.send({ type: 'ping' }), false);
    assert.deepEqual(sending.log, ['open', 'fault Error: boom', 'close 1006']);
    const closing = await connect(port(() => undefined, { close: boom }));
    closing.connection.close();
    assert.deepEqual(closing.log, []);
  });

  void it('tells that something is no port at all', async () => {
    for (const wrong of [{}, 7, 'wss://example.com']) {
      const { log } = await connect(wrong as never);
      assert.match(log[0] ?? '', /must be a function, or an object with connect\(\)/);
      assert.equal(log[1], 'close 1006');
    }
  });

  void it('tells of messages that make no sense, once, and lets types it does not know pass', async () => {
    const { log } = await connect(
      port(({ message }) => {
        message(ID);
        message({ type: 'weather' });
        message({ type: 'video-offer' });
        message('{');
      }),
    );
    assert.deepEqual(
      log.filter((line) => line.startsWith('fault')),
      ['fault "video-offer" has no valid "sdp".'],
    );
  });

  void it('tells that the greeting is missing', async () => {
    const { log } = await connect(
      port(({ message }) => {
        message({ type: 'userlist', users: ['naomi'] });
      }),
    );
    assert.equal(log[0], 'fault The first message must be "id".');
  });
});
