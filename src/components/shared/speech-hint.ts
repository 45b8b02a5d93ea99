/**
 * Says to a person who speaks while muted in a call that nobody hears it: shows the host's `[popover]` meanwhile. Of all
 * hints of one controller the first one that can be seen listens, so there is one listener however many there are; when it
 * leaves, the next one does. It opens no device: it hears the one that is open.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { CallController } from '../../core/controller.js';
import { InView } from './in-view.js';
import { loadAgain } from './load-again.js';

/** What could be heard: the open microphone of a controller while it is muted in a call. */
export interface Muted {
  readonly controller: CallController;
  readonly track: MediaStreamTrack;
}

/** The hints that can be seen and have something to hear, the one that listens first. */
const queues = new WeakMap<CallController, Set<SpeechHint>>();

function queueOf(controller: CallController): Set<SpeechHint> {
  const queue = queues.get(controller) ?? new Set();
  queues.set(controller, queue);
  return queue;
}

export class SpeechHint implements ReactiveController {
  isSpeaking = false;
  readonly #host: ReactiveElement;
  readonly #muted: () => Muted | undefined;
  readonly #inView: InView;
  #queue: Set<SpeechHint> | undefined;
  #track: MediaStreamTrack | undefined;
  #stop = (): void => undefined;

  constructor(host: ReactiveElement, muted: () => Muted | undefined) {
    this.#host = host;
    this.#muted = muted;
    this.#inView = new InView(host);
    host.addController(this);
  }

  /** Before the host renders what it hears: to be muted no more ends the hint in the same update. */
  hostUpdate(): void {
    const muted = this.#inView.value ? this.#muted() : undefined;
    this.#queueUp(muted && queueOf(muted.controller));
    const [first] = this.#queue ?? [];
    this.#listen(first === this ? muted?.track : undefined);
  }

  hostUpdated(): void {
    const hint = this.#host.renderRoot.querySelector<HTMLElement>('[popover]');
    if (hint?.isConnected && hint.matches(':popover-open') !== this.isSpeaking)
      hint.togglePopover(this.isSpeaking);
  }

  hostDisconnected(): void {
    this.#queueUp(undefined);
    this.#listen(undefined);
  }

  #queueUp(queue: Set<SpeechHint> | undefined): void {
    if (queue === this.#queue) return;
    const left = this.#queue;
    left?.delete(this);
    this.#queue = queue?.add(this);
    const [next] = left ?? [];
    if (next) next.#host.requestUpdate();
  }

  #listen(track: MediaStreamTrack | undefined): void {
    if (track === this.#track) return;
    this.#stop();
    this.#track = track;
    this.#tell(false);
    this.#stop = track ? this.#watch(track) : () => undefined;
  }

  /** Until the answer is called; what cannot be loaded is asked for until then, too. */
  #watch(track: MediaStreamTrack): () => void {
    let isWanted = true;
    let stop = (): void => undefined;
    const load = async () => (isWanted ? import('../../browser/devices/speech-watch.js') : undefined);
    void loadAgain(load).then((speech) => {
      if (!speech || !isWanted || track.readyState === 'ended') return;
      stop = speech.watchSpeech(track, {
        tell: (isSpeaking) => {
          this.#tell(isSpeaking);
        },
        ended: () => {
          // Perhaps there is another one by now.
          this.#listen(undefined);
          this.#host.requestUpdate();
        },
      });
    });
    return () => {
      isWanted = false;
      stop();
    };
  }

  #tell(isSpeaking: boolean): void {
    if (isSpeaking === this.isSpeaking) return;
    this.isSpeaking = isSpeaking;
    this.#host.requestUpdate();
  }
}
