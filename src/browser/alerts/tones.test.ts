import { expect } from '@open-wc/testing';
import { SAMPLE_RATE, type Tone, samplesOf } from './tones.js';

const peak = (samples: Float32Array): number => samples.reduce((top, one) => Math.max(top, Math.abs(one)), 0);
const loudness = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);

describe('the built-in tones', () => {
  for (const tone of ['ring', 'ringback'] as const satisfies readonly Tone[]) {
    it(`${tone} is heard, but quiet, and never distorted`, () => {
      const samples = samplesOf(tone);
      expect(peak(samples)).to.be.within(0.03, 0.5);
      expect(loudness(samples)).to.be.above(0.01);
    });

    it(`${tone} can be looped without a click: it begins and ends in silence`, () => {
      const samples = samplesOf(tone);
      expect(Math.abs(samples[0] ?? 1)).to.be.below(0.001);
      expect(peak(samples.slice(-SAMPLE_RATE / 10))).to.be.below(0.005);
    });
  }

  it('the one who calls hears less than the one who is called', () => {
    expect(loudness(samplesOf('ringback'))).to.be.below(loudness(samplesOf('ring')));
  });
});
