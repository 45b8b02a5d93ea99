/**
 * A signaling "server" made of equals on a bus that reaches everybody (a BroadcastChannel between tabs, memory in
 * tests): each end keeps the list, claims its name and passes messages to the one they are for. To the core it looks
 * like any version 1 server. For one machine or one test: there is no authority here and no limit.
 */
import {
  CAPABILITIES,
  type ClientMessage,
  type PresenceUser,
  PROTOCOL_VERSION,
  decodePresenceUser,
  isRecord,
} from '../../protocol/index.js';
import type { Bus, BusPort, ClockPort, SignalConnection, SignalListener, SignalPort } from '../ports.js';

type Note =
  | { readonly kind: 'who'; readonly sid: string }
  | { readonly kind: 'here'; readonly user: PresenceUser }
  | { readonly kind: 'leave'; readonly sid: string }
  | { readonly kind: 'to'; readonly target: string; readonly message: object }
  | { readonly kind: 'all'; readonly message: object };

/** Other pages of this origin, and other versions of this one, post here too: what is no note is dropped. */
function toNote(data: unknown): Note | undefined {
  if (!isRecord(data)) return undefined;
  const { kind, sid, target, message } = data;
  const user = decodePresenceUser(data.user);
  if ((kind === 'who' || kind === 'leave') && typeof sid === 'string') return { kind, sid };
  if (kind === 'here' && user) return { kind, user };
  if (kind === 'to' && typeof target === 'string' && isRecord(message)) return { kind, target, message };
  return kind === 'all' && isRecord(message) ? { kind, message } : undefined;
}

/** The call or the text that a message is about, for an error. */
function subjectOf(message: ClientMessage): object {
  if ('call' in message) return { call: { id: message.call.id } };
  return 'mid' in message ? { mid: message.mid } : {};
}

/** There is nobody who would keep a session, or what was sent to it. */
const CAPS: readonly string[] = [CAPABILITIES.call, CAPABILITIES.presence, CAPABILITIES.heartbeat];
/** How long a newcomer listens for who is here before it takes a name. */
const LISTEN_MS = 60;

export class BusSignal implements SignalPort {
  readonly #bus: BusPort;
  readonly #clock: ClockPort;

  constructor(bus: BusPort, clock: ClockPort) {
    this.#bus = bus;
    this.#clock = clock;
  }

  connect(listener: SignalListener): SignalConnection {
    return new BusConnection(this.#bus, this.#clock, listener);
  }
}

class BusConnection implements SignalConnection {
  readonly #clock: ClockPort;
  readonly #busPort: BusPort;
  readonly #bus: Bus;
  readonly #sid: string;
  readonly #users = new Map<string, PresenceUser>();
  readonly #watches = new Map<string, () => void>();
  readonly #letGo: () => void;
  #listener: SignalListener | undefined;
  #cancelTimer: () => void;
  #me: PresenceUser | undefined;
  #version = 0;

  constructor(busPort: BusPort, clock: ClockPort, listener: SignalListener) {
    this.#busPort = busPort;
    this.#clock = clock;
    this.#listener = listener;
    this.#sid = clock.id();
    // First, since it may throw; and nobody hears of this session before it is held.
    this.#bus = busPort.open((data) => {
      const note = toNote(data);
      if (note) this.#hear(note);
    });
    this.#letGo = busPort.hold(this.#sid);
    this.#bus.post({ kind: 'who', sid: this.#sid } satisfies Note);
    this.#cancelTimer = clock.after(0, () => {
      this.#greet();
    });
  }

  send(message: ClientMessage): boolean {
    if (!this.#listener) return false;
    switch (message.type) {
      case 'username':
        this.#claim(message.name);
        return true;
      case 'state':
        if (this.#me) this.#settle({ ...this.#me, state: message.state });
        return true;
      case 'sync':
        this.#deliverList();
        return true;
      case 'ping':
        this.#deliver({ type: 'pong', ...(message.t === undefined ? {} : { t: message.t }) });
        return true;
      case 'pong':
        return true;
      default:
        this.#route(message);
        return true;
    }
  }

  close(): void {
    if (!this.#listener) return;
    this.#listener = undefined;
    this.#cancelTimer();
    this.#bus.post({ kind: 'leave', sid: this.#sid } satisfies Note);
    this.#bus.close();
    this.#letGo();
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
  }

  #greet(): void {
    this.#listener?.open();
    const id = Math.floor(this.#clock.random() * 2 ** 48);
    this.#deliver({
      type: 'id',
      id,
      v: PROTOCOL_VERSION,
      server: 'bus',
      caps: CAPS,
      sid: this.#sid,
    });
  }

  /** One claim at a time: the last name asked for is the one that is meant. */
  #claim(requested: string): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(LISTEN_MS, () => {
      const name = this.#freeName(requested);
      if (name !== requested) this.#deliver({ type: 'rejectusername', name, code: 'taken', requested });
      const isNew = this.#me === undefined;
      this.#settle({ name, sid: this.#sid, caps: CAPS, state: this.#me?.state ?? 'available' });
      if (isNew) this.#deliverList();
    });
  }

  #freeName(requested: string): string {
    const taken = new Set(
      [...this.#users.values()].filter((user) => user.sid !== this.#sid).map((user) => user.name),
    );
    for (let n = 0; ; n += 1) {
      const name = n === 0 ? requested : `${requested}${String(n + 1)}`;
      if (!taken.has(name)) return name;
    }
  }

  /** This is me from now on; everybody hears it. */
  #settle(me: PresenceUser): void {
    const before = this.#me;
    this.#me = me;
    if (before) this.#enter(me);
    else this.#users.set(me.sid, me);
    this.#bus.post({ kind: 'here', user: me } satisfies Note);
  }

  #route(message: ClientMessage): void {
    const me = this.#me;
    if (!me) return;
    const { target } = message as { readonly target?: string | null };
    const stamped = {
      ...message,
      name: me.name,
      ...(message.type.startsWith('video-') ? { sid: me.sid } : {}),
    };
    if (typeof target !== 'string') {
      this.#bus.post({ kind: 'all', message: stamped } satisfies Note);
      this.#deliver(stamped);
      return;
    }
    if (target === me.name || [...this.#users.values()].some((user) => user.name === target)) {
      if (message.type === 'message') this.#deliver(stamped);
      this.#bus.post({ kind: 'to', target, message: stamped } satisfies Note);
    } else {
      const about = { re: message.type, target, ...subjectOf(message) };
      this.#deliver({ type: 'error', code: 'peer-unavailable', ...about });
    }
  }

  #hear(note: Note): void {
    switch (note.kind) {
      case 'who':
        if (this.#me) this.#bus.post({ kind: 'here', user: this.#me } satisfies Note);
        return;
      case 'here':
        this.#meet(note.user);
        return;
      case 'leave':
        this.#forget(note.sid);
        return;
      case 'to':
        if (note.target === this.#me?.name) this.#deliver(note.message);
        return;
      case 'all':
        if (this.#me) this.#deliver(note.message);
    }
  }

  #meet(user: PresenceUser): void {
    if (!this.#watches.has(user.sid)) {
      this.#watches.set(
        user.sid,
        this.#busPort.watch(user.sid, () => {
          this.#forget(user.sid);
        }),
      );
    }
    this.#enter(user);
    // Both took the name in the same moment: the lesser session keeps it.
    if (this.#me?.name === user.name && user.sid < this.#sid) this.#claim(user.name);
  }

  #forget(sid: string): void {
    this.#watches.get(sid)?.();
    this.#watches.delete(sid);
    if (this.#users.delete(sid)) this.#deliverPresence({ leave: [sid] });
  }

  /** In the list first: whoever hears of it may ask for the whole list at once. */
  #enter(user: PresenceUser): void {
    const known = this.#users.get(user.sid);
    this.#users.set(user.sid, user);
    if (!known) this.#deliverPresence({ join: [user] });
    else if (known.name !== user.name || known.state !== user.state) {
      this.#deliverPresence({ change: [{ sid: user.sid, name: user.name, state: user.state }] });
    }
  }

  #deliverList(): void {
    this.#deliver({ type: 'presence', epoch: this.#sid, v: this.#version, full: [...this.#users.values()] });
  }

  #deliverPresence(delta: object): void {
    const prev = this.#version;
    this.#version += 1;
    // Before it has a name an end is shown nothing; the whole list follows then.
    if (this.#me) this.#deliver({ type: 'presence', epoch: this.#sid, v: this.#version, prev, ...delta });
  }

  #deliver(message: object): void {
    this.#listener?.message(message);
  }
}
