import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { Recorder } from '../testing/recorder.js';
import { signalContract } from '../testing/signal.contract.js';
import { WebSocketSignal } from './web-socket-signal.js';

const relayUrl = async (): Promise<string> =>
  (await executeServerCommand<{ url: string }, undefined>('relay-url')).url;

signalContract('WebSocket to the relay', async () => new WebSocketSignal(await relayUrl()));

describe('WebSocketSignal', () => {
  const closing = (url: string): Promise<number> => {
    const log = new Recorder<number>();
    new WebSocketSignal(url).connect({
      open: () => undefined,
      message: () => undefined,
      close: (code) => {
        log.add(code);
      },
    });
    return log.first(() => true);
  };

  it('closes, and does not throw, on an address that is none', async () => {
    expect(await closing('wss://exa mple:99999')).to.equal(1006);
  });

  it('does not go where others could change what is said, for a page that is secure itself', async () => {
    for (const url of ['ws://relay.invalid/', 'http://192.0.2.1/', 'ws://localhost.relay.invalid/']) {
      const log = new Recorder<readonly unknown[]>();
      new WebSocketSignal(url).connect({
        open: () => undefined,
        message: () => undefined,
        fault: (_reason, code) => {
          log.add([code]);
        },
        close: (code) => {
          log.add([code]);
        },
      });
      await log.until(() => log.items.length === 2);
      expect(log.items.flat(), url).to.deep.equal(['insecure-link', 4500]);
    }
  });

  it('goes to this machine without encryption, by any of its names', async () => {
    for (const host of ['127.0.0.1', 'localhost', 'relay.localhost', '[::1]'])
      expect(await closing(`ws://${host}:9`), host).to.equal(1006);
  });

  it('closes when nobody listens there', async () => {
    expect(await closing('ws://127.0.0.1:9')).to.equal(1006);
  });

  it('closes without a code where a page goes, since a script may not say the one for that', async () => {
    const log = new Recorder<string>();
    const connection = new WebSocketSignal(await relayUrl()).connect({
      open: () => {
        log.add('open');
      },
      message: () => undefined,
      close: () => undefined,
    });
    await log.first(() => true);
    expect(() => {
      connection.close(1001);
    }).not.to.throw();
    expect(connection.send({ type: 'ping' })).to.equal(false);
  });

  it('takes an address relative to the page, and http for ws', async () => {
    const url = await relayUrl();
    const signal = new WebSocketSignal(url.replace(/^ws/, 'http'));
    const log = new Recorder<string>();
    const connection = signal.connect({
      open: () => {
        log.add('open');
      },
      message: () => undefined,
      close: () => {
        log.add('close');
      },
    });
    expect(await log.first(() => true)).to.equal('open');
    connection.close();
  });
});
