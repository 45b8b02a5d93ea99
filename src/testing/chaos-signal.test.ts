/** The messy line loses nothing, mixes only what pages send, and is quiet once it is closed. */
import { expect } from '@open-wc/testing';
import { browserClock } from '../browser/clock.js';
import { BusSignal } from '../core/link/bus-signal.js';
import type { SignalListener } from '../core/ports.js';
import { type ChaosOptions, ChaosSignal } from './chaos-signal.js';
import { FakeClock } from './fake-clock.js';
import { MemoryBus } from './memory-bus.js';
import { signalContract } from './signal.contract.js';

signalContract('memory, with no chaos', () =>
  Promise.resolve(new ChaosSignal(new BusSignal(new MemoryBus(browserClock), browserClock), browserClock)),
);

describe('a messy line', () => {
  function open(options: ChaosOptions) {
    const clock = new FakeClock();
    const heard: unknown[] = [];
    let inner: SignalListener | undefined;
    const line = new ChaosSignal(
      {
        connect: (listener) => {
          inner = listener;
          return { send: () => true, close: () => undefined };
        },
      },
      clock,
      options,
    );
    const connection = line.connect({
      open: () => undefined,
      message: (data) => heard.push(data),
      close: () => heard.push('closed'),
    });
    const tell = (data: unknown): void => inner?.message(data);
    return { clock, connection, heard, tell, end: () => inner?.close(1006, '') };
  }

  it('brings everything twice when it is told to', () => {
    const { heard, tell } = open({ twice: 1 });
    tell({ type: 'id', id: 1 });
    tell('{"type":"hang-up"}');
    expect(heard).to.deep.equal([
      { type: 'id', id: 1 },
      { type: 'id', id: 1 },
      '{"type":"hang-up"}',
      '{"type":"hang-up"}',
    ]);
  });

  it('lets messages of pages overtake each other, loses none, and keeps the order of the server’s', () => {
    const numbers = [0, 0.9, 0, 0, 0.5, 0, 0, 0.2, 0];
    const { clock, heard, tell } = open({ delayMs: 100, random: () => numbers.shift() ?? 0 });
    for (const type of ['video-offer', 'call-accept', 'hang-up']) {
      tell({ type });
      tell({ type: 'presence', of: type });
    }
    const pages = (): unknown[] => heard.filter((one) => (one as { type: string }).type !== 'presence');
    expect(heard.map((one) => (one as { of?: string }).of)).to.deep.equal([
      'video-offer',
      'call-accept',
      'hang-up',
    ]);
    clock.advance(100);
    expect(pages()).to.deep.equal([{ type: 'hang-up' }, { type: 'call-accept' }, { type: 'video-offer' }]);
  });

  it('brings nothing more once it is closed, from either end', () => {
    for (const end of ['connection', 'server'] as const) {
      const line = open({ delayMs: 100, random: () => 0.5 });
      line.tell({ type: 'video-offer' });
      if (end === 'connection') line.connection.close();
      else line.end();
      line.clock.advance(100);
      expect(line.heard).to.deep.equal(end === 'connection' ? [] : ['closed']);
      expect(line.clock.pending).to.equal(0);
    }
  });
});
