import { browserClock } from './clock.js';
import { createBroadcastSignal } from './broadcast-signal.js';
import type { SignalPort } from '../core/ports.js';
import { DeferredSignal } from './deferred-signal.js';
import { Recorder } from '../testing/recorder.js';
import { expect } from '@open-wc/testing';
import { signalContract } from '../testing/signal.contract.js';

signalContract('BroadcastChannel', () => Promise.resolve(createBroadcastSignal(browserClock.id())));

signalContract('BroadcastChannel, loaded when needed', () => {
  const port = createBroadcastSignal(browserClock.id());
  return Promise.resolve(new DeferredSignal(() => Promise.resolve(port)));
});

describe('DeferredSignal', () => {
  const closeOf = (load: () => Promise<SignalPort>): Promise<number> => {
    const log = new Recorder<number>();
    new DeferredSignal(load).connect({
      open: () => undefined,
      message: () => undefined,
      close: (code) => {
        log.add(code);
      },
    });
    return log.first(() => true);
  };

  it('closes when its code cannot be loaded', async () => {
    expect(await closeOf(() => Promise.reject(new Error('offline')))).to.equal(1006);
  });

  it('closes where the page may not use it', async () => {
    const refuse = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    expect(await closeOf(() => Promise.resolve({ connect: refuse }))).to.equal(1006);
  });
});
