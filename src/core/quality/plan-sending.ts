/**
 * From what the page wants to how each kind is sent. Pure. Sound comes first: it takes its part of a limit before the
 * picture, and has a higher priority than it.
 */
import type { MediaKind } from '../stream-handle.js';
import type { KindSending, Sending } from './sending.js';

export interface SendingOptions {
  /** The most that is sent, in bits per second, sound and picture together. Absent or 0: as much as the network carries. */
  readonly maxBitrate?: number;
  /** A smaller picture with fewer frames. Absent: as the person has told the browser (`navigator.connection.saveData`). */
  readonly lowData?: boolean | undefined;
  /** What is kept of the picture when there is too little for both. Default `balanced`. */
  readonly degradationPreference?: NonNullable<KindSending['degradationPreference']>;
  /** What the camera shows, for the encoder: `motion`, `detail` or `text`. Default empty: it looks itself. */
  readonly contentHint?: string;
  /** Codecs by name, the preferred one first, for each kind; for the next call. */
  readonly codecs?: Readonly<Partial<Record<MediaKind, readonly string[]>>>;
}

/** More makes no voice clearer (RFC 7587, 3.1.1: 28 to 40 kbit/s for fullband speech). */
const VOICE = 40_000;
/** Half as wide and high as the camera films, which is what a phone shows. */
const LOW_DATA = { maxBitrate: 250_000, maxFramerate: 15, scaleResolutionDownBy: 2 } as const;

/** What is to be read is of no use in half its size. */
const isForReading = ({ degradationPreference, contentHint = '' }: SendingOptions): boolean =>
  degradationPreference === 'maintain-resolution' || contentHint === 'detail' || contentHint === 'text';

/** `isFirst`: it is for the first pictures of a call, which are to be there soon. */
export function planSending(options: SendingOptions, savesData: boolean, isFirst = false): Sending {
  const { maxBitrate = 0, degradationPreference = 'balanced', contentHint = '', codecs = {} } = options;
  const isLow = options.lowData ?? savesData;
  const limits = [...(maxBitrate > 0 ? [maxBitrate] : []), ...(isLow ? [LOW_DATA.maxBitrate] : [])];
  const whole = limits.length > 0 ? Math.min(...limits) : undefined;
  const voice = whole === undefined ? undefined : Math.min(VOICE, whole / 2);
  return {
    audio: {
      priority: 'high',
      ...(voice === undefined ? {} : { maxBitrate: Math.round(voice) }),
      codecs: codecs.audio ?? [],
    },
    video: {
      priority: 'low',
      degradationPreference,
      contentHint,
      ...(isFirst && !isForReading(options) ? { scaleResolutionDownBy: 2 } : {}),
      ...(isLow ? LOW_DATA : {}),
      ...(whole === undefined || voice === undefined ? {} : { maxBitrate: Math.round(whole - voice) }),
      codecs: codecs.video ?? [],
    },
  };
}
