/**
 * A server with a script, for one client: it lets the client in, plays everybody else, and keeps what the client says.
 * What a case expects of the client stands in cases.ts.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { CLOSE, SUBPROTOCOL } from '../../../src/protocol/index.js';
import { Failure, Gone } from '../case.js';
import { countdown } from '../countdown.js';
import { type Heard, Participant } from '../participant.js';
import { wireOf } from '../wire.js';
import { offerSdp } from './sdp.js';

/** Somebody whom the server plays. */
export interface Actor {
  readonly name: string;
  readonly sid: string;
  readonly isModern: boolean;
}

export interface Welcome {
  /** Whether the server knows version 1. */
  readonly isModern: boolean;
  readonly actors?: readonly Actor[];
  /** The name that the client is given instead of the one it asks for. */
  readonly rename?: (asked: string) => string;
}

const SERVER_ID = { v: 1, server: 'conformance', caps: ['call', 'presence', 'heartbeat'] };
const SID = 'sid-of-the-client';

const COME_BACK = 'Start the client again, or load its page anew; after each case it must connect again.';

let calls = 0;

/** One visit of the client: a connection, from its first word to its end. */
export class Guest {
  readonly person: Participant;
  /** What it asked for its name with. */
  readonly username: Heard;
  readonly name: string;
  readonly isModern: boolean;
  readonly #epoch: string;
  #version = 1;
  readonly #calls: { readonly name: string; readonly id: string | undefined }[] = [];

  constructor(person: Participant, username: Heard, name: string, isModern: boolean, epoch: string) {
    this.person = person;
    this.username = username;
    this.name = name;
    this.isModern = isModern;
    this.#epoch = epoch;
    this.person.name = name;
  }

  /** Tells the whole list. */
  tellList(actors: readonly Actor[]): void {
    if (!this.isModern) {
      this.person.say({ type: 'userlist', users: [this.name, ...actors.map(({ name }) => name)] });
      return;
    }
    const others = actors.map(({ name, sid, isModern }) => ({
      name,
      sid,
      ...(isModern ? { caps: SERVER_ID.caps } : {}),
    }));
    const full = [{ name: this.name, sid: SID, caps: SERVER_ID.caps }, ...others];
    this.person.say({ type: 'presence', epoch: this.#epoch, v: ++this.#version, full });
  }

  /** Somebody says something to the client. */
  hear(actor: Actor, message: { readonly type: string } & Readonly<Record<string, unknown>>): void {
    this.person.say({ target: this.name, ...message, name: actor.name });
  }

  /** Somebody calls the client; the call's id. */
  ring(actor: Actor, fields: object = {}): string {
    const id = `conformance-${String(++calls)}-${String(Date.now())}`;
    const call = { id, v: 1, n: 1, pc: 1, media: { audio: true, video: true } };
    const modern = actor.isModern ? { call, sid: actor.sid } : {};
    this.#calls.push({ name: actor.name, id: actor.isModern ? id : undefined });
    this.hear(actor, { type: 'video-offer', sdp: offerSdp(1_000 + calls), ...modern, ...fields });
    return id;
  }

  /** A call that the client has made: it must be ended, too, before the next case. */
  noteCall(name: string, id: string): void {
    this.#calls.push({ name, id });
  }

  /** The next message of the client to somebody. */
  said(type: string, actor: Actor): Promise<Heard> {
    return this.person.next(
      `"${type}" for "${actor.name}"`,
      (message) => message.type === type && message.target === actor.name,
    );
  }

  /** Ends every call and the connection; a client that can is asked to come back at once. */
  dismiss(code: number = CLOSE.restart): void {
    for (const { name, id } of this.#calls) {
      const call = id === undefined ? {} : { call: { id } };
      this.person.say({ type: 'hang-up', name, target: this.name, ...call, reason: 'ended' });
    }
    if (this.isModern && code === CLOSE.restart)
      this.person.say({ type: 'goodbye', reason: 'next case', reconnectInMs: 0 });
    this.person.close(code);
  }
}

export class Stage {
  readonly #server: WebSocketServer;
  readonly #timeoutMs: number;
  /** Connected, and not greeted yet. */
  readonly #waiting: Participant[] = [];
  readonly #protocols = new WeakMap<Participant, string>();
  #onArrival: (() => void) | undefined;
  #guest: Guest | undefined;
  /** Whether the client was there in this case. */
  #hasCome = false;
  #session = 4_711;
  #count = 0;
  /** Everything that the client has said, over all visits. */
  readonly said: Heard[] = [];
  readonly faults: string[] = [];

  private constructor(server: WebSocketServer, timeoutMs: number) {
    this.#server = server;
    this.#timeoutMs = timeoutMs;
    server.on('connection', (socket) => this.#take(socket));
  }

  static async open(port: number, host: string, timeoutMs: number): Promise<Stage> {
    const server = new WebSocketServer({
      port,
      host,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    await once(server, 'listening');
    return new Stage(server, timeoutMs);
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `ws://${address === '0.0.0.0' || address === '::' ? 'localhost' : address}:${String(port)}`;
  }

  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  /** Somebody new: what the name begins with tells the client what to do with a call. */
  actor(role: string, isModern = true): Actor {
    const number = String(++this.#count);
    return { name: `${role}-${number}`, sid: `sid-${number}`, isModern };
  }

  /** The next connection of the client; nothing has been said on it. */
  async arrival(timeoutMs = this.#timeoutMs): Promise<Participant> {
    const wait = { isOver: false };
    const stop = countdown(timeoutMs, () => {
      wait.isOver = true;
      this.#onArrival?.();
    });
    try {
      for (;;) {
        const person = this.#waiting.shift();
        if (person && !person.closed) return person;
        if (person) continue;
        if (wait.isOver)
          throw new Failure(`the client did not connect within ${String(timeoutMs)} ms`, 'nothing came');
        await new Promise<void>((resolve) => {
          this.#onArrival = resolve;
        });
      }
    } finally {
      stop();
    }
  }

  /** Greets the client, gives it its name, and tells it who is here. */
  async welcome({ isModern, actors = [], rename = (asked) => asked }: Welcome): Promise<Guest> {
    const person = await this.#comer();
    const epoch = `epoch-${String(++this.#count)}`;
    const ping = { intervalMs: 7_000, timeoutMs: 4_000 };
    person.say({
      type: 'id',
      id: ++this.#session,
      ...(isModern ? { ...SERVER_ID, sid: SID, epoch, ping } : {}),
    });
    const username = await person.nextOf('username');
    const asked = String(username.name);
    const name = rename(asked);
    if (name !== asked)
      person.say({ type: 'rejectusername', id: this.#session, name, code: 'taken', requested: asked });
    this.#guest = new Guest(person, username, name, isModern && username.hello !== undefined, epoch);
    this.#guest.tellList(actors);
    return this.#guest;
  }

  get session(): number {
    return this.#session;
  }

  protocolOf(person: Participant): string {
    return this.#protocols.get(person) ?? '';
  }

  /** The case is over: the client is asked to come back for the next. */
  clear(): void {
    this.#hasCome = false;
    this.#guest?.dismiss();
    this.#guest = undefined;
  }

  /** The client stays away now, or somebody else closes. */
  forget(): void {
    this.#guest = undefined;
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  /** The client. One that does not come where a case begins says nothing about that case. */
  async #comer(): Promise<Participant> {
    try {
      return await this.arrival();
    } catch (error) {
      if (this.#hasCome || !(error instanceof Failure)) throw error;
      throw new Gone(error.message, error.seen, COME_BACK);
    } finally {
      this.#hasCome = true;
    }
  }

  #take(socket: WebSocket): void {
    const person = new Participant(this.#timeoutMs);
    person.attach(
      wireOf(socket, {
        onFrame: (text) => {
          person.onFrame(text);
          const last = person.heard.at(-1);
          if (last && !this.said.includes(last)) this.said.push(last);
          this.faults.push(...person.faults.splice(0));
        },
        onClose: (code, reason) => person.onClose(code, reason),
      }),
    );
    this.#protocols.set(person, socket.protocol);
    this.#waiting.push(person);
    this.#onArrival?.();
  }
}
