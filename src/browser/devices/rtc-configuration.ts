/** What a call would connect with, as RTCPeerConnection takes it. */
import type { IceOptions } from '../../core/controller.js';
import { isRelayOnly } from '../../core/option-values.js';

export interface RtcConfiguration {
  readonly iceServers: RTCIceServer[];
  readonly iceTransportPolicy: RTCIceTransportPolicy;
}

export const toRtcConfiguration = ({ iceServers = [], privacy }: IceOptions): RtcConfiguration => ({
  iceServers: iceServers as RTCIceServer[],
  iceTransportPolicy: isRelayOnly(privacy) ? 'relay' : 'all',
});
