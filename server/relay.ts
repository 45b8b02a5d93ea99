/**
 * The relay as a server: sockets, clocks, timers and randomness around the hub. It moves bytes and keeps the limits
 * of a connection; it understands no message. `createRelay({ port: 0 })` serves tests and programs, main.ts people.
 */
import { randomInt } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { CLOSE, SUBPROTOCOL } from '../src/protocol/index.js';
import { errorFrame } from './hub/frames.js';
import { Hub } from './hub.js';
import { DEFAULT_HUB_OPTIONS, DEFAULT_RELAY_LIMITS, type HubOptions, type RelayLimits } from './limits.js';
import { type AddressOptions, DEFAULT_ADDRESS_OPTIONS } from './relay/address-limit.js';
import { DEFAULT_PROXY_TRUST, type ProxyTrust } from './relay/client-address.js';
import { Connection, type ConnectionEvents, type ConnectionPorts } from './relay/connection.js';
import { Door, type Refusal } from './relay/door.js';
import { Heartbeat } from './relay/heartbeat.js';
import { HelloDeadline } from './relay/hello-deadline.js';
import { type Certificate, createHttpServer, renewCertificate } from './relay/http-server.js';
import { handleRequest } from './relay/http.js';
import { randomText } from './relay/random-text.js';
import { resumeTokens } from './relay/resume-tokens.js';
import { TickPace } from './relay/tick-pace.js';
import { TurnFlush } from './relay/turn-flush.js';
import { type RelayWatch, type Visitor, watchAll } from './relay/watch.js';
import type { StaticFiles } from './static-files.js';

export interface RelayOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Origins whose pages may connect; without any, pages of the same host name may. `*` is every page. */
  readonly origins?: readonly string[];
  readonly tls?: Certificate;
  /** Files to serve beside the socket. */
  readonly files?: StaticFiles;
  readonly hub?: Partial<HubOptions>;
  readonly limits?: Partial<RelayLimits>;
  /** What one network address may ask for. */
  readonly addresses?: Partial<AddressOptions>;
  /** Whose word about a client's address counts. */
  readonly proxies?: Partial<ProxyTrust>;
  /** Those who count what happens, or write it down. */
  readonly watches?: readonly RelayWatch[];
  /** Told of a fault of the relay itself; the connection it happened on is closed, all others go on. */
  readonly onFault?: (error: unknown) => void;
}

export interface Relay {
  /** Rejects where the port cannot be had. */
  readonly ready: Promise<void>;
  /** Known once ready. */
  readonly address: string;
  readonly port: number;
  readonly url: string;
  /** Whether another client would be let in: not while it ends, nor while it is full. */
  readonly isReady: boolean;
  /** Entries of every table; all zero when nobody is connected. */
  readonly sizes: Readonly<Record<string, number>>;
  /** From now on, for new connections; throws where it cannot be used, and then the former one stays. */
  renewCertificate(certificate: Certificate): void;
  /** Says goodbye, asks clients to come back spread over time, and ends within the drain deadline. */
  drain(reason?: string): Promise<void>;
  /** Ends now. */
  close(): Promise<void>;
}

const FULL: Refusal = {
  why: 'full',
  code: 'unavailable',
  message: 'The relay is full.',
  close: CLOSE.overload,
};
/** Beyond the cap a few more sockets are let in, only to be told why they must go. */
const OVERFLOW_CONNECTIONS = 64;

const webSocketOptions = (frameBytes: number, closeTimeoutMs: number): ServerOptions => ({
  noServer: true,
  clientTracking: false,
  // 243 kB per connection and a third of the throughput, measured; never worth it here.
  perMessageDeflate: false,
  maxPayload: frameBytes,
  maxFragments: 64,
  maxBufferedChunks: 256,
  handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  // Known to ws, not yet to its types.
  ...{ closeTimeout: closeTimeoutMs },
});

class RelayServer implements Relay {
  readonly ready: Promise<void>;
  readonly #options: RelayOptions;
  readonly #limits: RelayLimits;
  readonly #server: Server;
  readonly #webSockets: WebSocketServer;
  readonly #hub: Hub;
  readonly #heartbeat: Heartbeat<Connection>;
  readonly #hellos: HelloDeadline<Connection>;
  readonly #door: Door;
  readonly #watch: Required<RelayWatch>;
  readonly #connectionPorts: ConnectionPorts;
  readonly #tickPace: TickPace;
  readonly #connections = new Set<Connection>();
  /** Below everything: also those that have asked for nothing yet, or are in the middle of a TLS handshake. */
  readonly #sockets = new Set<Socket>();
  readonly #sweeper: NodeJS.Timeout;
  #tickTimer: NodeJS.Timeout | undefined;
  #isClosing = false;
  #onEmpty: (() => void) | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_RELAY_LIMITS, ...options.limits };
    this.#tickPace = new TickPace(this.#limits.tickMs);
    const { onFault, watches = [], origins = [] } = options;
    this.#watch = watchAll([...watches, ...(onFault ? [{ onFault }] : [])]);
    this.#door = new Door({
      origins,
      addresses: { ...DEFAULT_ADDRESS_OPTIONS, ...options.addresses },
      proxies: { ...DEFAULT_PROXY_TRUST, ...options.proxies },
      onUntrustedProxy: this.#watch.onUntrustedProxy,
    });
    const hub = { ...DEFAULT_HUB_OPTIONS, ...options.hub };
    this.#hub = this.#createHub(hub);
    this.#connectionPorts = {
      hub: this.#hub,
      flush: new TurnFlush(),
      events: this.#createEvents(),
      maxBufferedBytes: this.#limits.maxBufferedBytes,
    };
    this.#heartbeat = new Heartbeat(hub.ping, performance.now());
    this.#hellos = new HelloDeadline(this.#limits.helloTimeoutMs);
    this.#webSockets = new WebSocketServer(
      webSocketOptions(hub.limits.frameBytes, this.#limits.closeTimeoutMs),
    );
    this.#server = this.#createServer();
    const sweepEveryMs = Math.min(
      this.#heartbeat.sweepEveryMs,
      this.#hellos.sweepEveryMs,
      this.#hub.sweepEveryMs,
    );
    this.#sweeper = setInterval(() => this.#guard(() => this.#sweep()), sweepEveryMs);
    this.#sweeper.unref();
    this.ready = this.#listen();
    // Whoever does not wait for it will see that nothing listens; an unhandled rejection would end the process.
    this.ready.catch(() => undefined);
  }

  get port(): number {
    return this.#bound?.port ?? this.#options.port ?? 0;
  }

  get address(): string {
    return this.#bound?.address ?? this.#options.host ?? '127.0.0.1';
  }

  get url(): string {
    const { address } = this;
    const host = address === '0.0.0.0' || address === '::' ? 'localhost' : address;
    const scheme = this.#options.tls ? 'wss' : 'ws';
    return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  get sizes(): Readonly<Record<string, number>> {
    const { size: connections } = this.#connections;
    const [{ size: pulses }, { size: hellos }, { size: addresses }] = [
      this.#heartbeat,
      this.#hellos,
      this.#door,
    ];
    return { connections, pulses, hellos, addresses, ...this.#hub.sizes };
  }

  get isReady(): boolean {
    return !this.#isClosing && this.#server.listening && !this.#isFull;
  }

  get #isFull(): boolean {
    return this.#connections.size >= this.#limits.maxConnections;
  }

  renewCertificate(certificate: Certificate): void {
    renewCertificate(this.#server, certificate);
  }

  async drain(reason = 'restart'): Promise<void> {
    this.#isClosing = true;
    this.#watch.onDrain(reason, this.#connections.size);
    this.#server.close();
    this.#hub.drain(reason, this.#limits.drainSpreadMs);
    await this.#whenEmpty(this.#limits.drainDeadlineMs);
    await this.close();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#sweeper);
    await this.ready.catch(() => undefined);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.#connections) {
      connection.close(CLOSE.leaving, 'the relay ends');
      connection.terminate();
    }
    this.#server.closeAllConnections();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, this.#whenEmpty(this.#limits.closeTimeoutMs)]);
    this.#hub.sweep(Number.POSITIVE_INFINITY);
    clearTimeout(this.#tickTimer);
    this.#hub.tick();
  }

  get #bound(): AddressInfo | undefined {
    const bound = this.#server.address();
    return bound !== null && typeof bound === 'object' ? bound : undefined;
  }

  #createHub(options: HubOptions): Hub {
    return new Hub(options, {
      monotonic: () => performance.now(),
      wallClock: () => Date.now(),
      newId: () => randomInt(1, 2 ** 48 - 1),
      newSid: () => randomText(12),
      resumeTokens,
      requestTick: () => this.#scheduleTick(),
      after: (delayMs, action) => this.#after(delayMs, action),
      report: this.#watch.onFault,
    });
  }

  /** Asked from within a tick, it does not know yet how long that takes: it looks again when its time has come. */
  #scheduleTick(): void {
    this.#tickTimer = setTimeout(() => {
      if (this.#tickPace.waitMs(performance.now()) > 0) {
        this.#scheduleTick();
        return;
      }
      this.#tickPace.start(performance.now());
      this.#guard(() => this.#hub.tick());
      this.#tickPace.end(performance.now());
    }, this.#tickPace.waitMs(performance.now()));
  }

  /** For the hub; it has let go of every timer when nobody is connected. */
  #after(delayMs: number, action: () => void): () => void {
    const timer = setTimeout(() => this.#guard(action), delayMs);
    return () => clearTimeout(timer);
  }

  #createServer(): Server {
    const { tls, files } = this.#options;
    const server = createHttpServer(this.#limits.handshakeTimeoutMs, tls);
    server.maxConnections = this.#limits.maxConnections + OVERFLOW_CONNECTIONS;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      // It closes once; `once` would cost a wrapper for each.
      socket.on('close', () => this.#sockets.delete(socket));
      this.#door.arrive(socket, performance.now());
    });
    server.on('request', (request, response) =>
      this.#guard(() => handleRequest(request, response, files, () => this.isReady)),
    );
    server.on('upgrade', (request, socket, head) => this.#guard(() => this.#upgrade(request, socket, head)));
    return server;
  }

  #listen(): Promise<void> {
    const { port = 0, host = '127.0.0.1' } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host }, () => {
        this.#server.off('error', reject);
        // Running out of file descriptors must not end the process: the next accept may succeed.
        this.#server.on('error', (error) => this.#watch.onFault(error));
        resolve();
      });
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const visitor = this.#door.visitor(request);
    const refusal = this.#isClosing ? 'cut' : this.#door.judge(request, visitor, performance.now());
    if (refusal === 'cut') {
      socket.destroy();
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (refusal) this.#turnAway(webSocket, visitor, refusal);
      else if (this.#isFull) this.#turnAway(webSocket, visitor, FULL);
      else this.#admit(webSocket, socket, visitor);
    });
  }

  /** A page cannot read the status of a refused upgrade, so refusals are told over the socket itself. */
  #turnAway(
    webSocket: WebSocket,
    visitor: Visitor,
    { why, code, message, close, retryAfterMs }: Refusal,
  ): void {
    this.#watch.onTurnedAway(why, visitor);
    webSocket.on('error', () => undefined);
    webSocket.send(errorFrame(code, message, { fatal: true, ...(retryAfterMs ? { retryAfterMs } : {}) }));
    webSocket.close(close, code);
  }

  #admit(webSocket: WebSocket, wire: Duplex, visitor: Visitor): void {
    const nowMs = performance.now();
    const connection = new Connection(webSocket, wire, visitor, this.#connectionPorts);
    this.#connections.add(connection);
    this.#heartbeat.add(connection, nowMs);
    this.#hellos.add(connection, nowMs);
    this.#watch.onConnected(connection.session, visitor);
  }

  #createEvents(): ConnectionEvents {
    const { onFault, onReceived, onSent, onKicked } = this.#watch;
    return {
      onHeard: (connection) => this.#heartbeat.heard(connection),
      onGone: (connection, code) => this.#remove(connection, code),
      onKicked: ({ session, visitor }, code, reason) => onKicked(session, visitor, code, reason),
      ...{ onFault, onReceived, onSent },
    };
  }

  #remove(connection: Connection, code: number): void {
    this.#connections.delete(connection);
    this.#watch.onGone(connection.session, connection.visitor, code);
    this.#heartbeat.remove(connection);
    this.#hellos.remove(connection);
    if (this.#connections.size === 0) this.#onEmpty?.();
  }

  #sweep(): void {
    const nowMs = performance.now();
    this.#hellos.sweep(nowMs);
    this.#heartbeat.sweep(nowMs);
    this.#door.sweep(nowMs);
    this.#hub.sweep(nowMs);
  }

  /** Nothing that is called from outside may end the process. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#watch.onFault(error);
    }
  }

  #whenEmpty(deadlineMs: number): Promise<void> {
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs);
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Starts a relay. It listens at once; wait for `ready` to know its port. */
export const createRelay = (options: RelayOptions = {}): Relay => new RelayServer(options);
