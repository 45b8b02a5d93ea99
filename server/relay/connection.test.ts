import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import type { WebSocket } from 'ws';
import { FakeRoom } from '../../test/support/fake-room.js';
import type { HubSocket, Session } from '../hub/session.js';
import { Connection, type FrameSink } from './connection.js';
import { TurnFlush } from './turn-flush.js';

/** A socket of which a test sets how far behind its reader is. */
class FakeSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  closedWith: number | undefined;
  terminated = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(code: number): void {
    this.closedWith = code;
  }
  terminate(): void {
    this.terminated = true;
  }
}

const MAX_BUFFERED = 1_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function open(sink: Partial<FrameSink> = {}): {
  socket: FakeSocket;
  connection: Connection;
  faults: unknown[];
} {
  const hub = new FakeRoom().hub;
  const whole: FrameSink = {
    join: (socket: HubSocket): Session => hub.join(socket),
    receive: (session, text) => hub.receive(session, text),
    sign: (session) => hub.sign(session),
    leave: (session) => hub.leave(session),
    isAsking: (session) => hub.isAsking(session),
    ...sink,
  };
  const faults: unknown[] = [];
  const socket = new FakeSocket();
  const events = {
    onHeard: () => undefined,
    onGone: () => undefined,
    onFault: (error: unknown) => faults.push(error),
  };
  const visitor = { address: '192.0.2.1' };
  const connection = new Connection(socket as unknown as WebSocket, new PassThrough(), visitor, {
    hub: whole,
    flush: new TurnFlush(),
    events,
    maxBufferedBytes: MAX_BUFFERED,
  });
  return { socket, connection, faults };
}

describe('connection', () => {
  it('keeps a fault in handling a frame to its own socket', () => {
    const fault = new Error('a bug of ours');
    const { socket, faults } = open({
      receive: () => {
        throw fault;
      },
    });
    socket.emit('message', Buffer.from('{}'), false);
    assert.deepEqual(faults, [fault]);
    assert.equal(socket.closedWith, 1011);
    assert.match(socket.sent.at(-1) ?? '', /"code":"internal"/);
  });

  it('survives a fault while leaving', () => {
    const { socket, faults } = open({
      leave: () => {
        throw new Error('a bug of ours');
      },
    });
    socket.emit('close');
    assert.equal(faults.length, 1);
  });

  it('cuts a client off that is too far behind, and holds nothing more for it', async () => {
    const { socket, connection } = open();
    await turn();
    const before = socket.sent.length;
    socket.bufferedAmount = MAX_BUFFERED * 2;
    connection.send('x');
    assert.equal(socket.terminated, true);
    assert.equal(socket.sent.length, before);
  });

  it('keeps a few times as much within one turn, and not more', () => {
    const { socket, connection } = open();
    connection.send('x');
    socket.bufferedAmount = MAX_BUFFERED * 3;
    connection.send('x');
    assert.equal(socket.terminated, false);
    socket.bufferedAmount = MAX_BUFFERED * 5 + 1_000;
    connection.send('x');
    assert.equal(socket.terminated, true);
  });

  it('lets one large frame of the relay’s own pass, and the next small one too', async () => {
    const { socket, connection } = open();
    const list = 'x'.repeat(50_000);
    connection.send(list);
    await turn();
    socket.bufferedAmount = list.length;
    connection.send('delta');
    assert.equal(socket.terminated, false);
    assert.equal(socket.sent.at(-1), 'delta');
    await turn();
    socket.bufferedAmount = list.length + MAX_BUFFERED + 1;
    connection.send('delta');
    assert.equal(socket.terminated, true);
  });

  it('waits for the answer to a close, but not for the end of a flood', () => {
    const { socket, connection } = open();
    connection.close(4408, 'rate-limited');
    for (let i = 0; i < 5_000; i++) socket.emit(i % 2 ? 'pong' : 'message', Buffer.from('{}'), false);
    assert.equal(socket.terminated, false);
    socket.emit('pong');
    assert.equal(socket.terminated, true);
  });

  it('sends nothing on a socket that is closing', () => {
    const { socket, connection } = open();
    const before = socket.sent.length;
    socket.readyState = 2;
    connection.send('x');
    connection.ping();
    assert.equal(socket.sent.length, before);
  });
});
