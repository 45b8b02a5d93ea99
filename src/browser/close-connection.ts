/**
 * Closes a connection when Chromium can let go of it. One that is closed while an event of its state is queued is kept as
 * long as the page lives: RTCPeerConnection::DispatchScheduledEvents (rtc_peer_connection.cc, seen in 147 and 156) leaves
 * the events of a closed connection in their list, and they hold it. A page may have 500. While such an event is dispatched
 * none is queued, so that is the moment; where none comes for a while, none is queued either. What the page can read is no
 * help: a state is what it was until its event is dispatched. This can go when that list is emptied; docs/performance.md
 * has the figures.
 */

/**
 * So long without an event. Two that hang up together must not do it together: the end of the one is an event at the other.
 * So who has answered waits for that.
 */
const QUIET_MS = { offer: 100, answer: 500 } as const;

/**
 * From now on nobody hears of it any more, and it sends nothing. `settled`: nothing is being set any more, which would begin
 * what is waited for here.
 */
export function closeConnection(pc: RTCPeerConnection, settled: Promise<unknown>): void {
  pc.onicecandidate = pc.onicecandidateerror = pc.ontrack = null;
  pc.onconnectionstatechange = pc.onnegotiationneeded = null;
  if (isClosed(pc)) return;
  for (const sender of pc.getSenders()) sender.replaceTrack(null).catch(() => undefined);
  const close = (): void => {
    pc.close();
  };
  void settled.then(() => {
    // A closed one tells Firefox nothing of its description.
    if (isClosed(pc)) return;
    const type = pc.localDescription?.type;
    if (!type) {
      close();
      return;
    }
    pc.onconnectionstatechange = pc.oniceconnectionstatechange = close;
    pc.onicegatheringstatechange = pc.onicecandidate = close;
    setTimeout(close, type === 'answer' ? QUIET_MS.answer : QUIET_MS.offer);
  });
}

const isClosed = ({ signalingState }: RTCPeerConnection): boolean => signalingState === 'closed';
