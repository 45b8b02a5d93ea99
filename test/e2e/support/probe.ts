/**
 * Runs in the page before anything else and remembers every peer connection and every local track, so that a test
 * can see what flows and what is left. It changes nothing of what they do.
 */
export interface Probe {
  readonly connections: RTCPeerConnection[];
  readonly tracks: MediaStreamTrack[];
}

declare global {
  interface Window {
    probe: Probe;
  }
}

export function installProbe(): void {
  const probe: Probe = { connections: [], tracks: [] };
  window.probe = probe;
  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.push(this);
    }
  };
  // An insecure page has none.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  if (!devices) return;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    probe.tracks.push(...stream.getTracks());
    return stream;
  };
}
