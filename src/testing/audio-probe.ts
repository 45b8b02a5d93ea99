/**
 * Remembers every audio context that is made while it is installed, and every source that plays in one, so that a test
 * can see what is heard and what is left. It changes nothing of what they do. For tests of this library.
 */
export class AudioProbe {
  readonly contexts: AudioContext[] = [];
  /** Sources that were started and not stopped. */
  readonly playing = new Set<AudioBufferSourceNode>();
  readonly #native = AudioContext;

  install(): void {
    const { contexts, playing } = this;
    window.AudioContext = class extends this.#native {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }

      override createBufferSource(): AudioBufferSourceNode {
        const source = super.createBufferSource();
        const { start, stop } = source;
        source.start = (...args) => {
          playing.add(source);
          start.apply(source, args);
        };
        source.stop = (...args) => {
          playing.delete(source);
          stop.apply(source, args);
        };
        return source;
      }
    };
  }

  remove(): void {
    window.AudioContext = this.#native;
  }

  get states(): readonly string[] {
    return this.contexts.map(({ state }) => state);
  }
}
