/** One WebSocket to the server under test, as frames in and out. It understands no message and waits for nothing. */
import { type RawData, WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../src/protocol/index.js';

export interface WireOptions {
  /** Sent as a page's origin; programs send none. */
  readonly origin?: string;
  /** Takes any certificate. */
  readonly isInsecure: boolean;
  readonly timeoutMs: number;
}

export interface WireEvents {
  /** The text of a frame, or `undefined` for a binary one. */
  readonly onFrame: (text: string | undefined) => void;
  readonly onClose: (code: number, reason: string) => void;
}

/** The connection was refused; `status` where the server answered with HTTP. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface Wire {
  /** The subprotocol that the server selected, or the empty string. */
  readonly protocol: string;
  send(data: string | Uint8Array): void;
  /** Ends it with a closing handshake. */
  close(code?: number): void;
  /** Cuts it off, as a network does that is lost. */
  drop(): void;
}

/** However little patience there is with messages: a machine that is busy takes its time to connect. */
const MIN_HANDSHAKE_MS = 10_000;
const CLOSE_TIMEOUT_MS = 500;
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

class SocketWire implements Wire {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  send(data: string | Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data);
  }

  close(code?: number): void {
    this.#socket.close(code);
    setTimeout(() => this.drop(), CLOSE_TIMEOUT_MS).unref();
  }

  drop(): void {
    this.#socket.terminate();
  }
}

function listen(socket: WebSocket, events: WireEvents): void {
  socket.on('message', (data: RawData, isBinary: boolean) => {
    events.onFrame(isBinary ? undefined : (data as Buffer).toString('utf8'));
  });
  socket.on('close', (code: number, reason: Buffer) => events.onClose(code, reason.toString('utf8')));
}

/** One that a client has opened. */
export function wireOf(socket: WebSocket, events: WireEvents): Wire {
  listen(socket, events);
  socket.on('error', () => undefined);
  return new SocketWire(socket);
}

/** Opens one; `protocols` as a browser would offer them. Frames that come with the handshake are not lost. */
export function openWire(
  url: string,
  { origin, isInsecure, timeoutMs }: WireOptions,
  events: WireEvents,
  protocols: readonly string[] = [SUBPROTOCOL],
): Promise<Wire> {
  const socket = new WebSocket(url, [...protocols], {
    perMessageDeflate: false,
    handshakeTimeout: Math.max(timeoutMs, MIN_HANDSHAKE_MS),
    maxPayload: MAX_PAYLOAD_BYTES,
    rejectUnauthorized: !isInsecure,
    ...(origin === undefined ? {} : { origin }),
  });
  listen(socket, events);
  return new Promise((resolve, reject) => {
    let status: number | undefined;
    socket.on('unexpected-response', (request, response) => {
      status = response.statusCode;
      request.destroy();
      reject(new ConnectError(`the server answered with HTTP ${String(status)}`, status));
    });
    socket.on('error', (error) => reject(new ConnectError(error.message || String(error), status)));
    socket.on('open', () => resolve(new SocketWire(socket)));
  });
}
