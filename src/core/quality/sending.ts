/**
 * How what is sent is to be sent: limits, what gives way when the network does, which codec comes first. The names and
 * units are those of RTCRtpEncodingParameters and MediaStreamTrack. Types only.
 */
import type { MediaKind } from '../stream-handle.js';

export interface KindSending {
  /** In bits per second; absent: as much as the network carries. */
  readonly maxBitrate?: number;
  /** Frames per second. */
  readonly maxFramerate?: number;
  /** 2: half as wide and half as high. */
  readonly scaleResolutionDownBy?: number;
  /** Who comes first where not all goes through. */
  readonly priority?: 'very-low' | 'low' | 'medium' | 'high';
  /** What is kept when there is too little for both: smooth motion or sharp pictures. */
  readonly degradationPreference?: 'balanced' | 'maintain-framerate' | 'maintain-resolution';
  /** What the track shows or says, for the encoder: `motion`, `detail`, `text`, `speech`, `music`; empty: it looks itself. */
  readonly contentHint?: string;
  /** Names of codecs, the first one preferred; those that are not named come after them. For the next description. */
  readonly codecs?: readonly string[];
}

export type Sending = Readonly<Partial<Record<MediaKind, KindSending>>>;
