/** What a TURN server answered instead of an address, told apart. */
import { expect } from '@open-wc/testing';
import { checkNetwork } from './network-check.js';

const CONFIGURATION = {
  iceServers: [{ urls: 'turn:turn.test', username: 'naomi', credential: 'secret' }],
  iceTransportPolicy: 'all',
} as const;

/** A connection that gathers these, and then is answered this by the server of this address; 0: nothing is said of any. */
const answering = (errorCode: number, url = 'turn:turn.test', ...types: readonly string[]) =>
  class extends EventTarget {
    createDataChannel(): void {
      // Gathering begins with the description.
    }
    setLocalDescription(): Promise<void> {
      for (const type of types)
        this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type } }));
      if (errorCode) this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode, url }));
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

  const STUN: readonly (readonly [
    what: string,
    urls: readonly string[],
    ReturnType<typeof answering>,
    state: string,
  ])[] = [
    ['heard, and has no other address to tell', ['stun:a.test'], answering(0, '', 'host'), 'works'],
    ['given up', ['stun:a.test'], answering(701, 'stun:a.test:3478', 'host'), 'silent'],
    ['given up, whichever it is', ['stun:a.test'], answering(701, '', 'host'), 'silent'],
    ['not asked, since there is no address to ask it from', ['stun:a.test'], answering(0), 'silent'],
    [
      'a TURN server that refuses the password',
      ['turn:a.test'],
      answering(401, 'turn:a.test:3478', 'host'),
      'works',
    ],
    [
      'a TURN server that is asked over TCP alone',
      ['turn:a.test?transport=tcp'],
      answering(401, '', 'host'),
      'unset',
    ],
  ];
  for (const [what, urls, connection, state] of STUN) {
    it(`says "${state}" of the internet where its server is ${what}`, async () => {
      window.RTCPeerConnection = connection;
      const iceServers = [{ urls: [...urls], username: 'naomi', credential: 'secret' }];
      const { srflx } = await checkNetwork({ ...CONFIGURATION, iceServers }, new AbortController().signal);
      expect(srflx).to.equal(state);
    });
  }
});
