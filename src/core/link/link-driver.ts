/**
 * Carries the link machine's effects out: opens sockets, answers beats, asks for the name, and hands every other
 * message on. It has one socket at a time; what a former one still says is not heard. It decides nothing.
 */
import {
  ALL_CAPABILITIES,
  CAPABILITIES,
  CLOSE,
  type ClientMessage,
  type ClientMessages,
  PROTOCOL_VERSION,
  type ServerMessage,
  type ServerMessages,
  parseServerMessage,
} from '../../protocol/index.js';
import { CallError } from '../errors.js';
import { Machine } from '../machine.js';
import type { ClockPort, SignalConnection, SignalPort } from '../ports.js';
import type { Journal } from '../report/journal.js';
import { Timers } from '../timers.js';
import { ClientStream } from './client-stream.js';
import { type CredentialOptions, Credentials, type Proof } from './credentials.js';
import {
  type ClosedBecause,
  type LinkEffect,
  type LinkEvent,
  type LinkTimer,
  isRoutine,
  linkTransition,
} from './link-machine.js';
import type { LinkState, ServerInfo } from './link-state.js';

type Hello = NonNullable<ClientMessages['username']['hello']>;

export interface HeldSession {
  readonly token?: string;
  readonly sid?: string;
  /** How many messages of the server were heard in it; absent where they are not counted. */
  readonly seq?: number;
}

export interface LinkDriverPorts {
  readonly clock: ClockPort;
  readonly signal: SignalPort;
  /** What to bring to a server that wants to know who we are; absent: nothing. */
  readonly credentials?: CredentialOptions;
  /** The name to ask for. */
  wantedName(): string;
  /** The name others know us by. */
  ownName(): string;
  /** The same, if it is still the one that is wanted. */
  heldName(): string | undefined;
  /** Something that was said, by us or to us, is lost with the connection that it was said on. */
  gap(): void;
  message(message: ServerMessage): void;
  report(error: CallError): void;
  /** Where what happens is written down; absent: nowhere. */
  readonly journal?: Journal;
  settled(state: LinkState, previous: LinkState): void;
}

export class LinkDriver {
  readonly #ports: LinkDriverPorts;
  readonly #machine: Machine<LinkState, LinkEvent, LinkEffect>;
  readonly #timers: Timers<LinkTimer>;
  readonly #credentials: Credentials;
  #connection: SignalConnection | undefined;
  #sessionNumber = 0;
  /** Good for one use: the server hands this session over, and gives the next one. */
  #resumeToken: string | undefined;
  /** The public id that the token stands for. */
  #heldSid: string | undefined;
  /** Whether the session was had before this connection. */
  #isResumed = false;
  /** Whether a name was asked for on this connection. */
  #isIntroduced = false;
  /** Until then nobody knows whether there is a session to ask for. */
  #unsettled: Promise<unknown> | undefined;
  readonly #stream = new ClientStream();

  constructor(ports: LinkDriverPorts) {
    const { clock } = ports;
    this.#ports = ports;
    this.#timers = new Timers(clock);
    this.#credentials = new Credentials(ports.credentials ?? {}, {
      clock,
      renewed: (proof) => {
        this.#sendName(ports.heldName() ?? ports.wantedName(), proof);
      },
      failed: (reason, isNew) => {
        this.#whenTokenFails(reason, isNew);
      },
    });
    this.#machine = new Machine<LinkState, LinkEvent, LinkEffect>(
      { status: 'offline' },
      (state, event) => linkTransition(state, event, { nowMs: clock.now(), random: clock.random() }),
      {
        took: (event, { status: before }, { status }, effects) => {
          if (before !== status || !isRoutine(event))
            ports.journal?.took('link', event, before, status, effects);
        },
        run: (effect) => {
          this.#run(effect);
        },
        settled: (state, previous) => {
          ports.settled(state, previous);
        },
      },
    );
  }

  get state(): LinkState {
    return this.#machine.state;
  }

  get busy(): boolean {
    return this.#machine.busy;
  }

  /** The server was asked whether it hears us, and has not answered yet. */
  get isDoubted(): boolean {
    return this.#timers.isRunning('probe');
  }

  /** The number this session was given; a legacy server wants it in chat messages. */
  get sessionNumber(): number {
    return this.#sessionNumber;
  }

  /** The session that there is, and with which token it can be had again. */
  get session(): HeldSession {
    const [token, sid, { seq }] = [this.#resumeToken, this.#heldSid, this.#stream];
    return { ...(token ? { token } : {}), ...(sid ? { sid } : {}), ...(seq === undefined ? {} : { seq }) };
  }

  /** Whether the session was there before this connection. */
  get isResumed(): boolean {
    return this.#isResumed;
  }

  /** Whether it is too late to say which session is wanted. */
  get isIntroduced(): boolean {
    return this.#isIntroduced;
  }

  /** Asks for the session of the page before this one, when it introduces itself. */
  adopt({ token, sid, seq }: HeldSession): void {
    this.#resumeToken = token;
    this.#heldSid = sid;
    this.#stream.forget();
    if (seq !== undefined) this.#stream.adopt(seq);
  }

  /** Does not introduce itself before it is known whether there is a session to adopt. */
  waitFor(settled: Promise<unknown>): void {
    this.#unsettled = settled;
    const done = (): void => {
      if (this.#unsettled === settled) this.#unsettled = undefined;
    };
    settled.then(done, done);
  }

  dispatch(event: LinkEvent): void {
    if (event.type === 'disconnect') {
      this.#resumeToken = undefined;
      this.#stream.forget();
    }
    this.#machine.dispatch(event);
  }

  /** Whether the message was handed to a socket. */
  send(message: ClientMessage): boolean {
    const isOut = this.#connection?.send(message) ?? false;
    if (isOut) this.#stream.sent(message);
    return isOut;
  }

  /** Asks for the wanted name, once more. */
  sendName(): void {
    if (this.#isIntroduced) this.#sendName(this.#ports.wantedName());
  }

  /** The page has another token. */
  renewToken(): void {
    this.#credentials.renew();
  }

  dispose(): void {
    this.#timers.stopAll();
    this.#closeSocket('left');
  }

  #run(effect: LinkEffect): void {
    switch (effect.type) {
      case 'open-socket':
        this.#openSocket();
        return;
      case 'close-socket':
        this.#closeSocket(effect.why);
        return;
      case 'send-name':
        this.#credentials.whenReady((proof) => {
          this.#introduce(proof);
        });
        return;
      case 'send-ping':
        this.#sendPing();
        return;
      case 'start-timer':
        this.#timers.start(effect.timer, effect.ms, () => {
          this.#machine.dispatch({ type: 'timer', timer: effect.timer });
        });
        return;
      case 'stop-timer':
        this.#timers.stop(effect.timer);
        return;
      case 'stop-timers':
        this.#timers.stopAll();
        return;
      case 'report':
        this.#ports.report(new CallError(effect.code, REPORTS[effect.code], String(effect.closeCode)));
    }
  }

  /** The first word on a connection: who we are, and the session that we were, if the server still holds it. */
  #introduce(proof: Proof): void {
    const connection = this.#connection;
    if (this.#unsettled) {
      const again = (): void => {
        if (connection && connection === this.#connection) this.#introduce(proof);
      };
      this.#unsettled.then(again, again);
      return;
    }
    const token = this.#resumeToken;
    const resume = token === undefined ? {} : { resume: { token, seq: this.#stream.seq ?? 0 } };
    this.#isIntroduced = true;
    // Kept until the server gives the next one: it may never get this word.
    this.#sendName(this.#ports.wantedName(), { ...proof, ...resume });
  }

  #sendName(name: string, more: Pick<Hello, 'resume'> & Proof = {}): void {
    this.send({
      type: 'username',
      name,
      id: this.#sessionNumber,
      date: Math.round(this.#ports.clock.now()),
      hello: { v: PROTOCOL_VERSION, client: 'call-elements', caps: ALL_CAPABILITIES, ...more },
    });
  }

  #openSocket(): void {
    this.#closeSocket('lost');
    this.#isResumed = this.#isIntroduced = false;
    this.#credentials.begin();
    const connection: SignalConnection = this.#ports.signal.connect({
      open: () => undefined,
      message: (data) => {
        if (connection === this.#connection) this.#receive(data);
      },
      close: (code) => {
        if (connection !== this.#connection) return;
        this.#connection = undefined;
        this.#credentials.end();
        this.#stream.pause();
        this.#machine.dispatch({ type: 'closed', code });
      },
      fault: (reason, code = 'signal-failed') => {
        if (connection === this.#connection) this.#ports.report(new CallError(code, reason));
      },
    });
    this.#connection = connection;
  }

  /** Without a token there is no use in this connection; with one it goes on for as long as that is good. */
  #whenTokenFails(reason: string, isNew: boolean): void {
    this.#ports.report(new CallError('token-failed', `No token could be had: ${reason}`));
    if (!isNew) return;
    this.#closeSocket('lost');
    this.#machine.dispatch({ type: 'closed', code: 0 });
  }

  #closeSocket(why: ClosedBecause): void {
    this.#credentials.end();
    this.#connection?.close(CLOSE_CODES[why]);
    this.#connection = undefined;
    this.#stream.pause();
  }

  /** A legacy server knows no pong, but returns what we address to ourselves. */
  #sendPing(): void {
    const { state } = this.#machine;
    const t = Math.round(this.#ports.clock.now());
    const toMyself = state.status === 'online' && !state.server.v1 ? { target: this.#ports.ownName() } : {};
    this.send({ type: 'ping', t, ...toMyself, ...this.#seq() });
  }

  #receive(data: unknown): void {
    const parsed = parseServerMessage(data);
    const message = parsed.ok ? parsed.message : undefined;
    this.#stream.heard(parsed.ok ? parsed.message.type : parsed.type);
    const isEcho = message?.type === 'ping' && message.target !== undefined;
    this.#machine.dispatch({ type: 'heard', echo: isEcho });
    if (message?.type === 'ping' || message?.type === 'pong') this.#stream.acknowledged(message.seq);
    if (!message || isEcho || message.type === 'pong') return;
    if (this.#isLegacy() && NOT_FROM_LEGACY.has(message.type)) return;
    if (message.type === 'session') this.#hold(message);
    if (message.type === 'session' && message.authTtlMs !== undefined)
      this.#credentials.expireIn(message.authTtlMs);
    if (message.type === 'id') this.#greet(message);
    else if (message.type === 'ping')
      this.send({ type: 'pong', ...(message.t === undefined ? {} : { t: message.t }), ...this.#seq() });
    else if (message.type === 'goodbye')
      this.#machine.dispatch({ type: 'goodbye', reconnectInMs: message.reconnectInMs ?? 0 });
    else this.#ports.message(message);
  }

  #isLegacy(): boolean {
    const { state } = this.#machine;
    return 'server' in state && !state.server.v1;
  }

  /**
   * A session taken up again keeps the public id it had; the one in this connection's `id` is nobody's. Without a token
   * it is only the servers for media that are told anew.
   */
  #hold({ token, resumed, seq, gap }: ServerMessages['session']): void {
    if (token === undefined) return;
    const hadSession = this.#resumeToken !== undefined;
    if (resumed && this.#heldSid !== undefined)
      this.#machine.dispatch({ type: 'resumed', sid: this.#heldSid });
    const { state } = this.#machine;
    this.#resumeToken = token;
    this.#heldSid = 'server' in state ? state.server.sid : undefined;
    this.#isResumed = resumed;
    const lacking = resumed ? this.#stream.resume(seq) : undefined;
    if (!resumed) this.#stream.begin(seq);
    for (const message of lacking ?? []) this.#connection?.send(message);
    // Another name was asked for while we were away.
    if (resumed && this.#ports.heldName() === undefined) this.sendName();
    if (gap || (hadSession && !lacking)) this.#ports.gap();
  }

  /** How many messages of the server were heard, for a server that counts them. */
  #seq(): { readonly seq?: number } {
    const { seq } = this.#stream;
    return seq === undefined ? {} : { seq };
  }

  /** Only the first counts: what says it is a second one did not come from the server. */
  #greet(message: ServerMessages['id']): void {
    const { state } = this.#machine;
    if (state.status !== 'connecting' || state.server) return;
    this.#sessionNumber = message.id;
    this.#machine.dispatch({ type: 'hello', server: toServerInfo(message) });
  }
}

/**
 * What a legacy server never says itself. It passes unknown types on, untargeted ones to everybody, so these come
 * from some client that would like to be taken for the server; and a pong would go to everybody too.
 */
const NOT_FROM_LEGACY: ReadonlySet<string> = new Set([
  'presence',
  'session',
  'error',
  'goodbye',
  'peer-state',
  'ack',
  'ping',
]);

/**
 * What a server makes of the end of a connection: a session waits for a page that goes, longer for one that was lost,
 * and not at all for a normal end.
 */
const CLOSE_CODES: Readonly<Record<ClosedBecause, number>> = {
  left: 1000,
  leaving: CLOSE.leaving,
  lost: CLOSE.noHeartbeat,
};

const REPORTS = {
  'link-unreachable': 'The server cannot be reached. It is tried again.',
  'link-lost': 'The connection to the server was lost. It is tried again.',
  'link-refused': 'The server refused the connection and asked not to come back.',
} as const;

function toServerInfo(message: ServerMessages['id']): ServerInfo {
  const caps = message.caps ?? [];
  const v1 = message.v !== undefined && message.v >= 1;
  return {
    v1,
    caps,
    id: message.id,
    ...(message.sid === undefined ? {} : { sid: message.sid }),
    beats: v1 && message.ping !== undefined,
    echoes: v1 && caps.includes(CAPABILITIES.heartbeat),
  };
}
