/**
 * The signal port over somebody else's backend, with messages of its own: its author opens a connection, says who is
 * here, and carries payloads from one person to another. What a server of this protocol does besides (the greeting,
 * lists, names, echoes, refusals) is made up here. It never looks at what the backend sends, nor waits for anything.
 */
import {
  CAPABILITIES,
  type ChosenState,
  type ClientMessage,
  PEER_TYPES,
  PROTOCOL_VERSION,
  type PresenceUser,
  type UserState,
  isRecord,
} from '../../protocol/index.js';
import type { SignalConnection, SignalListener, SignalPort } from '../ports.js';
import { BROKEN, guardSignal } from './guard-signal.js';

type Id = string | number;

/** Somebody in the backend's list. A plain string is both name and id. */
export interface BackendPerson {
  /** What the backend knows them by. */
  readonly id: Id;
  /** What others read. */
  readonly name: string;
  /** Default `available`. */
  readonly state?: UserState;
}

/** What the page is told through. From the connection's end on nothing said here counts. */
export interface BackendLine {
  /**
   * Everybody who can be called, whole, first when this person is in and then whenever it changes. `me`: this
   * person's id; without it, the name that was asked for. A backend that gives another name MUST say it.
   */
  people(everybody: Iterable<string | BackendPerson>, me?: Id): void;
  /**
   * What somebody has sent to this person, as it was given to `send`. `from` MUST be whom the backend knows the sender
   * to be, never what the sender says.
   */
  hear(from: Id, payload: unknown): void;
  /** The connection has ended. It is made anew, unless the code is one of 4500 to 4599. */
  close(code?: number, reason?: string): void;
}

/** What goes from one person to another: an object of JSON that the backend carries and does not read. */
export type BackendPayload = Readonly<Record<string, unknown>> & { readonly type: string };

export interface BackendConnection {
  /** MUST bring the payload to that person alone, in order. What it throws or rejects with ends the connection. */
  send(to: Id, payload: BackendPayload): unknown;
  /** Nobody listens any more. A socket that the page uses for other things too may stay open. */
  close(): unknown;
  /** Another name is wanted; what came of it is said with `people`. Without it nobody is renamed. */
  rename?(name: string): unknown;
  /** What others shall see of this person; they hear it with `people`. */
  state?(state: ChosenState): unknown;
}

/** Opens one connection for somebody who wants this name. Called anew after each end. */
export type Backend = (name: string, line: BackendLine) => BackendConnection | Promise<BackendConnection>;

/** Besides calls: texts, and that one has arrived. */
const FROM_PEOPLE: ReadonlySet<string> = new Set(['message', 'ack']);

const CAPS: readonly string[] = [CAPABILITIES.call, CAPABILITIES.presence];

interface Listed {
  readonly id: Id;
  readonly user: PresenceUser;
}

/** A signal port on a backend with messages of its own. */
export const createSignal = (backend: Backend): SignalPort =>
  guardSignal({ connect: (listener) => new OwnConnection(backend, listener) });

class OwnConnection implements SignalConnection {
  readonly #backend: Backend;
  readonly #listener: SignalListener;
  /** The backend's end, when it has opened one. */
  #opening: Promise<BackendConnection> | undefined;
  #end: BackendConnection | undefined;
  /** By name, which is what the page calls them; each name once. */
  #people: ReadonlyMap<string, Listed> = new Map();
  /** Who this person is, as others see it. */
  #me: PresenceUser | undefined;
  #wanted = '';
  /** The name the backend was last asked for. */
  #asked = '';
  /** The name the page takes itself to have. */
  #told = '';
  #version = 0;
  #isOver = false;

  constructor(backend: Backend, listener: SignalListener) {
    this.#backend = backend;
    this.#listener = listener;
    listener.open();
    this.#say({ type: 'id', id: 0, v: PROTOCOL_VERSION, server: 'own', caps: CAPS });
  }

  send(message: ClientMessage): boolean {
    switch (message.type) {
      case 'username':
        this.#enter(message.name);
        return true;
      case 'state':
        this.#try(() => this.#end?.state?.(message.state));
        return true;
      case 'sync':
        this.#list();
        return true;
      case 'ping':
      case 'pong':
        return true;
      default:
        return this.#route(message);
    }
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // Also one that is still being opened.
    this.#opening?.then((end) => end.close()).catch(() => undefined);
  }

  #enter(name: string): void {
    this.#wanted = this.#told = name;
    if (!this.#opening) {
      this.#open(name);
      return;
    }
    this.#later(() => {
      if (!this.#end?.rename) {
        this.#tellName();
        return;
      }
      this.#asked = name;
      this.#try(() => this.#end?.rename?.(name));
    });
  }

  #open(name: string): void {
    this.#asked = name;
    this.#opening = Promise.resolve()
      .then(() => this.#backend(name, this.#line()))
      .then((end) => (this.#end = toConnection(end)));
    this.#try(() => this.#opening);
  }

  #line(): BackendLine {
    return {
      people: (everybody, me) => {
        this.#later(() => {
          this.#try(() => {
            this.#meet([...everybody].map(toPerson), me);
          });
        });
      },
      hear: (from, payload) => {
        this.#later(() => {
          this.#hear(String(from), payload);
        });
      },
      close: (code = BROKEN, reason = '') => {
        this.#listener.close(code, reason);
      },
    };
  }

  /** What is said before the backend has answered waits for it, so that nothing is sent to an end not there yet. */
  #later(run: () => void): void {
    this.#opening?.then(
      () => {
        if (!this.#isOver) run();
      },
      () => undefined,
    );
  }

  #meet(listed: readonly BackendPerson[], myId: Id | undefined): void {
    const isOf = (id: Id | undefined) => (one: BackendPerson) => String(one.id) === String(id);
    // Under the name asked for; while a renaming is under way, still the one from before.
    const mine = myId ?? [this.#asked, this.#me?.sid].find((id) => listed.some(isOf(id))) ?? this.#asked;
    const me = listed.find(isOf(mine)) ?? { id: mine, name: this.#wanted };
    const people = new Map<string, Listed>();
    for (const { id, name, state = 'available' } of [me, ...listed.filter((one) => !isOf(mine)(one))]) {
      const free = freeName(name, people);
      people.set(free, { id, user: { name: free, sid: String(id), caps: CAPS, state } });
    }
    this.#people = people;
    this.#me = people.get(me.name)?.user;
    this.#tellName();
    this.#list();
  }

  /** The page learns that it is not known by the name it asked for. */
  #tellName(): void {
    const { name } = this.#me ?? {};
    if (name === undefined || name === this.#told) return;
    this.#told = name;
    this.#say({ type: 'rejectusername', name, requested: this.#wanted });
  }

  #list(): void {
    if (!this.#me) return;
    this.#version += 1;
    const full = Array.from(this.#people.values(), ({ user }) => user);
    this.#say({ type: 'presence', epoch: 'own', v: this.#version, full });
  }

  #route(
    message: Exclude<ClientMessage, { type: 'username' | 'state' | 'sync' | 'ping' | 'pong' }>,
  ): boolean {
    const { type, target } = message;
    if (!this.#me || !this.#end) return false;
    const to = typeof target === 'string' ? this.#people.get(target) : undefined;
    if (typeof target === 'string' && !to) {
      this.#say({ type: 'error', code: 'peer-unavailable', re: type, target, ...subjectOf(message) });
      return true;
    }
    if (type === 'message') this.#say({ ...message, name: this.#me.name });
    for (const { id, user } of to ? [to] : this.#people.values())
      if (user !== this.#me) this.#pass(id, message);
    return true;
  }

  #pass(to: Id, payload: BackendPayload): void {
    this.#try(() => this.#end?.send(to, payload));
  }

  /** A sender is who the backend says; nothing that only a server sends comes from a person. */
  #hear(from: string, payload: unknown): void {
    if (!isRecord(payload) || typeof payload.type !== 'string') {
      this.#listener.fault?.('hear() takes what send() was given: an object with a "type".');
      return;
    }
    const { type, target } = payload;
    if (from === this.#me?.sid || !(FROM_PEOPLE.has(type) || PEER_TYPES.has(type))) return;
    const sender = [...this.#people.values()].find(({ user }) => user.sid === from);
    const { id: _id, ...rest } = payload;
    this.#say({
      ...rest,
      name: sender?.user.name ?? from,
      ...(typeof target === 'string' ? { target: this.#me?.name } : {}),
      ...(type.startsWith('video-') ? { sid: from } : {}),
    });
  }

  #say(message: object): void {
    this.#listener.message(message);
  }

  /** What the backend's code throws, now or later, is its author's to hear, and ends this connection. */
  #try(run: () => unknown): void {
    new Promise((resolve) => {
      resolve(run());
    }).catch((error: unknown) => {
      if (this.#isOver) return;
      this.#listener.fault?.(String(error));
      this.#listener.close(BROKEN, '');
    });
  }
}

function toConnection(end: unknown): BackendConnection {
  if (!isRecord(end) || typeof end.send !== 'function' || typeof end.close !== 'function')
    throw new TypeError('A backend answers {send, close}.');
  return end as unknown as BackendConnection;
}

function toPerson(person: unknown): BackendPerson {
  const { id, name, state } = isRecord(person) ? person : { id: person, name: person };
  const isId = typeof id === 'number' || (typeof id === 'string' && id !== '');
  if (!isId || typeof name !== 'string' || name === '')
    throw new TypeError('people() takes a list of names, or of {id, name}.');
  return { id, name, ...(state === undefined ? {} : { state: state as UserState }) };
}

/** Two of one name could not be told apart by it: the second gets a number. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name}${String(n)}`;
  return free;
}

/** The call or the text that a message is about, for an error. */
function subjectOf(message: ClientMessage): object {
  if ('call' in message) return { call: { id: message.call.id } };
  return 'mid' in message ? { mid: message.mid } : {};
}
