/**
 * A server with one mistake: our relay, with a proxy before it that changes what passes. For tests that must see a
 * mistake found.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { HubOptions } from '../../server/limits.js';
import { type Relay, createRelay } from '../../server/relay.js';
import type { Heard } from './fake-room.js';

/** One client and its connection to the relay. */
export interface Link {
  readonly name: string | undefined;
  /** The session number that the relay has given. */
  readonly number: number | undefined;
  readonly isModern: boolean;
  /** The room it asked for. */
  readonly room: string | undefined;
  /** All clients of the server, this one too. */
  readonly all: readonly Link[];
  /** Ends the client's connection without a word. */
  cut(): void;
  tellClient(message: object): void;
  tellRelay(message: object): void;
}

export interface Fault {
  readonly protocol?: false;
  /** What a client hears instead of what the relay said. */
  readonly toClient?: (message: Heard, link: Link) => readonly object[];
  /** What the relay hears instead of what a client said; the text is no message where `message` is undefined. */
  readonly toRelay?: (message: Heard | undefined, link: Link, text: string) => readonly (object | string)[];
  /** What the relay hears of somebody who has gone, instead of how the connection ended; `lost` of who closed with 1000, too. */
  readonly onClose?: 'nothing' | 'left' | 'lost';
}

class ProxiedLink implements Link {
  name: string | undefined;
  number: number | undefined;
  isModern = false;
  room: string | undefined;
  readonly #links: Set<ProxiedLink>;
  readonly #client: WebSocket;
  readonly #relay: WebSocket;
  readonly #fault: Fault;

  constructor(links: Set<ProxiedLink>, client: WebSocket, relay: WebSocket, fault: Fault) {
    this.#links = links;
    this.#client = client;
    this.#relay = relay;
    this.#fault = fault;
    links.add(this);
    const early: string[] = [];
    client.on('message', (data: Buffer, isBinary: boolean) => {
      const text = isBinary ? '' : data.toString('utf8');
      if (relay.readyState === WebSocket.OPEN) this.#hearClient(text);
      else early.push(text);
    });
    relay.on('open', () => {
      for (const text of early) this.#hearClient(text);
    });
    relay.on('message', (data: Buffer) => this.#hearRelay(JSON.parse(data.toString('utf8')) as Heard));
    client.on('close', (code: number) => {
      links.delete(this);
      this.#leave(code);
    });
    relay.on('close', (code: number) => client.close(code === 1005 || code === 1006 ? 1000 : code));
    for (const socket of [client, relay]) socket.on('error', () => undefined);
  }

  get all(): readonly Link[] {
    return [...this.#links];
  }

  cut(): void {
    this.#client.terminate();
  }

  tellClient(message: object): void {
    if (this.#client.readyState === WebSocket.OPEN) this.#client.send(JSON.stringify(message));
  }

  tellRelay(message: object | string): void {
    if (this.#relay.readyState !== WebSocket.OPEN) return;
    this.#relay.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  #leave(code: number): void {
    const { onClose } = this.#fault;
    if (onClose === 'nothing') return;
    if (onClose === 'left' || (code === 1000 && onClose === undefined)) this.#relay.close(1000);
    else if (code === 1005) this.#relay.close();
    else this.#relay.terminate();
  }

  #hearClient(text: string): void {
    const message = toMessage(text);
    if (message?.type === 'username' && typeof message.name === 'string') {
      this.name = message.name;
      this.isModern ||= message.hello !== undefined;
      this.room ??= (message.hello as { readonly room?: string } | undefined)?.room;
    }
    const instead = this.#fault.toRelay?.(message, this, text) ?? [text];
    for (const one of instead) this.tellRelay(one);
  }

  #hearRelay(message: Heard): void {
    if (message.type === 'id') this.number = Number(message.id);
    if (message.type === 'rejectusername') this.name = String(message.name);
    for (const one of this.#fault.toClient?.(message, this) ?? [message]) this.tellClient(one);
  }
}

function toMessage(text: string): Heard | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Heard)
      : undefined;
  } catch {
    return undefined;
  }
}

export class FaultyServer {
  readonly #relay: Relay;
  readonly #sockets: WebSocketServer;

  private constructor(relay: Relay, fault: Fault) {
    this.#relay = relay;
    const links = new Set<ProxiedLink>();
    this.#sockets = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: (offered) => (fault.protocol !== false && offered.has('json') ? 'json' : false),
    });
    this.#sockets.on('connection', (client) => {
      new ProxiedLink(links, client, new WebSocket(relay.url, ['json'], { perMessageDeflate: false }), fault);
    });
  }

  /** `hub` is what the relay behind it is told beside. */
  static async start(fault: Fault, hub: Partial<HubOptions> = {}): Promise<FaultyServer> {
    // It beats fast, for the cases about that, and waits long: a machine that is busy is no silence.
    const ping = { intervalMs: 200, timeoutMs: 3_000 };
    const relay = createRelay({ limits: { tickMs: 1 }, hub: { ping, ...hub } });
    await relay.ready;
    const server = new FaultyServer(relay, fault);
    await once(server.#sockets, 'listening');
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${String((this.#sockets.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    await Promise.all([new Promise((resolve) => this.#sockets.close(resolve)), this.#relay.close()]);
  }
}
