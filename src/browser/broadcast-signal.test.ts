import { browserClock } from './clock.js';
import { createBroadcastSignal } from './broadcast-signal.js';
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
  it('closes when its code cannot be loaded', async () => {
    const log = new Recorder<number>();
    new DeferredSignal(() => Promise.reject(new Error('offline'))).connect({
      open: () => undefined,
      message: () => undefined,
      close: (code) => {
        log.add(code);
      },
    });
    expect(await log.first(() => true)).to.equal(1006);
  });
});
