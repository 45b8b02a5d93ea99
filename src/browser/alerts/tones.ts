/**
 * The two sounds of a telephone as samples, computed rather than loaded: a ringtone for who is called and a ring-back
 * for who calls. Each is one round, made to be looped. Mathematics only; sound.ts plays them.
 */
export type Tone = 'ring' | 'ringback';

export const SAMPLE_RATE = 22_050;

interface Note {
  readonly atS: number;
  readonly hz: number;
}

/** Two gentle runs up a chord, then silence to speak into. */
const RING: readonly Note[] = [523.25, 659.26, 783.99, 1046.5].flatMap((hz, at) =>
  [0, 0.95].map((startS) => ({ atS: startS + at * 0.16, hz })),
);
const RING_S = 3.4;

/** A bar that is struck with felt: a tone that dies away, and a bright overtone that dies sooner. */
const struck = (hz: number, s: number): number =>
  s < 0
    ? 0
    : Math.min(1, s / 0.004) *
      (Math.exp(-5 * s) * Math.sin(2 * Math.PI * hz * s) +
        0.18 * Math.exp(-18 * s) * Math.sin(8 * Math.PI * hz * s));

const RINGBACK_S = 4;
const RINGBACK_ON_S = 1;

/** One steady tone with soft edges, as most of the world's telephones have it. */
const hum = (s: number): number =>
  Math.max(0, Math.min(1, s / 0.03, (RINGBACK_ON_S - s) / 0.03)) * Math.sin(2 * Math.PI * 425 * s);

const WAVES: Readonly<Record<Tone, { readonly lengthS: number; readonly at: (s: number) => number }>> = {
  ring: {
    lengthS: RING_S,
    at: (s) => 0.16 * RING.reduce((sum, { atS, hz }) => sum + struck(hz, s - atS), 0),
  },
  ringback: { lengthS: RINGBACK_S, at: (s) => 0.05 * hum(s) },
};

export function samplesOf(tone: Tone): Float32Array<ArrayBuffer> {
  const { lengthS, at } = WAVES[tone];
  return Float32Array.from({ length: Math.round(lengthS * SAMPLE_RATE) }, (_, n) => at(n / SAMPLE_RATE));
}
