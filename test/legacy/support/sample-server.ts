/**
 * A server that behaves towards its clients as that of MDN's sample does: it relays what it is given, stamps nothing,
 * tells everybody what names nobody, says nothing about people it does not find, and ends where the sample's process
 * would. It notes what came in, so that a test can see what a guest has sent. It serves test pages, on the same port.
 */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { handleRequest } from '../../../server/relay/http.js';
import { loadStaticFiles, mergeStaticFiles } from '../../../server/static-files.js';

export type Frame = Record<string, unknown>;

interface Client {
  readonly socket: WebSocket;
  readonly number: number;
  name?: string;
}

export class SampleServer {
  /** What would have ended the sample's process. The first one ends this server. */
  readonly crashes: string[] = [];
  /** Everything that came in. */
  readonly frames: Frame[] = [];
  /** What went to everybody because it named nobody. */
  readonly spilled: Frame[] = [];
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  #lost: string | undefined;
  #clients: readonly Client[] = [];
  #nextNumber = Date.now();
  /** Makes a name unique; it never starts over. */
  #suffix = 1;

  private constructor(folders: readonly string[]) {
    const files = mergeStaticFiles(folders.map((directory) => loadStaticFiles({ prefix: '/', directory })));
    this.#http = createServer((request, response) => {
      handleRequest(request, response, files);
    });
    this.#sockets = new WebSocketServer({
      server: this.#http,
      handleProtocols: (protocols) => (protocols.has('json') ? 'json' : false),
    });
    this.#sockets.on('connection', (socket) => {
      this.#survive('a connection without the subprotocol', () => {
        this.#greet(socket);
      });
    });
  }

  static async start(...folders: readonly string[]): Promise<SampleServer> {
    const server = new SampleServer(folders);
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get url(): string {
    return `http://localhost:${String((this.#http.address() as AddressInfo).port)}/`;
  }

  /** Frames of one type from one person, oldest first. */
  sent(type: string, name: string): readonly Frame[] {
    return this.frames.filter((frame) => frame.type === type && frame.name === name);
  }

  /** Somebody stays in everybody's list, but is not found any more. */
  loseTrackOf(name: string): void {
    this.#lost = name;
  }

  /** Begins to count anew. */
  forget(): void {
    this.frames.length = this.spilled.length = 0;
    this.#lost = undefined;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    if (this.#http.listening) await new Promise((resolve) => this.#http.close(resolve));
  }

  #survive(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.crashes.push(`${what}: ${String(error)}`);
      void this.stop();
    }
  }

  #greet(socket: WebSocket): void {
    if (socket.protocol !== 'json') throw new Error('It asks for nothing.');
    const client: Client = { socket, number: this.#nextNumber++ };
    this.#clients = [...this.#clients, client];
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      this.#survive(text.slice(0, 200), () => {
        this.#take(JSON.parse(text) as Frame);
      });
    });
    socket.on('close', () => {
      this.#clients = this.#clients.filter((one) => one !== client);
      this.#tellUsers();
    });
    tell(client, { type: 'id', id: client.number });
  }

  /** Who speaks is taken from the message, not from the connection. */
  #take(frame: Frame): void {
    this.frames.push(frame);
    const sender = this.#clients.find(({ number }) => number === frame.id);
    if (frame.type === 'username') {
      this.#rename(known(sender), String(frame.name));
      return;
    }
    if (frame.type === 'message') {
      const { name } = known(sender);
      this.#pass({ ...frame, name, text: withoutTags(frame.text) });
      return;
    }
    this.#pass(frame);
  }

  #pass(frame: Frame): void {
    // Nested too deep, this throws; reading it did not.
    const text = JSON.stringify(frame);
    if (typeof frame.target === 'string' && frame.target !== '') {
      const found = this.#clients.find(({ name }) => name === frame.target && name !== this.#lost);
      found?.socket.send(text);
      return;
    }
    this.spilled.push(frame);
    for (const { socket } of this.#clients) socket.send(text);
  }

  /** A name that is taken gets a number, also where the one who has it asks for it again. */
  #rename(client: Client, asked: string): void {
    const taken = new Set(this.#clients.map(({ name }) => name));
    let name = asked;
    while (taken.has(name)) name = asked + String(this.#suffix++);
    if (name !== asked) tell(client, { id: client.number, type: 'rejectusername', name });
    client.name = name;
    this.#tellUsers();
  }

  /** Those who have not said their name yet are in it as null. */
  #tellUsers(): void {
    const users = this.#clients.map(({ name }) => name ?? null);
    for (const client of this.#clients) tell(client, { type: 'userlist', users });
  }
}

const tell = ({ socket }: Client, frame: Frame): void => {
  socket.send(JSON.stringify(frame));
};

function known(client: Client | undefined): Client {
  if (!client) throw new Error('Nobody has this id.');
  return client;
}

function withoutTags(text: unknown): string {
  if (typeof text !== 'string') throw new Error('There is no text.');
  return text.replace(/<[^>]+>/g, '');
}
