/**
 * Shows a call where the system shows what plays (W3C Media Session): whom it is with, whether microphone and camera are
 * on; and does what a person asks there: hang up, mute, camera. A page has one such place: the call that began last has
 * it, then the one before. What a browser does not know of this is left out.
 */
import { isLive } from '../core/call/call-state.js';
import type { CallController } from '../core/controller.js';
import type { LocalMedia, Snapshot } from '../core/snapshot.js';

/** What a person can ask of the system, as commands of a button. */
const COMMANDS = {
  hangup: '--hang-up',
  togglemicrophone: '--toggle-mic',
  togglecamera: '--toggle-camera',
} as const;

type SystemCommand = (typeof COMMANDS)[keyof typeof COMMANDS];

export interface MediaSessionOptions {
  /** Does what a person asks for outside the page: by a headset, on the lock screen. Absent: the controller does. */
  runCommand?(command: SystemCommand): void;
}

interface SystemCall {
  readonly controller: CallController;
  readonly options: MediaSessionOptions;
}

function run({ controller, options }: SystemCall, command: SystemCommand): void {
  const { microphone, camera } = controller.snapshot.media;
  if (options.runCommand) options.runCommand(command);
  else if (command === '--hang-up') controller.hangUp();
  else if (command === '--toggle-mic') controller.setDevice('audio', !microphone.on);
  else controller.setDevice('video', !camera.on);
}

/** The page's media session and the calls that would have it. */
class SessionDesk {
  /** In the order in which they began. */
  readonly #calls = new Set<SystemCall>();
  #shown: SystemCall | undefined;
  #metadata: MediaMetadata | null = null;
  /** What the page itself had there. */
  #former: MediaMetadata | null = null;
  #media: LocalMedia | undefined;

  put(call: SystemCall, isOn: boolean): void {
    if (isOn) this.#calls.add(call);
    else this.#calls.delete(call);
    const last = [...this.#calls].at(-1);
    if (last !== this.#shown) this.#change(last);
    if (last) this.#tell(last.controller.snapshot);
  }

  #change(next: SystemCall | undefined): void {
    const { mediaSession } = navigator;
    if (!this.#shown) this.#former = mediaSession.metadata;
    this.#shown = next;
    this.#media = undefined;
    for (const [action, command] of Object.entries(COMMANDS)) {
      listen(action, next ? run.bind(undefined, next, command) : null);
    }
    if (next) return;
    setActive('Microphone', false);
    setActive('Camera', false);
    if (mediaSession.metadata === this.#metadata) mediaSession.metadata = this.#former;
    this.#metadata = this.#former = null;
  }

  #tell({ call, media }: Snapshot): void {
    if (isLive(call) && call.call.peer.name !== this.#metadata?.title) {
      this.#metadata = new MediaMetadata({ title: call.call.peer.name });
      navigator.mediaSession.metadata = this.#metadata;
    }
    if (media === this.#media) return;
    this.#media = media;
    setActive('Microphone', media.microphone.status === 'on');
    setActive('Camera', media.camera.status === 'on');
  }
}

function listen(action: string, handler: (() => void) | null): void {
  try {
    navigator.mediaSession.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // Firefox knows none of these.
  }
}

/** It may be refused, such as for a page that is hidden: then the system shows what it showed. */
function setActive(device: 'Microphone' | 'Camera', isActive: boolean): void {
  const session = navigator.mediaSession as Partial<
    Record<`set${typeof device}Active`, (isActive: boolean) => Promise<void> | undefined>
  >;
  session[`set${device}Active`]?.(isActive)?.catch(() => undefined);
}

const desk = new SessionDesk();

/** Watches until the answer is called. */
export function watchMediaSession(controller: CallController, options: MediaSessionOptions): () => void {
  if (!('mediaSession' in navigator)) return () => undefined;
  const call: SystemCall = { controller, options };
  const unsubscribe = controller.subscribe(({ call: { phase } }) => {
    desk.put(call, phase !== 'idle' && phase !== 'ended' && phase !== 'incoming');
  });
  return () => {
    unsubscribe();
    desk.put(call, false);
  };
}
