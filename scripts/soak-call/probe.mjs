/**
 * Runs in each page of `npm run soak:call` before anything else: finds the live tracks. It keeps none of them alive itself,
 * and forgets what is gone.
 */

/** @typedef {{tracks: () => MediaStreamTrack[]}} SoakProbe */

/* global window, navigator -- it runs in the page */
export function installProbe() {
  /** @type {Set<WeakRef<MediaStreamTrack>>} */
  const tracks = new Set();
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    for (const track of stream.getTracks()) tracks.add(new WeakRef(track));
    return stream;
  };
  /** @type {SoakProbe} */
  const probe = {
    tracks() {
      const live = [];
      for (const ref of tracks) {
        const track = ref.deref();
        if (track?.readyState === 'live') live.push(track);
        else tracks.delete(ref);
      }
      return live;
    },
  };
  Object.assign(window, { soak: probe });
}
