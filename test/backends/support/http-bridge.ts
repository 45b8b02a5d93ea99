/**
 * A WebSocket door to a server that speaks plain HTTP, so that what checks servers over WebSocket checks that one too:
 * every frame becomes a POST of its own, every event a frame. It changes nothing and understands only the number in `id`.
 */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, get, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

class Line {
  readonly #url: string;
  readonly #socket: WebSocket;
  readonly #stream: ClientRequest;
  readonly #waiting: string[] = [];
  #number: number | undefined;
  #isPosting = false;
  #rest = '';

  constructor(url: string, socket: WebSocket) {
    this.#url = url;
    this.#socket = socket;
    this.#stream = get(url, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        this.#hear(text);
      });
      response.on('close', () => {
        socket.close();
      });
    });
    this.#stream.on('error', () => {
      socket.terminate();
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      // There are no binary frames over there, and no requests without a number.
      if (!isBinary) this.#waiting.push(data.toString('utf8'));
      void this.#post();
    });
    socket.on('close', () => this.#stream.destroy());
  }

  #hear(text: string): void {
    const events = (this.#rest + text).split('\n\n');
    this.#rest = events.pop() ?? '';
    for (const event of events) {
      if (!event.startsWith('data: ')) continue;
      const frame = event.slice('data: '.length);
      this.#number ??= (JSON.parse(frame) as { id: number }).id;
      this.#socket.send(frame);
    }
    void this.#post();
  }

  async #post(): Promise<void> {
    if (this.#isPosting || this.#number === undefined) return;
    this.#isPosting = true;
    for (let body = this.#waiting.shift(); body !== undefined; body = this.#waiting.shift()) {
      const headers = { 'content-type': 'application/json' };
      const post = request(`${this.#url}?id=${String(this.#number)}`, {
        method: 'POST',
        headers,
        agent: false,
      });
      const answered = once(post, 'response').catch(() => [undefined]);
      post.end(body);
      const [response] = (await answered) as [IncomingMessage | undefined];
      response?.resume();
      if (response?.statusCode !== 204) this.#socket.close();
    }
    this.#isPosting = false;
  }
}

export class HttpBridge {
  readonly #sockets: WebSocketServer;

  private constructor(url: string) {
    const handleProtocols = (offered: Set<string>): string | false => offered.has('json') && 'json';
    this.#sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols });
    this.#sockets.on('connection', (socket) => new Line(url, socket));
  }

  /** `url`: where the server hears and is heard. */
  static async open(url: string): Promise<HttpBridge> {
    const bridge = new HttpBridge(url);
    await once(bridge.#sockets, 'listening');
    return bridge;
  }

  get url(): string {
    return `ws://127.0.0.1:${String((this.#sockets.address() as AddressInfo).port)}/`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise((resolve) => this.#sockets.close(resolve));
  }
}
