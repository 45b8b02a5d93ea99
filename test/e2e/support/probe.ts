/**
 * Runs in the page before anything else and remembers every peer connection, socket and local track, so that a test
 * can see what flows and what is left. It changes nothing of what they do.
 */
export interface Flow {
  /** Frames decoded of remote pictures. */
  readonly frames: number;
  /** Energy of remote sound. */
  readonly energy: number;
}

export interface Probe {
  readonly connections: RTCPeerConnection[];
  readonly tracks: MediaStreamTrack[];
  readonly sockets: WebSocket[];
  /** Sources of sound that were started and not stopped. */
  readonly sources: Set<AudioBufferSourceNode>;
  /** How many of them are held back by nothing. */
  heard(): number;
  /** What the page's content security policy refused. */
  readonly violations: string[];
  /** The codes of every `call-error`, in order. */
  readonly errors: string[];
  /** What has arrived so far. */
  flow(): Promise<Flow>;
  /** What the browser says of what it sends of a kind now, over the connection of the call. */
  sent(kind: 'audio' | 'video'): Promise<Sent>;
}

/** RTCOutboundRtpStreamStats, as far as a test reads them; a browser may leave any of it out. */
export interface Sent {
  readonly bytesSent?: number;
  /** In milliseconds. */
  readonly timestamp?: number;
  readonly targetBitrate?: number;
  readonly frameWidth?: number;
  readonly framesPerSecond?: number;
  readonly codecId?: string;
  /** Not of the statistics: the name of the codec, such as `VP8`. */
  readonly codec?: string;
}

/** The statistics read here: RTCInboundRtpStreamStats, RTCOutboundRtpStreamStats, RTCCodecStats. */
interface Report extends Sent {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly mimeType?: string;
  readonly framesDecoded?: number;
  readonly totalAudioEnergy?: number;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

export function installProbe(): void {
  const probe: Probe = {
    connections: [],
    tracks: [],
    sockets: [],
    sources: new Set(),
    heard() {
      return [...probe.sources].filter(({ context }) => context.state === 'running').length;
    },
    violations: [],
    errors: [],
    async flow() {
      const all = await Promise.all(probe.connections.map((connection) => connection.getStats()));
      const reports = all.flatMap((one) => [...(one.values() as Iterable<Report>)]);
      const inbound = reports.filter(({ type }) => type === 'inbound-rtp');
      return {
        frames: inbound.reduce((sum, { framesDecoded = 0 }) => sum + framesDecoded, 0),
        energy: inbound.reduce((sum, { totalAudioEnergy = 0 }) => sum + totalAudioEnergy, 0),
      };
    },
    async sent(kind) {
      const connection = probe.connections.find((one) => one.connectionState === 'connected');
      const stats = await connection?.getStats();
      const reports = [...((stats?.values() ?? []) as Iterable<Report>)];
      const sent = reports.find((one) => one.type === 'outbound-rtp' && one.kind === kind);
      const codec = reports.find(({ id }) => id === sent?.codecId);
      return { ...sent, codec: codec?.mimeType?.split('/')[1] ?? '' };
    },
  };
  window.probe = probe;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    probe.violations.push(`${violatedDirective} ${blockedURI}`);
  });
  document.addEventListener('call-error', ({ error }) => {
    probe.errors.push(error.code);
  });
  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.push(this);
    }
  };
  const NativeSocket = WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      probe.sockets.push(this);
    }
  };
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...args) {
    probe.sources.add(this);
    start.apply(this, args);
  };
  AudioScheduledSourceNode.prototype.stop = function (...args) {
    probe.sources.delete(this as AudioBufferSourceNode);
    stop.apply(this as AudioBufferSourceNode, args);
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
