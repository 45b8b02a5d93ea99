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
import { TurnEar } from './turn-ear.js';

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
  /** What `session` says beside `resumed`, which is false unless told; without any it is not sent. */
  readonly session?: Readonly<Record<string, unknown>>;
}

const SERVER_ID = { v: 1, server: 'conformance', caps: ['call', 'presence', 'heartbeat'] };
const SID = 'sid-of-the-client';
const PING = { intervalMs: 7_000, timeoutMs: 4_000 };
/** A client takes a server for dead that says nothing for twelve seconds, and a person may take longer. */
const BEAT_MS = 4_000;

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
    const sid = actor.isModern ? { sid: actor.sid } : {};
    this.person.say({ target: this.name, ...sid, ...message, name: actor.name });
  }

  /** Somebody calls the client; the call's id. */
  ring(actor: Actor, fields: object = {}): string {
    const id = `conformance-${String(++calls)}-${String(Date.now())}`;
    const call = { id, v: 1, n: 1, pc: 1, media: { audio: true, video: true } };
    const modern = actor.isModern ? { call } : {};
    this.#calls.push({ name: actor.name, id: actor.isModern ? id : undefined });
    this.hear(actor, { type: 'video-offer', sdp: offerSdp(1_000 + calls), ...modern, ...fields });
    return id;
  }

  /** What belongs to its session alone. */
  tellSession(fields: Readonly<Record<string, unknown>>): void {
    this.person.say({ type: 'session', resumed: false, ...fields });
  }

  /** A sign of life, to a client that knows such. */
  beat(): void {
    if (this.isModern) this.person.say({ type: 'ping' });
  }

  /** What has become of somebody's connection. */
  tellState({ name, sid }: Actor, state: 'reconnecting' | 'online' | 'left'): void {
    this.person.say({ type: 'peer-state', name, sid, state });
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

  /** Ends every call and the connection; a client that can is asked to come back after a while, at once unless told. */
  dismiss(code: number = CLOSE.restart, reconnectInMs = 0): void {
    for (const { name, id } of this.#calls) {
      const call = id === undefined ? {} : { call: { id } };
      this.person.say({ type: 'hang-up', name, target: this.name, ...call, reason: 'ended' });
    }
    if (this.isModern && code === CLOSE.restart)
      this.person.say({ type: 'goodbye', reason: 'next case', reconnectInMs });
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
  #turn: TurnEar | undefined;
  /** Where the client has connected to. */
  #address = '127.0.0.1';
  /** Whether the client was there in this case. */
  #hasCome = false;
  #session = 4_711;
  #count = 0;
  /** Everything that the client has said, over all visits. */
  readonly said: Heard[] = [];
  readonly faults: string[] = [];
  readonly #beat = setInterval(() => this.#guest?.beat(), BEAT_MS);

  private constructor(server: WebSocketServer, timeoutMs: number) {
    this.#server = server;
    this.#timeoutMs = timeoutMs;
    server.on('connection', (socket, { socket: { localAddress } }) => {
      // Version 4 in the clothes of version 6.
      this.#address = localAddress?.replace(/^::ffff:/, '') ?? this.#address;
      this.#take(socket);
    });
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

  /** Another device of the same person. */
  twin(actor: Actor): Actor {
    return { ...actor, sid: `sid-${String(++this.#count)}` };
  }

  /** A TURN server until the case is over, where the client can reach it: it has reached us there. */
  async turn(): Promise<TurnEar> {
    this.#turn = await TurnEar.open(this.#address);
    return this.#turn;
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
  async welcome({ isModern, actors = [], rename = (asked) => asked, session }: Welcome): Promise<Guest> {
    const person = await this.#comer();
    const epoch = `epoch-${String(++this.#count)}`;
    person.say({
      type: 'id',
      id: ++this.#session,
      ...(isModern ? { ...SERVER_ID, sid: SID, epoch, ping: PING } : {}),
    });
    const username = await person.nextOf('username');
    const asked = String(username.name);
    const name = rename(asked);
    if (name !== asked)
      person.say({ type: 'rejectusername', id: this.#session, name, code: 'taken', requested: asked });
    this.#guest = new Guest(person, username, name, isModern && username.hello !== undefined, epoch);
    if (session) this.#guest.tellSession(session);
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
    this.#turn?.close();
    this.#turn = undefined;
  }

  /** The client stays away now, or somebody else closes. */
  forget(): void {
    this.#guest = undefined;
  }

  close(): void {
    clearInterval(this.#beat);
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
