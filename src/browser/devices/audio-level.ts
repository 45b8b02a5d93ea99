/**
 * How loud a track is at this moment, without playing it and without a worklet, which a strict page would have to load
 * from a file. Whoever opens one closes it.
 */

/** What one hears as silence, and as loud: −60 dB and −10 dB of full scale. */
const SILENT_DB = -60;
const LOUD_DB = -10;

export class AudioLevel {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();
  readonly #analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
  #isResuming = false;
  readonly #samples = new Float32Array(this.#analyser.fftSize);

  constructor(track: MediaStreamTrack) {
    this.track = track;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    // Unanswered for ever where a gesture is needed first.
    void this.#resume();
  }

  /** From 0, silent, to 1, loud; even steps sound even. */
  read(): number {
    // Where a gesture is needed first it stays silent until then.
    if (this.#context.state === 'suspended' && navigator.userActivation.hasBeenActive && !this.#isResuming) {
      this.#isResuming = true;
      void this.#resume().finally(() => {
        this.#isResuming = false;
      });
    }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    const db = power > 0 ? 10 * Math.log10(power) : SILENT_DB;
    return Math.min(1, Math.max(0, (db - SILENT_DB) / (LOUD_DB - SILENT_DB)));
  }

  #resume(): Promise<void> {
    return this.#context.resume().catch(() => undefined);
  }

  close(): void {
    this.#context.close().catch(() => undefined);
  }
}
