/** A microphone that is computed rather than recorded: a tone that can be turned up and down. For tests of this library. */
export class DrawnSound {
  readonly #context = new AudioContext();
  readonly #volume = new GainNode(this.#context, { gain: 0 });
  readonly #end = new MediaStreamAudioDestinationNode(this.#context);
  readonly stream = this.#end.stream;

  constructor(volume = 0) {
    const tone = new OscillatorNode(this.#context, { frequency: 440 });
    tone.connect(this.#volume).connect(this.#end);
    tone.start();
    this.setVolume(volume);
  }

  get track(): MediaStreamTrack {
    const [track] = this.stream.getAudioTracks();
    if (!track) throw new Error('The sound has ended.');
    return track;
  }

  /** 0, silent, to 1, full scale. */
  setVolume(volume: number): void {
    this.#volume.gain.value = volume;
  }

  async close(): Promise<void> {
    for (const track of this.stream.getTracks()) track.stop();
    await this.#context.close();
  }
}
