/**
 * Closes a connection when Chromium can let go of it. One that is closed while an event of its state is queued is kept as
 * long as the page lives: RTCPeerConnection::DispatchScheduledEvents (rtc_peer_connection.cc, seen in 147 and 156) leaves
 * the events of a closed connection in their list, and they hold it. A page may have 500. While such an event is dispatched
 * none is queued, so that is the moment. This can go when that list is emptied; docs/performance.md has the figures.
 */

/** A state that stays as it is is not waited for. */
const LIMIT_MS = 500;

/**
 * From now on nobody hears of it any more, and it sends nothing. `settled`: nothing is being set any more, which would begin
 * what is waited for here.
 */
export function closeConnection(pc: RTCPeerConnection, settled: Promise<unknown>): void {
  pc.onicecandidate = pc.onicecandidateerror = pc.ontrack = null;
  pc.onconnectionstatechange = pc.onnegotiationneeded = null;
  const close = (): void => {
    pc.close();
  };
  if (isQuiet(pc)) close();
  if (isClosed(pc)) return;
  for (const sender of pc.getSenders()) sender.replaceTrack(null).catch(() => undefined);
  void settled.then(() => {
    // A closed one tells Firefox nothing of its description.
    if (!isClosed(pc) && !pc.localDescription) close();
    pc.onconnectionstatechange = pc.onicegatheringstatechange = close;
    setTimeout(close, LIMIT_MS);
  });
}

const isClosed = ({ signalingState }: RTCPeerConnection): boolean => signalingState === 'closed';

/** Its state stays where it is until the other end closes. Of two that hang up together, the one that has answered waits for that. */
const isQuiet = (pc: RTCPeerConnection): boolean =>
  pc.connectionState === 'connected' &&
  pc.iceGatheringState === 'complete' &&
  pc.localDescription?.type === 'offer';
