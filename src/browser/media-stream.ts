/** From the core's opaque handle to the MediaStream it is. */
import type { StreamHandle } from '../core/stream-handle.js';

export const toMediaStream = (handle: StreamHandle | null): MediaStream | null =>
  handle instanceof MediaStream ? handle : null;
