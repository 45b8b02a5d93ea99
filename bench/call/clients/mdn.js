/**
 * A client as MDN's "Signaling and video calling" describes it: the caller opens the camera and adds its tracks, an offer
 * is made when negotiation is needed; the callee applies the offer, opens its camera, adds transceivers and answers.
 */
import { MEDIA, stopTracks } from './lines.js';

export async function enter({ name, url }) {
  let id;
  let pc;
  let stream;
  let peer;
  const socket = new WebSocket(url, 'json');
  const send = (message) => socket.send(JSON.stringify({ id, ...message }));
  const sendToPeer = (message) => send({ name, target: peer, ...message });
  await new Promise((resolve) => {
    let before = Promise.resolve();
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'id') {
        id = message.id;
        send({ type: 'username', name });
      } else if (message.type === 'userlist' && message.users.includes(name)) resolve();
      else before = before.then(() => hear(message)).catch(() => undefined);
    };
  });

  function createConnection() {
    pc = new RTCPeerConnection();
    pc.onicecandidate = ({ candidate }) => candidate && sendToPeer({ type: 'new-ice-candidate', candidate });
    pc.oniceconnectionstatechange = () => {
      if (['closed', 'failed', 'disconnected'].includes(pc?.iceConnectionState)) close();
    };
    pc.onnegotiationneeded = async () => {
      const own = pc;
      const offer = await own.createOffer();
      if (own.signalingState !== 'stable') return;
      await own.setLocalDescription(offer);
      sendToPeer({ type: 'video-offer', sdp: own.localDescription });
    };
  }

  async function hear(message) {
    switch (message.type) {
      case 'video-offer':
        peer = message.name;
        if (!pc) createConnection();
        if (pc.signalingState !== 'stable') {
          await Promise.all([
            pc.setLocalDescription({ type: 'rollback' }),
            pc.setRemoteDescription(message.sdp),
          ]);
          return;
        }
        await pc.setRemoteDescription(message.sdp);
        if (!stream) {
          stream = await navigator.mediaDevices.getUserMedia(MEDIA);
          for (const track of stream.getTracks()) pc.addTransceiver(track, { streams: [stream] });
        }
        await pc.setLocalDescription(await pc.createAnswer());
        sendToPeer({ type: 'video-answer', sdp: pc.localDescription });
        break;
      case 'video-answer':
        await pc?.setRemoteDescription(message.sdp);
        break;
      case 'new-ice-candidate':
        await pc?.addIceCandidate(message.candidate);
        break;
      case 'hang-up':
        close();
        break;
      default:
    }
  }

  function close() {
    if (pc) {
      pc.onicecandidate = pc.oniceconnectionstatechange = pc.onnegotiationneeded = null;
      pc.close();
    }
    stopTracks(stream);
    pc = stream = undefined;
  }

  return {
    async call(other) {
      peer = other;
      createConnection();
      stream = await navigator.mediaDevices.getUserMedia(MEDIA);
      for (const track of stream.getTracks()) pc.addTransceiver(track, { streams: [stream] });
    },
    hangUp() {
      sendToPeer({ type: 'hang-up' });
      close();
    },
  };
}
