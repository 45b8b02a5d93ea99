/** What is known of how good a call is: figures, what they are worth, and the sum of it at the end. Types only. */

/** The way the packets of a call go. No address: those are nobody's business but the browser's. */
export interface CallPath {
  /** `relay`: by a TURN server of either side. */
  readonly kind: 'direct' | 'relay';
  /** RTCIceCandidateType of either end: `host`, `srflx`, `prflx`, `relay`. */
  readonly local: string;
  readonly remote: string;
  /** `udp` or `tcp`. */
  readonly protocol: string;
  /** How this page reaches its TURN server, where that is in the path: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | null;
}

export interface KindFigures {
  /** Bits per second, without headers. */
  readonly bitrate: number;
  /** Packets that did not arrive, 0 to 1; of what is sent, as the other side reports it. */
  readonly lossShare: number | null;
  readonly jitterMs: number | null;
  /** `opus`, `VP8`. */
  readonly codec: string | null;
}

interface Picture {
  /** Frames per second. */
  readonly frameRate: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

export interface AudioReceived extends KindFigures {
  /** How long a sound waits to be played, so that late ones are not missed. */
  readonly bufferMs: number | null;
}

export interface VideoReceived extends KindFigures, Picture {
  /** How much of the time the picture stood still, 0 to 1. */
  readonly frozenShare: number | null;
}

export interface VideoSent extends KindFigures, Picture {
  /** Why it is not sent better: `none`, `cpu`, `bandwidth`, `other`. */
  readonly limitedBy: string | null;
}

interface Flow {
  /** Bits per second of everything, headers included. */
  readonly bitrate: number;
  /** In this call, over all its peer connections. */
  readonly bytes: number;
}

export interface CallFigures {
  readonly roundTripMs: number | null;
  /** Null until there is one. */
  readonly path: CallPath | null;
  readonly sent: Flow & { readonly audio: KindFigures | null; readonly video: VideoSent | null };
  readonly received: Flow & { readonly audio: AudioReceived | null; readonly video: VideoReceived | null };
}

/** From best to worst; `lost`: nothing comes, or there is no path now. */
export const QUALITY_RATINGS = ['good', 'fair', 'poor', 'lost'] as const;
export type QualityRating = (typeof QUALITY_RATINGS)[number];

/** What makes it worse than good. */
export type QualityCause = 'delay' | 'loss' | 'freezes' | 'silence' | 'path';

/** How a call was, once it is over. */
export interface CallSummary {
  /** How long both were connected. */
  readonly durationMs: number;
  /** The last one; null when it was never known. */
  readonly path: CallPath | null;
  /** The rating that held longest; null when there was no time to tell. */
  readonly rating: QualityRating | null;
  /** How long each held. */
  readonly ratedMs: Readonly<Record<QualityRating, number>>;
  /** As of the last sample, over all peer connections of the call. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

export interface MeasuredQuality {
  readonly callId: string;
  /** Null until the second sample. */
  readonly rating: QualityRating | null;
  /** Null while the rating is good. */
  readonly cause: QualityCause | null;
  readonly figures: CallFigures | null;
  /** Null while the call lasts. */
  readonly summary: CallSummary | null;
}
