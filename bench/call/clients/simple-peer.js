/** simple-peer as its README shows a video call: the camera first, then the peer, whose signals travel as they come. */
import { MEDIA, openLine, stopTracks } from './lines.js';

export async function enter({ name, url }) {
  let peer;
  let stream;
  let other;
  const send = await openLine(name, url, async (message) => {
    if (message.type === 'bye') return close();
    if (!message.signal) return;
    if (!peer && message.signal.type === 'offer') await open(message.name, false);
    peer?.signal(message.signal);
  });

  async function open(target, initiator) {
    other = target;
    stream = await navigator.mediaDevices.getUserMedia(MEDIA);
    peer = new window.SimplePeer({ initiator, stream, config: { iceServers: [] } });
    peer.on('signal', (signal) => send(other, { type: 'signal', signal }));
    peer.on('error', () => undefined);
  }

  function close() {
    peer?.destroy();
    stopTracks(stream);
    peer = stream = undefined;
  }

  return {
    call: (target) => open(target, true),
    hangUp() {
      send(other, { type: 'bye' });
      close();
    },
  };
}
