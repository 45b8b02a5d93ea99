/** Carries the media machine's effects out on the devices and brings back what came of it. It decides nothing. */
import { CallError, type MediaErrorCode } from '../errors.js';
import { Machine } from '../machine.js';
import type { MediaPort } from '../ports.js';
import type { Journal } from '../report/journal.js';
import type { MediaKind, MediaKinds } from '../stream-handle.js';
import { type MediaEffect, type MediaEvent, mediaTransition } from './media-machine.js';
import { MEDIA_OFF, type MediaState } from './media-state.js';

export interface MediaDriverOutputs {
  report(error: CallError): void;
  /** Where what happens is written down; absent: nowhere. */
  readonly journal?: Journal;
  /** What is open is not what it was, though its state is. */
  replaced(): void;
  settled(state: MediaState, previous: MediaState): void;
}

const NAMES: Readonly<Record<MediaKind, string>> = { audio: 'microphone', video: 'camera' };

const REASONS: Readonly<Record<MediaErrorCode, string>> = {
  'media-denied': 'is not allowed for this page',
  'media-missing': 'was not found',
  'media-busy': 'is in use by another program',
  'media-overconstrained': 'cannot do what the constraints demand',
  'media-constraints': 'was asked for something that makes no sense, which is left out',
  'media-insecure': 'needs a secure page (https or localhost)',
  'media-policy': 'is not allowed in this frame: it needs allow="camera; microphone"',
  'media-ended': 'stopped',
  'media-paused': 'gives nothing: something else has it, or it is covered or switched off',
  'media-failed': 'could not be opened',
};

export class MediaDriver {
  readonly #port: MediaPort;
  readonly #outputs: MediaDriverOutputs;
  readonly #machine: Machine<MediaState, MediaEvent, MediaEffect>;

  constructor(port: MediaPort, outputs: MediaDriverOutputs) {
    this.#port = port;
    this.#outputs = outputs;
    this.#machine = new Machine(MEDIA_OFF, mediaTransition, {
      took: (event, before, after, effects) => {
        outputs.journal?.took('devices', event, inWords(before), inWords(after), effects);
      },
      run: (effect) => {
        this.#run(effect);
      },
      settled: (state, previous) => {
        outputs.settled(state, previous);
      },
    });
    port.onEnded = (kind) => {
      this.#machine.dispatch({ type: 'lost', kind });
    };
    port.onPaused = (kind, pause) => {
      this.#machine.dispatch({ type: 'paused', kind, pause });
    };
  }

  get state(): MediaState {
    return this.#machine.state;
  }

  get busy(): boolean {
    return this.#machine.busy;
  }

  dispatch(event: MediaEvent): void {
    this.#machine.dispatch(event);
  }

  dispose(): void {
    this.#port.onEnded = undefined;
    this.#port.onPaused = undefined;
    this.#port.stop('audio');
    this.#port.stop('video');
  }

  #run(effect: MediaEffect): void {
    switch (effect.type) {
      case 'open':
        void this.#open(effect.request, effect.kinds);
        return;
      case 'adjust':
        void this.#adjust(effect.kinds);
        return;
      case 'replaced':
        this.#outputs.replaced();
        return;
      case 'enable':
        this.#port.setEnabled(effect.kind, effect.on);
        return;
      case 'stop':
        this.#port.stop(effect.kind);
        return;
      case 'report':
        this.#outputs.report(toError(effect));
    }
  }

  async #open(request: number, kinds: MediaKinds): Promise<void> {
    const result = await this.#port.open(kinds);
    this.#machine.dispatch({ type: 'opened', request, kinds, result });
  }

  async #adjust(kinds: MediaKinds): Promise<void> {
    const result = await this.#port.adjust(kinds);
    this.#machine.dispatch({ type: 'adjusted', kinds, result });
  }
}

const inWords = ({ audio, video }: MediaState): string => `${audio.status}, ${video.status}`;

function toError({ kind, code, hint }: Extract<MediaEffect, { type: 'report' }>): CallError {
  const what = `The ${NAMES[kind]} ${REASONS[code]}`;
  return new CallError(code, hint === undefined ? `${what}.` : `${what}: ${hint}.`, kind);
}
