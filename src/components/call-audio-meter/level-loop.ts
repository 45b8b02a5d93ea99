/**
 * Moves the host's `.bar` with the sound of a stream, frame by frame, and gives its `[role=meter]` the value: only while
 * there is a stream and the host can be seen. What it measures with is closed whenever it stops.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { AudioLevel } from '../../browser/devices/audio-level.js';
import { InView } from '../shared/in-view.js';

/** In this time half of a level is gone: a bar that falls slower than it rises is easier to read. */
const HALF_MS = 100;

export class LevelLoop implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #heard: () => MediaStream | null;
  readonly #inView: InView;
  #frame = 0;
  #level: AudioLevel | undefined;
  #shown = 0;
  #shownAtMs = 0;

  constructor(host: ReactiveElement, heard: () => MediaStream | null) {
    this.#host = host;
    this.#heard = heard;
    this.#inView = new InView(host);
    host.addController(this);
  }

  get isMeasuring(): boolean {
    return this.#level !== undefined;
  }

  hostUpdate(): void {
    if (this.#inView.value && this.#heard()) this.#frame ||= requestAnimationFrame(this.#step);
    else this.#rest();
  }

  hostDisconnected(): void {
    this.#rest();
  }

  #rest(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#listen(undefined);
    this.#show(0);
  }

  readonly #step = (nowMs: number): void => {
    this.#frame = requestAnimationFrame(this.#step);
    // Tracks come and go in a stream without a word.
    this.#listen(
      this.#heard()
        ?.getAudioTracks()
        .find(({ readyState }) => readyState === 'live'),
    );
    const rest = this.#shown * 0.5 ** ((nowMs - this.#shownAtMs) / HALF_MS);
    this.#shownAtMs = nowMs;
    this.#show(Math.max(this.#level?.read() ?? 0, rest));
  };

  #listen(track: MediaStreamTrack | undefined): void {
    if (track === this.#level?.track) return;
    this.#level?.close();
    this.#level = track && new AudioLevel(track);
    this.#host.requestUpdate();
  }

  #show(level: number): void {
    this.#shown = level;
    const meter = this.#host.renderRoot.querySelector('[role=meter]');
    const percent = Math.round(level * 100);
    this.#host.renderRoot.querySelector<HTMLElement>('.bar')?.style.setProperty('inline-size', `${percent}%`);
    meter?.setAttribute('aria-valuenow', String(percent));
  }
}
