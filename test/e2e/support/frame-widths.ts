/** Runs in a page of Chromium before anything else: how wide the remote pictures were, each width that differs from the one before. */
declare global {
  interface Window {
    frameWidths: number[];
  }
}

/** Of Chromium alone. */
declare class MediaStreamTrackProcessor {
  constructor(options: { readonly track: MediaStreamTrack });
  readonly readable: ReadableStream<VideoFrame>;
}

export function installFrameWidths(): void {
  window.frameWidths = [];
  const Native = RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        if (track.kind !== 'video') return;
        const sink = new WritableStream<VideoFrame>({
          write(frame) {
            if (frame.displayWidth !== window.frameWidths.at(-1)) window.frameWidths.push(frame.displayWidth);
            frame.close();
          },
        });
        void new MediaStreamTrackProcessor({ track }).readable.pipeTo(sink);
      });
    }
  };
}
