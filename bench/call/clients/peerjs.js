/** PeerJS as its documentation shows a media call: the camera first on both sides. */
import { MEDIA, stopTracks } from './lines.js';

export async function enter({ name, url }) {
  const { hostname, port } = new URL(url);
  const peer = new window.Peer(name, {
    host: hostname,
    port: Number(port),
    path: '/',
    config: { iceServers: [] },
  });
  await new Promise((resolve, reject) => {
    peer.on('open', resolve);
    peer.on('error', reject);
  });
  let call;
  let stream;
  peer.on('call', async (incoming) => {
    call = incoming;
    stream = await navigator.mediaDevices.getUserMedia(MEDIA);
    follow();
    call.answer(stream);
  });

  function follow() {
    call.on('close', close);
  }

  function close() {
    stopTracks(stream);
    call = stream = undefined;
  }

  return {
    async call(other) {
      stream = await navigator.mediaDevices.getUserMedia(MEDIA);
      call = peer.call(other, stream);
      follow();
    },
    hangUp: () => call?.close(),
    // Its end travels over the connection itself, and may be lost with it.
    clear() {
      call?.close();
      close();
    },
  };
}
