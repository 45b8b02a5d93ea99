/**
 * Plays sound that is computed here on the speaker that the person chose. A media element plays it and not the audio
 * context, since only that can be sent to a speaker in every browser. Whoever opens one closes it.
 */
import { followSpeaker } from './speaker.js';

export class SpeakerOutput {
  readonly context = new AudioContext();
  /** What is connected to it is heard. */
  readonly input = new MediaStreamAudioDestinationNode(this.context);
  readonly #player = new Audio();
  #leave = (): void => undefined;

  /** Rejects where the browser plays nothing. */
  async start(): Promise<void> {
    this.#player.srcObject = this.input.stream;
    this.#leave = followSpeaker([this.#player]);
    await Promise.all([this.context.resume(), this.#player.play()]);
  }

  /** Resolves when the last of them has ended, or the signal ends it. */
  async play(sources: readonly AudioScheduledSourceNode[], signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      sources.at(-1)?.addEventListener('ended', () => {
        resolve();
      });
      signal.addEventListener('abort', () => {
        resolve();
      });
      if (signal.aborted) resolve();
    });
  }

  close(): void {
    this.#leave();
    this.#player.srcObject = null;
    this.context.close().catch(() => undefined);
  }
}
