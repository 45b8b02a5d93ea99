/**
 * A WebSocket client for tests: waits for messages instead of sleeping, and proves that nothing more came by asking
 * the relay for a pong, which can only arrive after everything sent before it.
 */
import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { Heard } from './fake-room.js';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export class WireClient {
  readonly socket: WebSocket;
  readonly heard: Heard[] = [];
  readonly closed: Promise<Closed>;
  /** With what this client's session can be taken over; a client of version 1 has one. */
  resumeToken = '';
  readonly #waiting = new Set<() => void>();
  #isClosed = false;

  constructor(url: string, options: ClientOptions = {}, protocols: readonly string[] = ['json']) {
    this.socket = new WebSocket(url, [...protocols], { perMessageDeflate: false, ...options });
    this.socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString('utf8')) as Heard);
      for (const check of this.#waiting) check();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code: number, reason: Buffer) => {
        this.#isClosed = true;
        for (const check of this.#waiting) check();
        resolve({ code, reason: reason.toString('utf8') });
      });
    });
  }

  /** Connects and has its name; `hello` makes it a client of version 1. */
  static async named(
    url: string,
    name: string,
    hello?: object,
    options: ClientOptions = {},
  ): Promise<WireClient> {
    const client = new WireClient(url, options);
    const { id } = await client.next('id');
    client.say({ type: 'username', name, id, date: Date.now(), ...(hello ? { hello } : {}) });
    if (hello) client.resumeToken = String((await client.next('session')).token);
    await client.next(hello ? 'presence' : 'userlist');
    return client;
  }

  say(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The next message of a type that was not taken yet; rejects when the socket closes without one. */
  next(type: string, where: (message: Heard) => boolean = () => true): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const index = this.heard.findIndex((message) => message.type === type && where(message));
        if (index < 0 && !this.#isClosed) return;
        this.#waiting.delete(check);
        const [found] = index < 0 ? [] : this.heard.splice(index, 1);
        if (found) resolve(found);
        else reject(new Error(`closed before "${type}" came`));
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Answers once the relay has dealt with everything said so far. */
  async settled(): Promise<void> {
    const t = Math.trunc(performance.now() * 1000);
    this.say({ type: 'ping', t });
    await this.next('pong', (message) => message.t === t);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}
