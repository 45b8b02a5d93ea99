import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { TurnFlush } from './turn-flush.js';

/** Notes what each system call would carry. */
class Wire extends Writable {
  readonly calls: string[] = [];
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.calls.push(chunks.map(({ chunk }) => chunk.toString()).join(''));
    done();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turn flush', () => {
  it('sends all that a turn has for a socket at once, at its end', async () => {
    const [flush, wire] = [new TurnFlush(), new Wire()];
    for (const text of ['a', 'b', 'c']) {
      flush.hold(wire);
      wire.write(text);
    }
    assert.deepEqual(wire.calls, []);
    await turn();
    assert.deepEqual(wire.calls, ['abc']);
  });

  it('holds each turn anew, and each socket by itself', async () => {
    const [flush, one, other] = [new TurnFlush(), new Wire(), new Wire()];
    flush.hold(one);
    one.write('a');
    await turn();
    for (const wire of [one, other]) {
      flush.hold(wire);
      wire.write('b');
    }
    await turn();
    assert.deepEqual([one.calls, other.calls], [['a', 'b'], ['b']]);
    assert.deepEqual([one.writableCorked, other.writableCorked], [0, 0]);
  });

  it('hands over early what is released, and holds what comes after it', async () => {
    const [flush, wire] = [new TurnFlush(), new Wire()];
    flush.hold(wire);
    wire.write('a');
    flush.release(wire);
    assert.deepEqual(wire.calls, ['a']);
    flush.hold(wire);
    wire.write('b');
    assert.deepEqual(wire.calls, ['a']);
    await turn();
    assert.deepEqual(wire.calls, ['a', 'b']);
  });

  it('is not troubled by a socket that was destroyed meanwhile', async () => {
    const [flush, gone, wire] = [new TurnFlush(), new Wire(), new Wire()];
    flush.hold(gone);
    gone.write('a');
    gone.destroy();
    flush.hold(wire);
    wire.write('b');
    await turn();
    assert.deepEqual([gone.calls, wire.calls], [[], ['b']]);
  });
});
