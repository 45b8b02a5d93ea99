/**
 * A media stream as the core sees it: something to hand on, never to open. In a browser it is the MediaStream
 * itself; `toMediaStream` in src/browser is the only way back.
 */
export interface StreamHandle {
  readonly id: string;
}

export type MediaKind = 'audio' | 'video';

/** Which kinds; for each, yes or no. */
export type MediaKinds = Readonly<Record<MediaKind, boolean>>;
