/**
 * Closes a connection when Chromium can let go of it. One that is closed while an event of its state is queued is kept as
 * long as the page lives: RTCPeerConnection::DispatchScheduledEvents (rtc_peer_connection.cc, seen in 147 and 156) leaves
 * the events of a closed connection in their list, and they hold it. A page may have 500. No page sees that list, and a
 * state that it reads is what it was until its event is dispatched. So it is closed with the next event that comes out of
 * the list, or, where none comes for a while, when the page has nothing else to do. This can go when that list is
 * emptied; docs/performance.md has the figures.
 */

/** So long without an event, and none is expected. */
const QUIET_MS = 100;
/** A task that comes so soon after the one that asked for it has not been waiting among others. */
const IDLE_MS = 0.2;
/** A page that is never idle closes it all the same. */
const MOST_TASKS = 100;

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
    if (!pc.localDescription) {
      close();
      return;
    }
    // Not `iceconnectionstatechange`, which comes at once, while the next of these is queued.
    pc.onconnectionstatechange = pc.onicegatheringstatechange = close;
    setTimeout(() => {
      if (!isClosed(pc)) whenIdle(close);
    }, QUIET_MS);
  });
}

const isClosed = ({ signalingState }: RTCPeerConnection): boolean => signalingState === 'closed';

/**
 * Calls back in a task that nothing is queued before. News of a connection is a task, and the event of it is another: who
 * comes between the two has been waiting while the page did something else, which is seen by the clock.
 */
export function whenIdle(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  let left = MOST_TASKS;
  let askedAtMs = performance.now();
  let wasIdle = false;
  port1.onmessage = () => {
    const nowMs = performance.now();
    const isIdle = nowMs - askedAtMs <= IDLE_MS;
    if ((isIdle && wasIdle) || left === 0) {
      port1.close();
      callback();
      return;
    }
    wasIdle = isIdle;
    askedAtMs = nowMs;
    left -= 1;
    port2.postMessage(null);
  };
  port2.postMessage(null);
}
