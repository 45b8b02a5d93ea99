/**
 * Says to a person who speaks while muted that nobody hears it: shows the host's `[popover]` meanwhile. It listens only
 * while the microphone is muted, and opens no device: it hears the one that is open.
 */
import type { ReactiveController, ReactiveElement } from 'lit';

export class SpeechHint implements ReactiveController {
  isSpeaking = false;
  readonly #host: ReactiveElement;
  readonly #muted: () => MediaStreamTrack | undefined;
  #track: MediaStreamTrack | undefined;
  #stop = (): void => undefined;

  /** `muted` answers the open microphone while it is muted. */
  constructor(host: ReactiveElement, muted: () => MediaStreamTrack | undefined) {
    this.#host = host;
    this.#muted = muted;
    host.addController(this);
  }

  /** Before the host renders what it hears: to be muted no more ends the hint in the same update. */
  hostUpdate(): void {
    const track = this.#muted();
    if (this.#host.isConnected && track !== this.#track) void this.#watch(track);
  }

  hostUpdated(): void {
    if (!this.#host.isConnected) return;
    const hint = this.#host.renderRoot.querySelector<HTMLElement>('[popover]');
    if (hint && hint.matches(':popover-open') !== this.isSpeaking) hint.togglePopover(this.isSpeaking);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    void this.#watch(undefined);
  }

  async #watch(track: MediaStreamTrack | undefined): Promise<void> {
    this.#stop();
    this.#stop = () => undefined;
    this.#track = track;
    this.#tell(false);
    if (!track) return;
    const { watchSpeech } = await import('../../browser/devices/speech-watch.js');
    if (this.#track !== track || track.readyState === 'ended') return;
    this.#stop = watchSpeech(track, {
      tell: (isSpeaking) => {
        this.#tell(isSpeaking);
      },
      ended: () => {
        // Perhaps there is another one by now.
        void this.#watch(undefined);
        this.#host.requestUpdate();
      },
    });
  }

  #tell(isSpeaking: boolean): void {
    if (isSpeaking === this.isSpeaking) return;
    this.isSpeaking = isSpeaking;
    this.#host.requestUpdate();
  }
}
