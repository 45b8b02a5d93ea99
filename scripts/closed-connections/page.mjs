/**
 * Loaded by a page of `npm run closed-connections`: pairs of connections that are closed while they are set up to each other,
 * each end at a moment of its own.
 */
/* global RTCPeerConnection, gc -- of the page; gc by a flag of the browser */

/** What `src/browser/close-connection.ts` exports. @typedef {typeof import('../../src/browser/close-connection.js')} Closing */

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {RTCPeerConnection} pc @param {string} way @param {Closing} closing */
function end(pc, way, { closeConnection, whenIdle }) {
  const close = () => {
    pc.close();
  };
  pc.onicecandidate = null;
  if (way === 'timer') close();
  else if (way === 'idle') whenIdle(close);
  else if (way === 'ours') closeConnection(pc, Promise.resolve());
  else {
    pc.addEventListener(way, close);
    setTimeout(close, 500);
  }
}

/** @param {RTCPeerConnection} from @param {RTCPeerConnection} to */
function hear(from, to) {
  from.onicecandidate = ({ candidate }) => {
    if (candidate && to.signalingState !== 'closed') to.addIceCandidate(candidate).catch(() => undefined);
  };
}

/** @param {RTCPeerConnection} here @param {RTCPeerConnection} there */
async function connect(here, there) {
  hear(here, there);
  hear(there, here);
  for (const kind of ['audio', 'video']) here.addTransceiver(kind);
  await here.setLocalDescription();
  await there.setRemoteDescription(/** @type {RTCSessionDescription} */ (here.localDescription));
  await there.setLocalDescription();
  await here.setRemoteDescription(/** @type {RTCSessionDescription} */ (there.localDescription));
}

/** Answers how many of them there still are. @param {string} way @param {number} connections @param {Closing} closing */
export async function closeMany(way, connections, closing) {
  /** @type {WeakRef<RTCPeerConnection>[]} */
  const made = [];
  const playPair = async () => {
    // Nobody answers there, so this one is still gathering.
    const here = new RTCPeerConnection({ iceServers: [{ urls: 'stun:192.0.2.1' }] });
    const there = new RTCPeerConnection();
    made.push(new WeakRef(here), new WeakRef(there));
    await connect(here, there);
    await pause(Math.random() * 150);
    for (const pc of [here, there]) setTimeout(end, Math.random() * 30, pc, way, closing);
    await pause(40);
  };
  while (made.length < connections) {
    const pairs = Math.min(4, (connections - made.length) / 2);
    await Promise.all(Array.from({ length: pairs }, playPair));
    if (made.length % 80 === 0) gc?.();
  }
  await pause(3_000);
  for (let times = 0; times < 10; times += 1) {
    gc?.();
    await pause(100);
  }
  return made.filter((one) => one.deref()).length;
}
