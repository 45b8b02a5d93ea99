/** What a TURN server answered instead of an address, told apart. */
import { expect } from '@open-wc/testing';
import { checkNetwork } from './network-check.js';

const CONFIGURATION = {
  iceServers: [{ urls: 'turn:turn.test', username: 'naomi', credential: 'secret' }],
  iceTransportPolicy: 'all',
} as const;

/** A connection that gathers nothing and is answered this. */
const answering = (errorCode: number) =>
  class extends EventTarget {
    createDataChannel(): void {
      // Gathering begins with the description.
    }
    setLocalDescription(): Promise<void> {
      this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode }));
      this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
      return Promise.resolve();
    }
    close(): void {
      // Nothing is open.
    }
  } as unknown as typeof RTCPeerConnection;

describe('the check of the network', () => {
  const Native = RTCPeerConnection;
  afterEach(() => {
    window.RTCPeerConnection = Native;
  });

  const ROWS: readonly (readonly [number, string])[] = [
    [401, 'refused'],
    [403, 'refused'],
    [441, 'refused'],
    [400, 'silent'],
    [486, 'silent'],
    [508, 'silent'],
    [701, 'silent'],
  ];
  for (const [code, state] of ROWS) {
    it(`says "${state}" of a relay that answers ${String(code)}`, async () => {
      window.RTCPeerConnection = answering(code);
      const { relay } = await checkNetwork(
        { ...CONFIGURATION, iceServers: [...CONFIGURATION.iceServers] },
        new AbortController().signal,
      );
      expect(relay).to.equal(state);
    });
  }
});
