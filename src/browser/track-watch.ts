/**
 * Watches one open track: that it ends by itself, and that it gives nothing for a moment, as when a phone call has the
 * microphone or a shutter is before the camera.
 */
import type { ClockPort } from '../core/ports.js';

/** A shorter gap is none that anybody should be told of. */
export const PAUSE_MS = 1_000;

export interface TrackListener {
  ended(): void;
  /** At once where it gives something, and after a moment where it does not. */
  silent(isSilent: boolean): void;
}

/** Until the answer is called. */
export function watchTrack(
  track: MediaStreamTrack,
  after: ClockPort['after'],
  listener: TrackListener,
): () => void {
  let cancel = (): void => undefined;
  const look = (): void => {
    cancel();
    if (!track.muted) listener.silent(false);
    else
      cancel = after(PAUSE_MS, () => {
        listener.silent(true);
      });
  };
  track.onmute = look;
  track.onunmute = look;
  track.onended = () => {
    listener.ended();
  };
  look();
  return () => {
    cancel();
    track.onmute = null;
    track.onunmute = null;
    track.onended = null;
  };
}
