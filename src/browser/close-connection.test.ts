import { expect, waitUntil } from '@open-wc/testing';
import { closeConnection } from './close-connection.js';

const isClosed = ({ signalingState }: RTCPeerConnection): boolean => signalingState === 'closed';
const WAIT = { timeout: 10_000 };
const SETTLED = Promise.resolve();

/** As one is that is being set up; it says nothing of itself. */
function connecting(close: () => void): RTCPeerConnection {
  const pc: Partial<RTCPeerConnection> = {
    localDescription: new RTCSessionDescription({ type: 'offer', sdp: '' }),
    iceGatheringState: 'gathering',
    connectionState: 'new',
    getSenders: () => [],
    close: () => {
      close();
      Object.assign(pc, { signalingState: 'closed' });
    },
  };
  return pc as RTCPeerConnection;
}

describe('a connection that is done with', () => {
  it('is heard of no more at once', () => {
    const pc = new RTCPeerConnection();
    pc.onicecandidate = pc.onicecandidateerror = pc.ontrack = () => undefined;
    pc.onconnectionstatechange = pc.onnegotiationneeded = () => undefined;
    closeConnection(pc, SETTLED);
    const { onicecandidate, onicecandidateerror, ontrack, onconnectionstatechange, onnegotiationneeded } = pc;
    expect([
      ...[onicecandidate, onicecandidateerror, ontrack],
      ...[onconnectionstatechange, onnegotiationneeded],
    ]).to.deep.equal([null, null, null, null, null]);
  });

  it('sends nothing from now on', () => {
    const sent: unknown[] = [];
    const pc = connecting(() => undefined);
    const sender: Partial<RTCRtpSender> = {
      replaceTrack: (track) => {
        sent.push(track);
        return Promise.resolve();
      },
    };
    pc.getSenders = () => [sender as RTCRtpSender];
    closeConnection(pc, SETTLED);
    expect(sent).to.deep.equal([null]);
  });

  it('is closed with the next event of its state', async () => {
    const pc = new RTCPeerConnection();
    pc.addTransceiver('audio');
    const set = pc.setLocalDescription();
    closeConnection(pc, set);
    await set;
    const atTheFirst = await new Promise<boolean>((resolve) => {
      pc.addEventListener('icegatheringstatechange', () => {
        resolve(isClosed(pc));
      });
    });
    expect(atTheFirst).to.equal(true);
  });

  it('is closed at once where nothing was begun, as soon as that is sure', async () => {
    const pc = new RTCPeerConnection();
    closeConnection(pc, SETTLED);
    await SETTLED;
    await waitUntil(() => isClosed(pc), 'it is not closed', WAIT);
  });

  it('may be closed already', async () => {
    const pc = new RTCPeerConnection();
    pc.close();
    closeConnection(pc, SETTLED);
    const other = new RTCPeerConnection();
    closeConnection(other, SETTLED);
    other.close();
    await waitUntil(() => isClosed(pc) && isClosed(other), 'they are not closed', WAIT);
  });

  it('does not wait for a state that stays as it is', async () => {
    let closed = 0;
    closeConnection(
      connecting(() => (closed += 1)),
      SETTLED,
    );
    await SETTLED;
    expect(closed).to.equal(0);
    await waitUntil(() => closed > 0, 'it is not closed', WAIT);
  });

  it('is not closed while the page is busy: in between, an event of its state may be queued', async () => {
    let closed = 0;
    closeConnection(
      connecting(() => (closed += 1)),
      SETTLED,
    );
    await isBusyFor(400);
    expect(closed).to.equal(0);
    await waitUntil(() => closed > 0, 'it is not closed', WAIT);
  });
});

/** One task after the other, each of some milliseconds. */
function isBusyFor(ms: number): Promise<void> {
  const startedMs = performance.now();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      const nowMs = performance.now();
      while (performance.now() - nowMs < 5);
      if (nowMs - startedMs < ms) port2.postMessage(null);
      else resolve();
    };
    port2.postMessage(null);
  });
}
