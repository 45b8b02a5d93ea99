/**
 * Owns a controller and is the only place that acts on it: gives it to the elements around as context, turns their
 * requests into commands, and tells the page what has happened. It shows nothing.
 */
import { ContextProvider } from '@lit/context';
import { type CSSResultGroup, LitElement, type PropertyValues, html } from 'lit';
import { property } from 'lit/decorators.js';
import {
  type Constraints,
  DeferredController,
  browserClock,
  toMediaStream,
} from '../../browser/deferred-controller.js';
import { type RunningAlerts, startAlerts } from '../../browser/start-alerts.js';
import {
  type CallContext,
  type ContextHolder,
  PROVIDER_READY,
  callContext,
} from '../../context/call-context.js';
import type { CallController } from '../../core/controller.js';
import type { Backend } from '../../core/link/own-signal.js';
import type { IceServerOption, SignalPort } from '../../core/ports.js';
import { CallError } from '../../core/errors.js';
import type { SendingOptions } from '../../core/quality/plan-sending.js';
import type { Snapshot } from '../../core/snapshot.js';
import { CallErrorEvent } from '../../events/facts.js';
import type { CallRequest } from '../../events/request-base.js';
import type { Terms } from '../../i18n/terms.js';
import { alertHooks } from './alert-hooks.js';
import { styles } from './call-provider.styles.js';
import { factsBetween } from './facts.js';
import { toRequest } from './invoker-commands.js';
import { iceServersAttribute } from './json-attribute.js';
import { lowDataAttribute } from './low-data-attribute.js';
import { REQUEST_TYPES, act } from './request-actions.js';

/** What is sent otherwise at once when it changes. */
const SENDING = ['maxBitrate', 'lowData', 'degradationPreference', 'contentHint'] as const;

/**
 * Connects everything inside it, and every element that names it with `for`, to one call controller.
 *
 * Buttons anywhere can give it commands without a script: `<button commandfor="ID" command="--hang-up">`; the
 * commands are `--call`, `--call-audio` (whom: the button's `value`), `--answer`, `--answer-audio`, `--decline`,
 * `--hang-up`, `--toggle-mic`, `--toggle-camera`, `--toggle-dnd` and `--sign-out`.
 *
 * @slot - The page's own content, with call elements anywhere in it.
 * @fires call-link-change - The connection to the server changed its status.
 * @fires call-users-change - Somebody came, went or changed.
 * @fires call-incoming - Somebody is calling.
 * @fires call-phase-change - The call entered another phase.
 * @fires call-ended - The call is over, and why.
 * @fires call-missed - Somebody called and was not answered.
 * @fires call-message - Somebody said something in the chat.
 * @fires call-media-change - The local microphone or camera changed.
 * @fires call-error - Something went wrong; see `error.code`.
 * @cssState online - Connected to the server.
 * @cssState idle - No call.
 * @cssState outgoing - Calling somebody.
 * @cssState incoming - Somebody is calling.
 * @cssState connecting - Both said yes.
 * @cssState active - In a call.
 * @cssState reconnecting - The path is lost and looked for.
 * @cssState ended - The last call is over and not put away.
 *
 * @example
 * <call-provider server="wss://example.com" username="naomi">
 *   <call-user-list></call-user-list>
 *   <call-video-panel></call-video-panel>
 *   <call-hangup-button></call-hangup-button>
 * </call-provider>
 */
export class CallProvider extends LitElement implements ContextHolder {
  static override readonly styles: CSSResultGroup = styles;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'id'];
  }

  /** `wss://…`, an address relative to the page, `broadcast:ROOM` for the tabs of this browser; empty: the page's host. */
  @property() server = '';

  /** Instead of a server: a backend with messages of its own, as a function that opens it, or a signal port. */
  @property({ attribute: false }) signal: Backend | SignalPort | undefined;

  /** The room of the server to enter; whoever is in another one is neither seen nor reached. */
  @property() room = '';

  /** Proves to the server who this is; a change is told at once. */
  @property() token = '';

  /** Answers a token that is good now: called for each connection, and before the last one expires. Goes before `token`. */
  @property({ attribute: false }) getToken: (() => Promise<string> | string) | undefined;

  /** Signs in under this name as soon as it is set. */
  @property() username = '';

  /** STUN and TURN servers (RTCIceServer); as an attribute a JSON list. */
  @property({ attribute: 'ice-servers', converter: iceServersAttribute })
  iceServers: readonly IceServerOption[] = [];

  /** `relay` lets no address of this person out: only TURN paths are used. */
  @property() privacy: 'all' | 'relay' = 'all';

  /** How long a call rings, in milliseconds; 0: the default of 60,000. */
  @property({ type: Number, attribute: 'ring-timeout' }) ringTimeoutMs = 0;

  /** Connects while it rings, with people whose page does too: quicker after the yes, but they know one's addresses before it. */
  @property({ type: Boolean }) preconnect = false;

  /** The most that is sent, in bits per second, sound and picture together; 0: as much as the network carries. */
  @property({ type: Number, attribute: 'max-bitrate' }) maxBitrate = 0;

  /** A smaller picture with fewer frames; `low-data="off"`: never. Undefined: as the person has told the browser. */
  @property({ attribute: 'low-data', converter: lowDataAttribute }) lowData: boolean | undefined;

  /** What is kept of the picture when there is too little for both: `maintain-framerate`, `maintain-resolution`. */
  @property({ attribute: 'degradation-preference' })
  degradationPreference: NonNullable<SendingOptions['degradationPreference']> = 'balanced';

  /** What the camera shows, for the encoder: `motion`, `detail`, `text`; empty: it looks itself. */
  @property({ attribute: 'content-hint' }) contentHint = '';

  /** Codecs by name, the preferred one first, for each kind; for the next call. */
  @property({ attribute: false }) codecs: NonNullable<SendingOptions['codecs']> = {};

  /** A call ends when its page is left; otherwise a page that is reloaded in a call takes it up again. */
  @property({ type: Boolean, attribute: 'no-rejoin' }) noRejoin = false;

  /** Leaving the page asks nothing; otherwise the browser asks while somebody is talking. */
  @property({ type: Boolean, attribute: 'no-leave-guard' }) noLeaveGuard = false;

  /** The screen may go dark while somebody is talking. */
  @property({ type: Boolean, attribute: 'no-wake-lock' }) noWakeLock = false;

  /** The address of a ringtone; `none`: no sound; empty: the built-in one. */
  @property() ringtone = '';

  /** Notifies of a call while the page is hidden; the permission is asked for at a gesture after signing in. */
  @property({ type: Boolean }) notify = false;

  /** No sound, notification, vibration, title or icon when somebody calls: the page sees to it. */
  @property({ type: Boolean, attribute: 'no-alerts' }) noAlerts = false;

  /** Camera and microphone constraints (MediaTrackConstraints) by kind; devices that are open follow a change at once. */
  @property({ attribute: false }) constraints: Constraints = {};

  /** Wording of the page's own, by term, before any locale's. */
  @property({ attribute: false }) terms: Partial<Terms> = {};

  readonly #internals = this.attachInternals();
  readonly #taken = new WeakSet<Event>();
  readonly #provider = new ContextProvider(this, { context: callContext });
  #owned: CallController | undefined;
  #alerts: RunningAlerts | undefined;
  /** Where the controller was made to connect to; it may change while the element is in no document. */
  #ownedServer: unknown;
  #ownedRoom = '';
  #appliedConstraints: Constraints | undefined;
  #signedInAs = '';

  constructor() {
    super();
    for (const type of REQUEST_TYPES) this.addEventListener(type, this.#handleRequest);
    this.addEventListener('command', this.#handleCommand);
  }

  /** The controller at work now, for use from scripts; undefined while the element is in no document. */
  get controller(): CallController | undefined {
    return this.#owned;
  }

  /** What elements get from it. */
  get callContext(): CallContext | undefined {
    return this.#provider.value;
  }

  /** Asks for what a button with this `command` and `value` asks for. A request like any other: the page may veto it. */
  runCommand(command: string, value = ''): void {
    const snapshot = this.#owned?.snapshot;
    const request = snapshot && toRequest(command, snapshot, value);
    if (request) this.dispatchEvent(request);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    // Elements that name a provider must hear that another one has the name now, or that none has.
    if (name === 'id' && this.callContext) this.#announce();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element removes it first: only one that is still away a task later hangs up.
    setTimeout(() => {
      if (!this.isConnected) this.#release();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    const server = this.signal ?? this.server;
    if (server !== this.#ownedServer || this.room !== this.#ownedRoom) this.#release();
    const isNew = !this.#owned;
    this.#owned ??= this.#create();
    this.#ownedServer = server;
    this.#ownedRoom = this.room;
    if (!isNew && changed.has('token')) this.#owned.renewToken();
    if (this.constraints !== this.#appliedConstraints) this.#owned.applyConstraints();
    this.#appliedConstraints = this.constraints;
    if (!isNew && SENDING.some((name) => changed.has(name))) this.#owned.applySending();
    if (isNew || changed.has('terms')) this.#share(this.#owned);
    if (this.username !== this.#signedInAs) this.#signIn(this.#owned);
    if (isNew) this.#owned.rejoin();
    this.#alerts?.look();
  }

  protected override render(): unknown {
    return html`<slot></slot>`;
  }

  /** For an element that is a provider with a face of its own: what is to be shown has changed. */
  protected showSnapshot(_current: Snapshot, _previous: Snapshot): void {
    // A provider itself shows nothing.
  }

  /** The element itself is the options: its other properties count from the next call on. */
  protected createController(): CallController {
    return new DeferredController(this);
  }

  #create(): CallController {
    const controller = this.createController();
    controller.subscribe((current, previous) => {
      this.#tell(current, previous);
    });
    controller.onError((error) => {
      // What the page's author wrote is the page's author's to mend.
      if (error.code === 'signal-failed') console.warn(`The signal of <call-provider>: ${error.message}`);
      if (error.detail === '4503')
        console.warn(`The server refuses this page (4503). If it is a relay: --origin ${origin}`);
      if (error.code === 'invalid-argument') console.warn(`<call-provider>: ${error.message}`);
      this.dispatchEvent(new CallErrorEvent(error));
    });
    this.#alerts = startAlerts(controller, this, alertHooks(this));
    return controller;
  }

  #share(controller: CallController): void {
    const context: CallContext = {
      controller,
      toMediaStream,
      now: () => browserClock.now(),
      terms: this.terms,
      take: (request) => {
        this.#perform(request, controller);
      },
    };
    this.#provider.setValue(context);
    this.#announce();
    this.#showStates(controller.snapshot);
    this.showSnapshot(controller.snapshot, controller.snapshot);
  }

  #release(): void {
    if (!this.#owned) return;
    this.#alerts?.stop();
    this.#owned.dispose();
    this.#owned = undefined;
    this.#signedInAs = '';
    this.#provider.setValue(undefined);
    this.#announce();
  }

  #announce(): void {
    this.ownerDocument.dispatchEvent(new Event(PROVIDER_READY));
  }

  #signIn(controller: CallController): void {
    this.#signedInAs = this.username;
    this.#attempt(() => {
      if (this.username) controller.signIn(this.username);
      else controller.signOut();
    });
  }

  #tell(current: Snapshot, previous: Snapshot): void {
    this.#showStates(current);
    this.showSnapshot(current, previous);
    for (const fact of factsBetween(previous, current)) this.dispatchEvent(fact);
  }

  #showStates({ link, call }: Snapshot): void {
    const { states } = this.#internals;
    states.clear();
    states.add(call.phase);
    if (link.status === 'online') states.add('online');
  }

  /** Notes a request on its way up. Whoever stands above may still veto it, so it is acted on after the dispatch. */
  readonly #handleRequest = (event: Event): void => {
    const request = event as CallRequest;
    const context = this.callContext;
    request.provider ??= context;
    if (context && request.provider === context) context.take(request);
  };

  #perform(request: CallRequest, controller: CallController): void {
    if (this.#taken.has(request)) return;
    this.#taken.add(request);
    queueMicrotask(() => {
      if (request.defaultPrevented) return;
      this.#attempt(() => {
        act(controller, request);
      });
    });
  }

  /** A command that comes in a wrong moment is told to the page; nothing else may stop at this line. */
  #attempt(command: () => void): void {
    try {
      command();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.dispatchEvent(new CallErrorEvent(error));
    }
  }

  readonly #handleCommand = (event: Event): void => {
    const { command, source } = event as Event & {
      readonly command: string;
      readonly source: Element | null;
    };
    this.runCommand(command, source instanceof HTMLButtonElement ? source.value : '');
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'call-provider': CallProvider;
  }
}
