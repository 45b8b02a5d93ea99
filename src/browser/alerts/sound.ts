/**
 * Plays one tone at a time, looped, until it is told to stop. A browser that lets a page be heard only after a gesture
 * gets one context, made or taken up within the first gesture there is, and kept: so a page that was touched once can
 * ring later (iOS too), and one that was not rings as soon as it is touched. While nothing plays the context is
 * suspended. It decides neither what plays nor when.
 */
import { SAMPLE_RATE, type Tone, samplesOf } from './tones.js';

const ignore = (): void => undefined;

export class Sound {
  #context: AudioContext | undefined;
  #source: AudioBufferSourceNode | undefined;
  #tone: Tone | null = null;
  #isPrimed = false;
  readonly #built = new Map<Tone, AudioBuffer>();
  #url = '';
  #custom: AudioBuffer | undefined;

  /** Whether something plays that the browser does not hold back. */
  get isHeard(): boolean {
    return this.#tone !== null && this.#context?.state === 'running';
  }

  /** The page's own ringtone, fetched beforehand; an empty address: none. */
  use(url: string): void {
    if (url === this.#url) return;
    this.#url = url;
    this.#custom = undefined;
    if (url !== '') void this.#load(url);
  }

  play(tone: Tone | null): void {
    if (tone === this.#tone) return;
    this.#tone = tone;
    this.#source?.stop();
    this.#source?.disconnect();
    this.#source = undefined;
    if (tone === null) this.#context?.suspend().catch(ignore);
    else this.#start(tone);
  }

  /** Must be called within a gesture of the person; of what this browser does not count as one, the next must come. */
  unlock(): void {
    const context = this.#open();
    if (!context || (this.#isPrimed && this.#tone === null)) return;
    context
      .resume()
      .then(() => {
        this.#isPrimed = true;
        return this.#tone === null ? context.suspend() : undefined;
      })
      .catch(ignore);
  }

  stop(): void {
    this.play(null);
    this.#url = '';
    this.#context?.close().catch(ignore);
    this.#context = undefined;
  }

  #start(tone: Tone): void {
    const context = this.#open();
    if (!context) return;
    this.#source = context.createBufferSource();
    this.#source.buffer = (tone === 'ring' ? this.#custom : undefined) ?? this.#build(tone);
    this.#source.loop = true;
    this.#source.connect(context.destination);
    this.#source.start();
    // Where a gesture is needed first, this waits for it.
    context.resume().catch(ignore);
  }

  /** None where the machine has no sound, or a page has too many contexts. */
  #open(): AudioContext | undefined {
    try {
      this.#context ??= new AudioContext();
    } catch {
      return undefined;
    }
    return this.#context;
  }

  #build(tone: Tone): AudioBuffer {
    const known = this.#built.get(tone);
    if (known) return known;
    const samples = samplesOf(tone);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: SAMPLE_RATE });
    buffer.copyToChannel(samples, 0);
    this.#built.set(tone, buffer);
    return buffer;
  }

  async #load(url: string): Promise<void> {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(String(response.status));
      const data = await response.arrayBuffer();
      const buffer = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(data);
      if (url === this.#url) this.#custom = buffer;
    } catch (error) {
      if (url !== this.#url) return;
      console.warn(`The ringtone "${url}" cannot be used; the built-in one rings instead. ${String(error)}`);
    }
  }
}
