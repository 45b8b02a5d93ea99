/**
 * Plays the other person's sound in the host's `<audio class="sound">` and the picture, muted, in its
 * `<video class="remote">`, where it has one: Chromium plays no sound in a video before its first picture, and of a
 * camera that is off none comes (nextcloud/spreed#2035; they can be one again when it does). It knows when the browser
 * refuses sound before a gesture: then `blocked` is true until the person clicks or types anywhere on the page, or a
 * device of this page opens, which lets sound through as well.
 */
import type { ReactiveElement } from 'lit';
import type { CallContext } from '../../context/call-context.js';
import { isTalking } from '../../core/call/call-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import { followSpeaker } from '../../browser/devices/speaker.js';
import { ShownStream } from './shown-stream.js';

export interface Playing {
  readonly stream: MediaStream | null;
  /** A microphone or camera of this page is open. */
  readonly captures: boolean;
}

/** What the other person sends now, of a host's provider. */
export function playingIn(source: {
  readonly context: CallContext | undefined;
  readonly value: Pick<Snapshot, 'call' | 'media'> | undefined;
}): Playing {
  const { context, value } = source;
  const call = value?.call;
  return {
    stream: call && isTalking(call) ? (context?.toMediaStream(call.remote.stream) ?? null) : null,
    captures: value?.media.microphone.status === 'on' || value?.media.camera.status === 'on',
  };
}

export class RemotePlayback extends ShownStream {
  blocked = false;
  readonly #playing: () => Playing;
  #captures = false;
  #gestures: AbortController | undefined;
  #leaveSpeaker: (() => void) | undefined;

  constructor(host: ReactiveElement, playing: () => Playing) {
    super(host, '.remote, .sound', () => playing().stream);
    this.#playing = playing;
  }

  override hostUpdated(): void {
    super.hostUpdated();
    if (this.elements.length === 0) return;
    this.#leaveSpeaker ??= followSpeaker(this.elements);
    const { captures } = this.#playing();
    const mayHaveChanged = captures && !this.#captures;
    this.#captures = captures;
    if (!this.blocked || mayHaveChanged) this.unblock();
  }

  /** Plays what does not play; to be called when the browser may allow it now, above all from a person's gesture. */
  readonly unblock = (): void => {
    for (const element of this.elements) if (element.srcObject && element.paused) void this.#play(element);
  };

  async #play(element: HTMLMediaElement): Promise<void> {
    let isBlocked = false;
    try {
      await element.play();
    } catch (error) {
      isBlocked = error instanceof DOMException && error.name === 'NotAllowedError';
      if (!isBlocked) return;
    }
    // A muted picture that plays says nothing about the sound.
    if (this.elements.includes(element) && (isBlocked || !element.muted)) this.#setBlocked(isBlocked);
  }

  #setBlocked(blocked: boolean): void {
    if (this.blocked === blocked) return;
    this.blocked = blocked;
    this.#gestures?.abort();
    this.host.requestUpdate();
    if (!blocked) return;
    this.#gestures = new AbortController();
    for (const type of ['click', 'keydown']) {
      this.host.ownerDocument.addEventListener(type, this.unblock, {
        capture: true,
        signal: this.#gestures.signal,
      });
    }
  }

  protected override release(): void {
    super.release();
    this.#leaveSpeaker?.();
    this.#leaveSpeaker = undefined;
    this.#captures = false;
    this.#gestures?.abort();
    this.blocked = false;
  }
}
