/** What a call would connect with, as RTCPeerConnection takes it. */
import type { IceOptions } from '../../core/controller.js';

export interface RtcConfiguration {
  readonly iceServers: RTCIceServer[];
  readonly iceTransportPolicy: RTCIceTransportPolicy;
}

export const toRtcConfiguration = ({ iceServers = [], privacy }: IceOptions): RtcConfiguration => ({
  iceServers: iceServers as RTCIceServer[],
  iceTransportPolicy: privacy === 'relay' ? 'relay' : 'all',
});
