/**
 * The reference sample's server and client, as far as a peer of theirs can tell, in memory and on a given clock. The
 * server stamps nothing, reads little, and fails on what the real one fails on: that is kept in `crashes`. It also
 * writes down what a guest should not have sent. For tests; it is no server to use.
 */
import type { ClockPort, Peer, SignalConnection, SignalListener, SignalPort } from '../core/ports.js';
import type { ClientMessage, Description } from '../protocol/index.js';
import type { FakePeers } from './fake-peers.js';

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

const UNTARGETED: ReadonlySet<string> = new Set(['message', 'username', 'hang-up']);

class Socket {
  readonly id: number;
  name: string | undefined;
  readonly hear: (frame: Frame) => void;
  readonly end: (code: number) => void;

  constructor(id: number, hear: (frame: Frame) => void, end: (code: number) => void) {
    this.id = id;
    this.hear = hear;
    this.end = end;
  }
}

export class LegacyServer implements SignalPort {
  /** What would have ended the real server's process. */
  readonly crashes: string[] = [];
  /** Types that went to everybody, though only a version 1 server would know what to do with them. */
  readonly spilled: string[] = [];
  /** Everything that came in, the oldest first. */
  readonly frames: Frame[] = [];
  /** How long a frame is under way. */
  latencyMs = 0;
  readonly #clock: ClockPort;
  #sockets: readonly Socket[] = [];
  #count = 0;
  /** For names that are taken; it never starts over. */
  #suffix = 1;
  #runs = 0;

  constructor(clock: ClockPort) {
    this.#clock = clock;
  }

  connect(listener: SignalListener): SignalConnection {
    this.#count += 1;
    const socket: Socket = new Socket(
      this.#count,
      (frame) => listener.message(JSON.stringify(frame)),
      (code) => listener.close(code, ''),
    );
    this.#later(() => {
      this.#sockets = [...this.#sockets, socket];
      listener.open();
      this.#tell(socket, { type: 'id', id: socket.id });
    });
    return {
      send: (message) => this.send(socket, message),
      close: () => {
        this.#leave(socket);
      },
    };
  }

  send(socket: Socket, message: ClientMessage | Frame): boolean {
    if (!this.#sockets.includes(socket)) return false;
    const frame = JSON.parse(JSON.stringify(message)) as Frame;
    const run = this.#runs;
    this.#later(() => {
      if (run === this.#runs) this.#receive(frame);
    });
    return true;
  }

  /** Every connection is lost, and what was under way on it, as when the process is started anew. */
  restart(): void {
    this.#runs += 1;
    const lost = this.#sockets;
    this.#sockets = [];
    for (const socket of lost) socket.end(1006);
  }

  #later(run: () => void): void {
    this.#clock.after(this.latencyMs, run);
  }

  #tell(socket: Socket, frame: Frame): void {
    this.#later(() => {
      if (this.#sockets.includes(socket)) socket.hear(frame);
    });
  }

  #leave(socket: Socket): void {
    if (!this.#sockets.includes(socket)) return;
    this.#sockets = this.#sockets.filter((one) => one !== socket);
    this.#tellUsers();
  }

  #tellUsers(): void {
    const users = this.#sockets.map(({ name }) => name ?? null);
    for (const socket of this.#sockets) this.#tell(socket, { type: 'userlist', users });
  }

  #receive(frame: Frame): void {
    this.frames.push(frame);
    const sender = this.#sockets.find(({ id }) => id === frame.id);
    if (frame.type === 'username' || frame.type === 'message') {
      if (!sender) this.crashes.push(`${frame.type} with the unknown id ${String(frame.id)}`);
      else if (frame.type === 'username') this.#rename(sender, String(frame.name));
      else this.#chat(sender, frame);
      return;
    }
    this.#route(frame);
  }

  /** It does not even except the one who asks. */
  #rename(socket: Socket, asked: string): void {
    const taken = new Set(this.#sockets.map(({ name }) => name));
    let name = asked;
    for (; taken.has(name); this.#suffix += 1) name = asked + String(this.#suffix);
    if (name !== asked) this.#tell(socket, { id: socket.id, type: 'rejectusername', name });
    socket.name = name;
    this.#tellUsers();
  }

  #chat(sender: Socket, frame: Frame): void {
    if (typeof frame.text !== 'string') this.crashes.push('message without a text');
    else this.#route({ ...frame, name: sender.name, text: frame.text.replace(/<([^>]+)>/gi, '') });
  }

  #route(frame: Frame): void {
    const { target } = frame;
    if (typeof target === 'string' && target !== '') {
      const receiver = this.#sockets.find(({ name }) => name === target);
      if (receiver) this.#tell(receiver, frame);
      return;
    }
    if (!UNTARGETED.has(frame.type)) this.spilled.push(frame.type);
    for (const socket of this.#sockets) this.#tell(socket, frame);
  }
}

/**
 * The sample's page: answers at once and offers again right behind its answer, hangs up to everybody, drops a call
 * without a word when its path is gone, knows no message but the sample's, and is stuck after a collision.
 */
export class MdnClient {
  /** What it heard, but lists and ids. */
  readonly heard: Frame[] = [];
  readonly name: string;
  readonly #peers: FakePeers;
  readonly #connection: SignalConnection;
  #id = 0;
  #peer: Peer | undefined;
  #target: string | undefined;
  #signaling: 'stable' | 'have-local-offer' | 'stuck' = 'stable';

  constructor(server: LegacyServer, peers: FakePeers, name: string) {
    this.name = name;
    this.#peers = peers;
    this.#connection = server.connect({
      open: () => undefined,
      message: (data) => {
        this.#hear(JSON.parse(String(data)) as Frame);
      },
      close: () => undefined,
    });
  }

  get isTalking(): boolean {
    return this.#peer !== undefined;
  }

  send(frame: Frame): void {
    this.#connection.send(frame as unknown as ClientMessage);
  }

  say(text: string): void {
    this.send({ type: 'message', text, id: this.#id, date: 1 });
  }

  /** Waits with a remote description that it will never answer, for an answer that it could not use. */
  get isStuck(): boolean {
    return this.#signaling === 'stuck';
  }

  invite(target: string): void {
    this.#target = target;
    this.#open().offer();
  }

  /** As in the sample: the call is put away first, so the target is gone when the message is made. */
  hangUp(): void {
    this.#close();
    this.send({ name: this.name, target: this.#target ?? null, type: 'hang-up' });
  }

  /** Its browser sees no path any more: the call is put away, and nobody is told. */
  losePath(): void {
    this.#close();
  }

  leave(): void {
    this.#close();
    this.#connection.close();
  }

  #open(): Peer {
    const options = { local: { id: this.name }, iceServers: [], relayOnly: false };
    this.#peer = this.#peers.create(options, (event) => {
      if (event.type === 'description') this.#sendDescription(event.description);
      if (event.type === 'candidate' && event.candidate !== null)
        this.send({ type: 'new-ice-candidate', target: this.#target, candidate: event.candidate });
      if (event.type === 'connection' && event.state === 'disconnected') this.losePath();
    });
    return this.#peer;
  }

  #sendDescription(sdp: Description): void {
    if (sdp.type === 'offer') this.#signaling = 'have-local-offer';
    this.send({ name: this.name, target: this.#target, type: `video-${sdp.type}`, sdp });
  }

  #close(): void {
    this.#peer?.close();
    this.#peer = undefined;
    this.#target = undefined;
    this.#signaling = 'stable';
  }

  #hear(frame: Frame): void {
    if (frame.type === 'id') {
      this.#id = Number(frame.id);
      this.send({ name: this.name, date: 1, id: this.#id, type: 'username' });
      return;
    }
    if (frame.type === 'userlist') return;
    this.heard.push(frame);
    if (frame.type === 'video-offer') this.#answer(frame);
    if (frame.type === 'video-answer') this.#takeAnswer(frame);
    if (frame.type === 'new-ice-candidate')
      this.#peer?.addCandidate(frame.candidate as { candidate: string });
    if (frame.type === 'hang-up') this.#close();
  }

  #takeAnswer(frame: Frame): void {
    if (this.#signaling !== 'have-local-offer') return;
    this.#signaling = 'stable';
    this.#peer?.receive(frame.sdp as Description, false);
  }

  #answer(frame: Frame): void {
    this.#target = String(frame.name);
    if (this.#signaling !== 'stable') {
      this.#signaling = 'stuck';
      return;
    }
    const isNew = this.#peer === undefined;
    const peer = this.#peer ?? this.#open();
    peer.receive(frame.sdp as Description, true);
    peer.admit();
    if (isNew) peer.offer();
  }
}
