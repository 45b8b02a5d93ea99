/**
 * What a page does besides its elements when somebody calls: rings, vibrates, notifies, and says so in its title and icon;
 * lets the caller hear that it rings; and says afterwards that a call was missed, until the page is looked at. It looks at
 * the snapshot and makes each part show what follows; what each part does stands in its own file. In `dnd`, silence.
 */
import type { Call } from '../../core/call/call-state.js';
import type { MissedCall } from '../../core/call/missed-calls.js';
import type { CallController } from '../../core/controller.js';
import type { ClockPort } from '../../core/ports.js';
import type { Snapshot } from '../../core/snapshot.js';
import { browserClock } from '../clock.js';
import type { AlertHooks, AlertOptions, RunningAlerts } from '../start-alerts.js';
import { onGesture } from './gestures.js';
import { IconAlert } from './icon-alert.js';
import { type Note, Notifier } from './notifier.js';
import { RingTurn } from './ring-turn.js';
import { Sound } from './sound.js';
import { TitleAlert } from './title-alert.js';
import { Vibration } from './vibration.js';

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

const tagOf = (id: string): string => `call-elements:${id}`;

export class Alerts implements RunningAlerts {
  readonly #controller: CallController;
  readonly #options: AlertOptions;
  readonly #hooks: AlertHooks;
  readonly #over = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #stopGestures: () => void;
  readonly #turn: RingTurn;
  readonly #sound = new Sound();
  readonly #vibration = new Vibration();
  readonly #title: TitleAlert;
  readonly #icon = new IconAlert();
  readonly #notifier = new Notifier((action, tag) => {
    this.#act(action, tag);
  });
  /** The last call that was missed while nobody looked. */
  #unseen: MissedCall | undefined;

  constructor(
    controller: CallController,
    options: AlertOptions,
    hooks: AlertHooks,
    clock: ClockPort = browserClock,
    lock?: string,
  ) {
    this.#controller = controller;
    this.#options = options;
    this.#hooks = hooks;
    this.#title = new TitleAlert(clock);
    this.#turn = new RingTurn(() => {
      this.look();
    }, lock);
    this.#unsubscribe = controller.subscribe((current, previous) => {
      this.#noteMissed(current, previous);
      this.look();
    });
    const { signal } = this.#over;
    document.addEventListener('visibilitychange', this.look, { signal });
    addEventListener('focus', this.look, { signal });
    this.#stopGestures = onGesture(this.#handleGesture);
    this.look();
  }

  readonly look = (): void => {
    const { call, missed } = this.#controller.snapshot;
    if (isLookedAt() || (this.#unseen && !missed.includes(this.#unseen))) this.#unseen = undefined;
    const ring = call.phase === 'incoming' && !this.#isQuiet ? call.call : undefined;
    const rings = ring !== undefined;
    this.#turn.want(rings || this.#hearsRingback);
    this.#makeSound(rings);
    this.#vibration.set(rings && this.#turn.isMine);
    const words = ring ? this.#sentence(ring) : this.#missedWords;
    const blinks = rings && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#title.show(words === undefined ? null : `☎ ${words}`, blinks);
    this.#icon.show(ring ? 'ring' : this.#unseen ? 'missed' : null);
    this.#notifier.show(this.#note(ring));
  };

  stop(): void {
    this.#unsubscribe();
    this.#over.abort();
    this.#stopGestures();
    this.#turn.want(false);
    this.#sound.stop();
    this.#vibration.set(false);
    this.#title.show(null);
    this.#icon.show(null);
    this.#notifier.stop();
  }

  get #isOff(): boolean {
    return this.#options.noAlerts === true;
  }

  get #isQuiet(): boolean {
    return this.#isOff || this.#controller.snapshot.self.state === 'dnd';
  }

  /** The caller hears that it rings, unless another tab rings for this person: that is more important. */
  get #hearsRingback(): boolean {
    const { call, elsewhere } = this.#controller.snapshot;
    return !this.#isOff && call.phase === 'outgoing' && call.ringing && elsewhere?.phase !== 'incoming';
  }

  get #missedWords(): string | undefined {
    return this.#unseen && this.#hooks.word('missed', { name: this.#unseen.name });
  }

  #makeSound(rings: boolean): void {
    const { ringtone = '' } = this.#options;
    this.#sound.use(this.#isOff || ringtone === 'none' ? '' : ringtone);
    const isHeard = ringtone !== 'none' && this.#turn.isMine;
    this.#sound.play(isHeard ? (rings ? 'ring' : 'ringback') : null);
  }

  #sentence({ peer, media }: Call): string {
    return `${peer.name} ${this.#hooks.word(media.video ? 'callingYouVideo' : 'callingYou')}`;
  }

  /** What belongs into a notification now; nothing while the page itself can be seen. */
  #note(ring: Call | undefined): Note | null {
    if (!this.#options.notify || this.#isOff || document.visibilityState === 'visible') return null;
    const { word } = this.#hooks;
    if (ring && this.#turn.isMine) {
      const buttons = { answer: word('answer'), decline: word('decline') };
      const silent = this.#sound.isHeard;
      return { tag: tagOf(ring.id), title: this.#sentence(ring), ring: buttons, silent };
    }
    const title = this.#missedWords;
    return this.#unseen && title !== undefined ? { tag: tagOf(this.#unseen.id), title, silent: true } : null;
  }

  #noteMissed(current: Snapshot, previous: Snapshot): void {
    if (current.missed === previous.missed || this.#isQuiet) return;
    const fresh = current.missed.filter((missed) => !previous.missed.includes(missed));
    this.#unseen = fresh.at(-1) ?? this.#unseen;
  }

  /** From a notification; it may be about a call that is over by now. */
  #act(action: 'answer' | 'decline', tag: string): void {
    const { call } = this.#controller.snapshot;
    if (call.phase === 'incoming' && tag === tagOf(call.call.id)) this.#hooks[action]();
  }

  readonly #handleGesture = (): void => {
    if (this.#isOff) return;
    if (this.#options.ringtone !== 'none') this.#sound.unlock();
    if (this.#options.notify && this.#controller.snapshot.link.status === 'online') this.#notifier.ask();
    this.look();
  };
}
