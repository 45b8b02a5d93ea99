/**
 * Two connections on this page that call each other, with the servers of a call: what is sent comes back over the
 * network. It plays nothing.
 */
import type { RtcConfiguration } from './rtc-configuration.js';

export interface LoopCall {
  /** What came back. */
  readonly received: MediaStream;
  readonly roundTripMs: number;
  /** It went all the way to the TURN server and back. */
  readonly isRelayed: boolean;
  close(): void;
}

/** How long a path is looked for. */
const LONGEST_MS = 10_000;
/** The first message of a channel is slow: the quickest of some counts. */
const PINGS = 5;

/** By a TURN server where one is set up, as strict networks need it, else directly. Rejects when there is no path. */
export async function callOneself(
  stream: MediaStream,
  { iceServers, iceTransportPolicy }: RtcConfiguration,
  signal: AbortSignal,
): Promise<LoopCall> {
  const hasTurn = iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/i.test(url)));
  const policies = new Set<RTCIceTransportPolicy>([
    hasTurn ? 'relay' : iceTransportPolicy,
    iceTransportPolicy,
  ]);
  for (const policy of policies) {
    signal.throwIfAborted();
    const loop = await connect(stream, { iceServers, iceTransportPolicy: policy }, signal);
    if (loop) return loop;
  }
  throw new Error('no path');
}

async function connect(
  stream: MediaStream,
  configuration: RTCConfiguration,
  signal: AbortSignal,
): Promise<LoopCall | undefined> {
  const near = new RTCPeerConnection(configuration);
  const far = new RTCPeerConnection(configuration);
  const close = (): void => {
    near.close();
    far.close();
  };
  // What waits for a connection that is closed may wait for ever.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      close();
      reject(signal.reason as Error);
    });
  });
  aborted.catch(() => undefined);
  try {
    const received = new MediaStream();
    far.addEventListener('track', ({ track }) => {
      received.addTrack(track);
    });
    far.addEventListener('datachannel', ({ channel: back }) => {
      back.addEventListener('message', () => {
        back.send('back');
      });
    });
    const channel = near.createDataChannel('there');
    const isOpen = opens(channel, signal);
    for (const track of stream.getTracks()) near.addTrack(track, stream);
    await Promise.race([introduce(near, far), aborted]);
    if (await isOpen) {
      const roundTripMs = await Promise.race([quickest(channel), aborted]);
      return { received, roundTripMs, isRelayed: configuration.iceTransportPolicy === 'relay', close };
    }
  } catch (error) {
    close();
    throw error;
  }
  close();
  return undefined;
}

/** A candidate counts only where there is a description that it belongs to. */
async function introduce(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  const trickle = (from: RTCPeerConnection, to: RTCPeerConnection, described: Promise<void>): void => {
    from.addEventListener('icecandidate', ({ candidate }) => {
      void described
        .then(() => to.addIceCandidate(candidate ?? undefined))
        // A connection that is closed meanwhile takes none.
        .catch(() => undefined);
    });
  };
  let [isFarReady, isNearReady] = [(): void => undefined, (): void => undefined];
  trickle(near, far, new Promise((resolve) => (isFarReady = resolve)));
  trickle(far, near, new Promise((resolve) => (isNearReady = resolve)));
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription as RTCSessionDescription);
  isFarReady();
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription as RTCSessionDescription);
  isNearReady();
}

/** The channel is open when there is a path, and not before. */
function opens(channel: RTCDataChannel, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isOpen: boolean): void => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    const timer = setTimeout(finish, LONGEST_MS, false);
    channel.addEventListener('open', () => {
      finish(true);
    });
    signal.addEventListener('abort', () => {
      finish(false);
    });
    if (signal.aborted) finish(false);
  });
}

/** How long a message takes there and back. */
async function quickest(channel: RTCDataChannel): Promise<number> {
  let bestMs = Infinity;
  for (let left = PINGS; left > 0; left -= 1) {
    const startedMs = performance.now();
    channel.send('there');
    await new Promise<void>((resolve, reject) => {
      channel.addEventListener('message', () => resolve(), { once: true });
      channel.addEventListener('close', () => reject(new Error('closed')), { once: true });
    });
    bestMs = Math.min(bestMs, performance.now() - startedMs);
  }
  return bestMs;
}
