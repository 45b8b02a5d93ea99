/**
 * A `CallController` whose snapshot a test sets as it likes and whose commands are only noted: for trying elements,
 * one's own included, in every state without a server, a camera or a second person. It decides nothing.
 */
import type { CallController, Unsubscribe } from '../core/controller.js';
import { EMPTY_SNAPSHOT } from '../core/empty-snapshot.js';
import type { CallError } from '../core/errors.js';
import type { CallReport } from '../core/report/call-report.js';
import type { Snapshot } from '../core/snapshot.js';

type Listener = (current: Snapshot, previous: Snapshot) => void;

/** The name of a command and what it was called with. */
export type FakeCommand = readonly [name: keyof CallController, ...args: unknown[]];

export { EMPTY_SNAPSHOT };

export class FakeController implements CallController {
  /** Every command so far, the oldest first. */
  readonly commands: FakeCommand[] = [];
  /** What `safetyCode` answers. */
  code: string | undefined;
  /** What `report` answers. */
  lastReport: CallReport | undefined;
  iceOptions: CallController['iceOptions'] = {};
  readonly #listeners = new Set<Listener>();
  readonly #errorListeners = new Set<(error: CallError) => void>();
  #snapshot: Snapshot;

  constructor(initial: Partial<Snapshot> = {}) {
    this.#snapshot = Object.freeze({ ...EMPTY_SNAPSHOT, ...initial });
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** How many listen now; 0 when every element has let go. */
  get subscriptions(): number {
    return this.#listeners.size + this.#errorListeners.size;
  }

  /** Swaps the snapshot for one with these fields, and tells everybody. */
  set(changes: Partial<Snapshot>): void {
    const previous = this.#snapshot;
    this.#snapshot = Object.freeze({ ...previous, ...changes });
    for (const listener of [...this.#listeners]) listener(this.#snapshot, previous);
  }

  fail(error: CallError): void {
    for (const listener of [...this.#errorListeners]) listener(error);
  }

  subscribe(listener: Listener): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onError(listener: (error: CallError) => void): Unsubscribe {
    this.#errorListeners.add(listener);
    return () => this.#errorListeners.delete(listener);
  }

  safetyCode(): Promise<string | undefined> {
    return Promise.resolve(this.code);
  }

  report(): Promise<CallReport | undefined> {
    return Promise.resolve(this.lastReport);
  }

  signIn: CallController['signIn'] = this.#note('signIn');
  signOut: CallController['signOut'] = this.#note('signOut');
  reconnect: CallController['reconnect'] = this.#note('reconnect');
  prepareCall: CallController['prepareCall'] = this.#note('prepareCall');
  call: CallController['call'] = this.#note('call');
  accept: CallController['accept'] = this.#note('accept');
  hangUp: CallController['hangUp'] = this.#note('hangUp');
  dismiss: CallController['dismiss'] = this.#note('dismiss');
  clearMissed: CallController['clearMissed'] = this.#note('clearMissed');
  setDevice: CallController['setDevice'] = this.#note('setDevice');
  retryDevices: CallController['retryDevices'] = this.#note('retryDevices');
  setPreview: CallController['setPreview'] = this.#note('setPreview');
  applyConstraints: CallController['applyConstraints'] = this.#note('applyConstraints');
  applySending: CallController['applySending'] = this.#note('applySending');
  setState: CallController['setState'] = this.#note('setState');
  sendMessage: CallController['sendMessage'] = this.#note('sendMessage');
  resendMessage: CallController['resendMessage'] = this.#note('resendMessage');
  restoreMessages: CallController['restoreMessages'] = this.#note('restoreMessages');
  markRead: CallController['markRead'] = this.#note('markRead');
  wake: CallController['wake'] = this.#note('wake');
  renewToken: CallController['renewToken'] = this.#note('renewToken');
  rejoin: CallController['rejoin'] = this.#note('rejoin');
  leavePage: CallController['leavePage'] = this.#note('leavePage');
  dispose: CallController['dispose'] = this.#note('dispose');

  #note(name: keyof CallController): (...args: unknown[]) => void {
    return (...args) => {
      this.commands.push([name, ...args]);
    };
  }
}
