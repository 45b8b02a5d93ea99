/**
 * A controller whose engine is loaded when somebody first signs in: most visits of a page end without a call. Until
 * then it answers as the real one does while signed out, and keeps what a person may decide by then: a name, a device
 * on or off. From then on it only hands on. It decides nothing about calls.
 */
import { checkText } from '../core/chat/check-text.js';
import { checkName } from '../core/check-name.js';
import type { CallController, IceOptions, Unsubscribe } from '../core/controller.js';
import { type ErrorListener, ErrorListeners } from '../core/error-listeners.js';
import { EMPTY_SNAPSHOT } from '../core/empty-snapshot.js';
import { CallError, type CallErrorCode } from '../core/errors.js';
import type { LinkState } from '../core/link/link-state.js';
import type { ClockPort } from '../core/ports.js';
import type { CallReport } from '../core/report/call-report.js';
import type { Snapshot } from '../core/snapshot.js';
import { Store } from '../core/store.js';
import type { ChosenState } from '../protocol/index.js';
import type { MediaKind } from '../core/stream-handle.js';
import { browserClock } from './clock.js';
import type { BrowserController, BrowserOptions, Constraints } from './create-controller.js';
import { toMediaStream } from './media-stream.js';
import { hasNotes } from './note-keys.js';

export { browserClock, toMediaStream, type BrowserController, type BrowserOptions, type Constraints };

type Load = () => Promise<{ createController(options: BrowserOptions): BrowserController }>;
type Command = Exclude<
  keyof CallController,
  'snapshot' | 'iceOptions' | 'subscribe' | 'onError' | 'setPreview' | 'safetyCode' | 'report' | 'dispose'
>;
type Replay = (controller: CallController) => void;

/** Of no use before there is an engine, and no mistake. */
type Idle =
  | ('reconnect' | 'wake' | 'renewToken' | 'prepareCall' | 'dismiss' | 'clearMissed')
  | ('retryDevices' | 'applyConstraints' | 'applySending' | 'markRead' | 'leavePage');

/** What any other command is worth then: kept for the engine, or an error as while signed out. */
const EARLY: Readonly<Record<Exclude<Command, Idle>, 'keep' | CallErrorCode>> &
  Readonly<Partial<Record<Idle, undefined>>> = {
  signIn: 'keep',
  signOut: 'keep',
  setDevice: 'keep',
  setState: 'keep',
  rejoin: 'keep',
  restoreMessages: 'keep',
  call: 'not-online',
  sendMessage: 'not-online',
  resendMessage: 'not-online',
  accept: 'invalid-state',
  hangUp: 'invalid-state',
};

/** How long after it failed the engine is asked for again, in milliseconds. */
const RETRY_MS = 5_000;

export class DeferredController implements CallController {
  readonly #options: BrowserOptions;
  readonly #load: Load;
  readonly #store: Store<Snapshot>;
  readonly #errorListeners: ErrorListeners;
  readonly #clock: ClockPort;
  #kept: Replay[] = [];
  #engine: BrowserController | undefined;
  /** The engine is on its way, or here. */
  #isLoading = false;
  #isDisposed = false;
  /** Devices are to be opened as soon as the engine is there. */
  #isPreviewing = false;
  #cancelRetry = (): void => undefined;

  constructor(
    options: BrowserOptions,
    load: Load = () => import('./create-controller.js'),
    clock: ClockPort = browserClock,
  ) {
    this.#options = options;
    this.#load = load;
    this.#clock = clock;
    this.#errorListeners = new ErrorListeners(clock);
    this.#store = new Store(EMPTY_SNAPSHOT, (error) => {
      this.#report(new CallError('invalid-state', `A listener threw: ${String(error)}`));
    });
  }

  get snapshot(): Snapshot {
    return this.#store.current;
  }

  get iceOptions(): IceOptions {
    return this.#engine?.controller.iceOptions ?? this.#options;
  }

  subscribe(listener: (current: Snapshot, previous: Snapshot) => void): Unsubscribe {
    return this.#store.subscribe(listener);
  }

  onError(listener: ErrorListener): Unsubscribe {
    return this.#errorListeners.add(listener);
  }

  signIn(name: string): void {
    checkName(name);
    this.#do('signIn', name);
    this.#fetch();
  }

  signOut(): void {
    this.#do('signOut');
    if (this.#engine) return;
    this.#cancelRetry();
    this.#store.set({ ...this.snapshot, link: { status: 'offline' }, self: EMPTY_SNAPSHOT.self });
  }

  setDevice(kind: MediaKind, on: boolean): void {
    this.#do('setDevice', kind, on);
    if (this.#engine) return;
    const device = kind === 'audio' ? 'microphone' : 'camera';
    this.#store.set({
      ...this.snapshot,
      media: { ...this.snapshot.media, [device]: { status: 'off', on } },
    });
  }

  setState(state: ChosenState): void {
    this.#do('setState', state);
    if (!this.#engine) this.#store.set({ ...this.snapshot, self: { ...this.snapshot.self, state } });
  }

  /** A person looks at themselves before signing in. */
  setPreview(on: boolean): void {
    this.#isPreviewing = on;
    this.#engine?.controller.setPreview(on);
    if (on) this.#loadEngine();
  }

  /** Most pages have no call to go on with, and need no engine to know. */
  rejoin(): void {
    this.#do('rejoin');
    if (!this.#options.noRejoin && hasNotes()) this.#fetch();
  }

  reconnect(): void {
    this.#do('reconnect');
    this.#fetchAgain();
  }

  wake(): void {
    this.#do('wake');
    this.#fetchAgain();
  }

  sendMessage(text: string, to?: string | null): void {
    checkText(text, to);
    this.#do('sendMessage', text, to);
  }

  async safetyCode(): Promise<string | undefined> {
    return this.#engine?.controller.safetyCode();
  }

  async report(): Promise<CallReport | undefined> {
    return this.#engine?.controller.report();
  }

  call: CallController['call'] = this.#command('call');
  prepareCall: CallController['prepareCall'] = this.#command('prepareCall');
  accept: CallController['accept'] = this.#command('accept');
  hangUp: CallController['hangUp'] = this.#command('hangUp');
  dismiss: CallController['dismiss'] = this.#command('dismiss');
  clearMissed: CallController['clearMissed'] = this.#command('clearMissed');
  resendMessage: CallController['resendMessage'] = this.#command('resendMessage');
  restoreMessages: CallController['restoreMessages'] = this.#command('restoreMessages');
  retryDevices: CallController['retryDevices'] = this.#command('retryDevices');
  applyConstraints: CallController['applyConstraints'] = this.#command('applyConstraints');
  applySending: CallController['applySending'] = this.#command('applySending');
  markRead: CallController['markRead'] = this.#command('markRead');
  leavePage: CallController['leavePage'] = this.#command('leavePage');
  renewToken: CallController['renewToken'] = this.#command('renewToken');

  dispose(): void {
    this.#isDisposed = true;
    this.#cancelRetry();
    this.#engine?.dispose();
    this.#store.clear();
    this.#errorListeners.clear();
  }

  #command<C extends Command>(name: C): (...args: Parameters<CallController[C]>) => void {
    return (...args) => {
      this.#do(name, ...args);
    };
  }

  #do<C extends Command>(name: C, ...args: Parameters<CallController[C]>): void {
    const replay: Replay = (controller) => {
      (controller[name] as (...args: Parameters<CallController[C]>) => void)(...args);
    };
    if (this.#engine) {
      replay(this.#engine.controller);
      return;
    }
    const worth = EARLY[name];
    if (!worth) return;
    if (this.#isDisposed) throw new CallError('disposed', 'This controller was disposed; make a new one.');
    // What is said while a connection is on the way waits for it, as it does in the engine.
    const waits = name === 'sendMessage' && this.snapshot.link.status !== 'offline';
    if (worth !== 'keep' && !waits) throw new CallError(worth, 'Nobody is signed in.', 'offline');
    this.#kept.push(replay);
  }

  /** Until the engine is there this looks like any connection that is being made. */
  #fetch(): void {
    if (this.#engine || this.#isDisposed) return;
    this.#cancelRetry();
    this.#store.set({ ...this.snapshot, link: toConnecting(this.snapshot.link) });
    this.#loadEngine();
  }

  #loadEngine(): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    this.#load().then(
      ({ createController }) => {
        if (!this.#isDisposed) this.#start(createController(this.#options));
      },
      () => {
        this.#isLoading = false;
        if (!this.#isDisposed) this.#whenMissing();
      },
    );
  }

  #fetchAgain(): void {
    if (this.snapshot.link.status === 'waiting') this.#fetch();
  }

  #start(engine: BrowserController): void {
    const { controller } = engine;
    this.#engine = engine;
    controller.onError((error) => {
      this.#report(error);
    });
    controller.subscribe((current) => {
      this.#store.set(current);
    });
    for (const replay of this.#kept.splice(0)) this.#attempt(replay, controller);
    if (this.#isPreviewing) controller.setPreview(true);
    this.#store.set(controller.snapshot);
  }

  #attempt(replay: Replay, controller: CallController): void {
    try {
      replay(controller);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.#report(error);
    }
  }

  /** A page that is offline cannot load code either: a connection is tried again like one to a server that is not there. */
  #whenMissing(): void {
    const { link } = this.snapshot;
    const isTriedAgain = link.status === 'connecting';
    if (isTriedAgain) {
      this.#store.set({
        ...this.snapshot,
        link: { status: 'waiting', attempt: link.attempt + 1, retryAtMs: this.#clock.now() + RETRY_MS },
      });
      this.#cancelRetry = this.#clock.after(RETRY_MS, () => {
        this.#fetch();
      });
    }
    if (!isTriedAgain || link.first)
      this.#report(new CallError('link-unreachable', 'The code for calls cannot be loaded.'));
    this.#isPreviewing = false;
  }

  #report(error: CallError): void {
    this.#errorListeners.tell(error);
  }
}

/** The first try is known as such, and the next ones are not: only that it failed is news. */
function toConnecting(link: LinkState): LinkState {
  if (link.status === 'connecting') return link;
  return link.status === 'waiting'
    ? { status: 'connecting', attempt: link.attempt }
    : { status: 'connecting', first: true, attempt: 0 };
}
