import { peerContract } from '../testing/peer.contract.js';
import { rtcPeers } from './rtc-peer.js';

peerContract('RTCPeerConnection', { peers: rtcPeers, newStream: () => new MediaStream() });
