import { expect } from '@open-wc/testing';
import type { IceServerOption, PeerEvent } from '../core/ports.js';
import type { CandidateInit } from '../protocol/index.js';
import { BAD_SERVERS, GOOD_SERVERS } from '../testing/ice-server-samples.js';
import { peerContract } from '../testing/peer.contract.js';
import { Recorder } from '../testing/recorder.js';
import { rtcPeers } from './rtc-peer.js';

peerContract('RTCPeerConnection', { peers: rtcPeers, newStream: () => new MediaStream() });

describe('a candidate', () => {
  type Add = (candidate?: RTCIceCandidateInit | null) => Promise<void>;
  const native: Add = Reflect.get(RTCPeerConnection.prototype, 'addIceCandidate');
  const applied = new Recorder<string | null | undefined>();

  before(() => {
    const watched: Add = function (this: RTCPeerConnection, candidate) {
      applied.add(candidate?.usernameFragment);
      return native.call(this, candidate);
    };
    Reflect.set(RTCPeerConnection.prototype, 'addIceCandidate', watched);
  });
  after(() => {
    Reflect.set(RTCPeerConnection.prototype, 'addIceCandidate', native);
  });

  it('of another description is not given to the browser: Chromium would take it', async () => {
    const options = { local: new MediaStream(), iceServers: [], relayOnly: false };
    const candidates = new Recorder<CandidateInit>();
    const callee = rtcPeers.create(options, () => undefined);
    const caller = rtcPeers.create(options, (event: PeerEvent) => {
      if (event.type === 'description') callee.receive(event.description, true);
      if (event.type === 'candidate' && event.candidate) candidates.add(event.candidate);
    });
    caller.offer();
    callee.admit();
    const found = await candidates.first(() => true);
    callee.addCandidate({ ...found, usernameFragment: 'stale' });
    callee.addCandidate({ ...found, usernameFragment: found.usernameFragment?.slice(0, -1) ?? '' });
    callee.addCandidate(null);
    callee.addCandidate(found);
    await applied.first(() => true);
    expect(applied.items).to.deep.equal([found.usernameFragment]);
    caller.close();
    callee.close();
  });
});

describe('a description', () => {
  /** As a browser makes it, with this many media sections. */
  const offerOf = async (sections: number): Promise<string> => {
    const pc = new RTCPeerConnection();
    for (let i = 0; i < sections; i++) pc.addTransceiver('audio');
    const { sdp = '' } = await pc.createOffer();
    pc.close();
    return sdp;
  };

  it('of more media sections than any call has is not given to the browser', async () => {
    const options = { local: new MediaStream(), iceServers: [], relayOnly: false };
    for (const [sections, answer] of [
      [8, 'description'],
      [9, 'error'],
    ] as const) {
      const events = new Recorder<PeerEvent>();
      const callee = rtcPeers.create(options, (event) => events.add(event));
      callee.receive({ type: 'offer', sdp: await offerOf(sections) }, true);
      callee.admit();
      const { type } = await events.first((event) => event.type === 'description' || event.type === 'error');
      expect(type).to.equal(answer);
      callee.close();
    }
  });
});

describe('servers for media', () => {
  const takes = (server: IceServerOption): boolean => {
    try {
      new RTCPeerConnection({ iceServers: [{ ...server, urls: [server.urls].flat() }] }).close();
      return true;
    } catch {
      return false;
    }
  };

  it('that are left out are those that this browser does not take', () => {
    for (const server of GOOD_SERVERS) expect(takes(server), JSON.stringify(server)).to.equal(true);
    for (const server of BAD_SERVERS.filter(({ urls }) => urls.length > 0))
      expect(takes(server), JSON.stringify(server)).to.equal(false);
  });

  it('that cannot be used leave a connection as it is', async () => {
    const events = new Recorder<PeerEvent>();
    const options = { local: new MediaStream(), iceServers: [], relayOnly: false };
    const peer = rtcPeers.create(options, (event) => events.add(event));
    peer.useIceServers([{ urls: 'nonsense' }]);
    peer.offer();
    const { type } = await events.first((event) => event.type === 'description' || event.type === 'error');
    expect(type).to.equal('description');
    peer.close();
  });
});

describe('what is asked of a connection that is closed meanwhile', () => {
  it('is answered, though no browser does', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const options = { local: new MediaStream(), iceServers: [], relayOnly: false };
      const peer = rtcPeers.create(options, () => undefined);
      peer.offer();
      for (let step = 0; step < turn; step += 1) await Promise.resolve();
      const asked = [peer.stats(), peer.traffic(), peer.descriptions()] as const;
      peer.close();
      const [stats, traffic, descriptions] = await Promise.all(asked);
      expect([stats.length, traffic.size, descriptions.length]).to.deep.equal([0, 0, 0]);
      expect(await peer.descriptions()).to.deep.equal([]);
    }
  });
});
