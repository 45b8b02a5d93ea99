/**
 * RTCPeerConnection by hand, as quick as one can write it: transceivers first, the camera opens while both negotiate.
 * The floor.
 */
import { MEDIA, openLine, stopTracks } from './lines.js';

export async function enter({ name, url }) {
  let pc;
  let stream;
  let peer;
  const send = await openLine(name, url, async (message) => {
    if (message.type === 'offer') {
      open(message.name);
      await pc.setRemoteDescription(message);
      const [audio, video] = pc.getTransceivers();
      audio.direction = video.direction = 'sendrecv';
      void openCamera();
      await pc.setLocalDescription();
      send(peer, { type: 'answer', sdp: pc.localDescription.sdp });
    } else if (message.type === 'answer') await pc?.setRemoteDescription(message);
    else if (message.type === 'candidate') await pc?.addIceCandidate(message.candidate);
    else if (message.type === 'bye') close();
  });

  function open(other) {
    peer = other;
    pc = new RTCPeerConnection();
    pc.onicecandidate = ({ candidate }) => candidate && send(peer, { type: 'candidate', candidate });
  }

  async function openCamera() {
    const own = pc;
    const opened = await navigator.mediaDevices.getUserMedia(MEDIA);
    if (own !== pc) return stopTracks(opened);
    stream = opened;
    for (const { sender, receiver } of pc.getTransceivers())
      void sender.replaceTrack(stream.getTracks().find(({ kind }) => kind === receiver.track.kind));
  }

  function close() {
    pc?.close();
    stopTracks(stream);
    pc = stream = undefined;
  }

  return {
    async call(other) {
      open(other);
      for (const kind of ['audio', 'video']) pc.addTransceiver(kind);
      void openCamera();
      await pc.setLocalDescription();
      send(peer, { type: 'offer', sdp: pc.localDescription.sdp });
    },
    hangUp() {
      send(peer, { type: 'bye' });
      close();
    },
  };
}
