/**
 * Runs in each page before anything else, whatever system it is of: when the first remote frame was decoded, how many
 * offers and answers were made, how wide pictures arrive, and a camera that is as large and takes as long to open as the bench says.
 */
(() => {
  const call = { frameAtMs: undefined, offers: 0, answers: 0, connections: [] };
  const now = () => performance.timeOrigin + performance.now();
  window.probe = {
    call,
    now,
    cameraMs: 0,
    camera: undefined,
    reset() {
      Object.assign(call, { frameAtMs: undefined, offers: 0, answers: 0, connections: [] });
    },
    /** How many peer connections are not closed. */
    open: () => call.connections.filter(({ connectionState }) => connectionState !== 'closed').length,
    /** How wide the remote picture is now. */
    async width() {
      const all = await Promise.all(call.connections.map((one) => one.getStats()));
      const reports = all.flatMap((stats) => [...stats.values()]);
      return Math.max(
        0,
        ...reports.map(({ type, frameWidth = 0 }) => (type === 'inbound-rtp' ? frameWidth : 0)),
      );
    },
  };

  async function watch(track) {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const { value } = await reader.read();
    value?.close();
    call.frameAtMs ??= value && now();
    await reader.cancel();
  }

  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...options) {
      super(...options);
      call.connections.push(this);
      this.addEventListener('track', ({ track }) => {
        if (track.kind === 'video') watch(track).catch(() => undefined);
      });
    }

    async setLocalDescription(...given) {
      await super.setLocalDescription(...given);
      const type = this.localDescription?.type ?? given[0]?.type;
      if (type === 'offer') call.offers += 1;
      if (type === 'answer') call.answers += 1;
    }
  };

  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const [stream] = await Promise.all([
      open(
        constraints.video ? { ...constraints, video: window.probe.camera ?? constraints.video } : constraints,
      ),
      new Promise((resolve) => setTimeout(resolve, window.probe.cameraMs)),
    ]);
    return stream;
  };
})();
