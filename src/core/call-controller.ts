/**
 * The controller: each command checked, and given to the machine that carries it out. What the machines make of it
 * comes together in engine.ts; what each command means stands in controller.ts.
 */
import type { ChosenState } from '../protocol/index.js';
import { type Call, isLive } from './call/call-state.js';
import { type StoredMessage, readHistory } from './chat/chat-history.js';
import { checkText } from './chat/check-text.js';
import { checkName } from './check-name.js';
import type { CallController, ControllerOptions, IceOptions, Unsubscribe } from './controller.js';
import { Engine } from './engine.js';
import { CallError } from './errors.js';
import type { LinkState } from './link/link-state.js';
import type { Ports } from './ports.js';
import type { CallReport } from './report/call-report.js';
import type { Snapshot } from './snapshot.js';
import type { MediaKind, MediaKinds } from './stream-handle.js';
import { SafetyCode } from './verification/safety-code.js';

export class Controller implements CallController {
  readonly #engine: Engine;
  readonly #newId: () => string;
  readonly #safetyCode: SafetyCode;

  constructor(ports: Ports, options: ControllerOptions = {}) {
    this.#engine = new Engine(ports, options);
    this.#newId = () => ports.clock.id();
    this.#safetyCode = new SafetyCode(ports.stretch);
  }

  get snapshot(): Snapshot {
    return this.#engine.snapshot;
  }

  get iceOptions(): IceOptions {
    return this.#engine.iceOptions;
  }

  subscribe(listener: (current: Snapshot, previous: Snapshot) => void): Unsubscribe {
    return this.#engine.subscribe(listener);
  }

  onError(listener: (error: CallError) => void): Unsubscribe {
    return this.#engine.onError(listener);
  }

  signIn(name: string): void {
    this.#checkAlive();
    this.#engine.signIn(checkName(name));
  }

  signOut(): void {
    this.#checkAlive();
    if (isLive(this.#engine.call.state)) this.#engine.call.dispatch({ type: 'hang-up' });
    this.#engine.link.dispatch({ type: 'disconnect' });
    this.#engine.people.clear();
    this.#engine.missed.clear();
    this.#engine.outbox.clear();
    this.#engine.chat.clear();
    this.#engine.publish();
  }

  reconnect(): void {
    this.#checkAlive();
    if (this.#engine.link.state.status === 'waiting') this.#engine.link.dispatch({ type: 'wake' });
    else if (this.#engine.link.state.status === 'refused') this.#engine.link.dispatch({ type: 'connect' });
  }

  wake(): void {
    if (!this.#engine.isDisposed) this.#engine.wake();
  }

  renewToken(): void {
    this.#checkAlive();
    this.#engine.link.renewToken();
  }

  prepareCall(): void {
    this.#checkAlive();
    if (this.#engine.link.state.status === 'online') this.#engine.call.prepare();
  }

  call(name: string, media: Partial<MediaKinds> = {}): void {
    this.#checkAlive();
    const call = this.#planCall(name, media);
    this.#engine.missed.forget((missed) => missed.name === name);
    this.#engine.call.dispatch({ type: 'dial', call });
  }

  accept(media: Partial<MediaKinds> = {}): void {
    this.#checkAlive();
    const { state } = this.#engine.call;
    if (state.phase !== 'incoming') throw new CallError('invalid-state', 'No call is ringing.', state.phase);
    this.#engine.missed.forget((missed) => missed.name === state.call.peer.name);
    this.#engine.call.dispatch({ type: 'accept', media: withDefaults(media, state.call.media) });
  }

  hangUp(message?: string): void {
    this.#checkAlive();
    const { state } = this.#engine.call;
    if (!isLive(state)) throw new CallError('invalid-state', 'There is no call to end.', state.phase);
    if (message !== undefined) {
      if (state.phase !== 'incoming')
        throw new CallError('invalid-state', 'Only a ringing call is declined with a message.', state.phase);
      this.sendMessage(message, state.call.peer.name);
    }
    this.#engine.call.dispatch({ type: 'hang-up' });
  }

  dismiss(): void {
    this.#checkAlive();
    const { state } = this.#engine.call;
    if (state.phase === 'ended') this.#engine.missed.forget(({ id }) => id === state.call.id);
    this.#engine.call.dispatch({ type: 'dismiss' });
  }

  clearMissed(): void {
    this.#checkAlive();
    this.#engine.missed.clear();
    this.#engine.publish();
  }

  setDevice(kind: MediaKind, on: boolean): void {
    this.#checkAlive();
    this.#engine.media.dispatch({ type: 'set', kind, on });
  }

  retryDevices(kinds: Partial<MediaKinds> = { audio: true, video: true }): void {
    this.#checkAlive();
    this.#engine.media.dispatch({ type: 'retry', kinds: { audio: false, video: false, ...kinds } });
  }

  setPreview(on: boolean): void {
    // Whoever ends what is over already makes no mistake.
    if (on) this.#checkAlive();
    this.#engine.media.dispatch({ type: on ? 'preview' : 'end-preview' });
  }

  applyConstraints(): void {
    this.#checkAlive();
    this.#engine.media.dispatch({ type: 'constrain' });
  }

  applySending(): void {
    this.#checkAlive();
    this.#engine.call.applySending();
  }

  setState(state: ChosenState): void {
    this.#checkAlive();
    this.#engine.people.choose(state);
    this.#engine.sendState();
    this.#engine.publish();
  }

  sendMessage(text: string, to?: string | null): void {
    this.#checkSignedIn();
    checkText(text, to);
    if (!this.#engine.chat.say(text, to ?? undefined))
      throw new CallError('not-online', 'Too many messages wait for the connection already.');
    this.#engine.publish();
  }

  resendMessage(mid: string): void {
    this.#checkSignedIn();
    if (!this.#engine.chat.sayAgain(mid))
      throw new CallError('invalid-argument', 'There is no message of your own with this id.', 'mid');
    this.#engine.publish();
  }

  restoreMessages(messages: readonly StoredMessage[]): void {
    this.#checkAlive();
    this.#engine.chat.restore(readHistory(messages));
    this.#engine.publish();
  }

  markRead(who?: string | null): void {
    this.#checkAlive();
    this.#engine.chat.markRead(who);
    this.#engine.publish();
  }

  rejoin(): void {
    this.#checkAlive();
    void this.#engine.rejoin();
  }

  async safetyCode(): Promise<string | undefined> {
    const { call } = this.#engine;
    const isConnected = call.state.phase === 'active' || call.state.phase === 'reconnecting';
    return isConnected ? this.#safetyCode.of(await call.descriptions()) : undefined;
  }

  report(): Promise<CallReport> {
    return this.#engine.recorder.report(this.#engine);
  }

  leavePage(): void {
    if (!this.#engine.isDisposed) this.#engine.leavePage();
  }

  dispose(): void {
    if (this.#engine.isDisposed) return;
    if (isLive(this.#engine.call.state)) this.#engine.call.dispatch({ type: 'hang-up' });
    this.#engine.link.dispatch({ type: 'disconnect' });
    this.#engine.dispose();
  }

  #planCall(name: string, media: Partial<MediaKinds>): Call {
    const { server } = this.#onlineLink();
    const { phase } = this.#engine.call.state;
    if (isLive(this.#engine.call.state))
      throw new CallError('invalid-state', 'There is a call already.', phase);
    if (name === this.#engine.people.self.name)
      throw new CallError('self-call', 'One cannot call oneself.', name);
    const user = this.#engine.people.find(name);
    if (!user) throw new CallError('peer-unavailable', `${name} is not online.`, name);
    const v1 = server.v1 && user.v1;
    return {
      id: this.#newId(),
      direction: 'outgoing',
      peer: { name, v1, ...(user.sid === undefined ? {} : { sid: user.sid }) },
      media: withDefaults(media, { audio: true, video: true }),
      ...(v1 && this.#engine.preconnects(name) ? { preconnect: true } : {}),
    };
  }

  #onlineLink(): Extract<LinkState, { status: 'online' }> {
    this.#checkAlive();
    const { state } = this.#engine.link;
    if (state.status !== 'online')
      throw new CallError('not-online', 'There is no connection to the server.', state.status);
    return state;
  }

  /** There is a connection, or one on the way. */
  #checkSignedIn(): void {
    this.#checkAlive();
    const { status } = this.#engine.link.state;
    if (status === 'offline' || status === 'refused')
      throw new CallError('not-online', 'Nobody is signed in.', status);
  }

  #checkAlive(): void {
    if (this.#engine.isDisposed)
      throw new CallError('disposed', 'This controller was disposed; make a new one.');
  }
}

const withDefaults = (media: Partial<MediaKinds>, defaults: MediaKinds): MediaKinds => ({
  audio: media.audio ?? defaults.audio,
  video: media.video ?? defaults.video,
});
