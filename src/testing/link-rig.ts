/** A link driver with a server that says what the test says, socket by socket. */
import type { CallError } from '../core/errors.js';
import { LinkDriver } from '../core/link/link-driver.js';
import type { SignalConnection, SignalListener, SignalPort } from '../core/ports.js';
import type { ClientMessage, ServerMessage } from '../protocol/index.js';
import { FakeClock } from './fake-clock.js';

/** One socket as the server sees it. */
export class ScriptedSocket implements SignalConnection {
  readonly said: ClientMessage[] = [];
  readonly listener: SignalListener;
  isOpen = true;

  constructor(listener: SignalListener) {
    this.listener = listener;
  }

  send(message: ClientMessage): boolean {
    if (this.isOpen) this.said.push(message);
    return this.isOpen;
  }

  close(): void {
    this.isOpen = false;
  }

  /** The server says something: an object, or a frame's text. */
  tell(frame: unknown): void {
    this.listener.message(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  end(code: number): void {
    this.isOpen = false;
    this.listener.close(code, '');
  }

  all(type: ClientMessage['type']): readonly ClientMessage[] {
    return this.said.filter((message) => message.type === type);
  }
}

export class ScriptedServer implements SignalPort {
  readonly sockets: ScriptedSocket[] = [];
  readonly #Socket: typeof ScriptedSocket;

  constructor(Socket = ScriptedSocket) {
    this.#Socket = Socket;
  }

  connect(listener: SignalListener): SignalConnection {
    const socket = new this.#Socket(listener);
    this.sockets.push(socket);
    return socket;
  }

  get last(): ScriptedSocket {
    return this.sockets.at(-1) as ScriptedSocket;
  }
}

export const V1_ID = {
  type: 'id',
  id: 7,
  v: 1,
  sid: 's7',
  caps: ['heartbeat'],
  ping: { intervalMs: 7_000, timeoutMs: 4_000 },
};
export const LEGACY_ID = { type: 'id', id: 7 };

export class Rig {
  held: string | undefined = 'naomi';
  gaps = 0;
  readonly clock = new FakeClock();
  readonly server: ScriptedServer;
  readonly heard: ServerMessage[] = [];
  readonly errors: CallError[] = [];
  readonly statuses: string[] = [];
  readonly link: LinkDriver;

  constructor(Socket = ScriptedSocket) {
    this.server = new ScriptedServer(Socket);
    this.link = new LinkDriver({
      clock: this.clock,
      signal: this.server,
      wantedName: () => 'naomi',
      ownName: () => 'naomi',
      heldName: () => this.held,
      gap: () => {
        this.gaps += 1;
      },
      message: (message) => this.heard.push(message),
      report: (error) => this.errors.push(error),
      settled: ({ status }, previous) => {
        if (status !== previous.status) this.statuses.push(status);
      },
    });
  }

  /** Connected and let in. */
  online(id: object): this {
    this.link.dispatch({ type: 'connect' });
    this.server.last.tell(id);
    this.link.dispatch({ type: 'joined' });
    return this;
  }

  get socket(): ScriptedSocket {
    return this.server.last;
  }
}
