/**
 * A TURN server that relays nothing: it hears who asks it for an address, and by which login. So a case sees whether a
 * client uses the servers that it was given.
 */
import { type Socket, createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { IceServer } from '../../../src/protocol/index.js';
import { Failure } from '../case.js';
import { countdown } from '../countdown.js';
import {
  ATTRIBUTE,
  type Attribute,
  type Login,
  attributesOf,
  encode,
  isSignedBy,
  isStun,
  transactionOf,
  typeOf,
} from './stun.js';

const ALLOCATE = { request: 0x0003, error: 0x0113 } as const;
const REALM = 'conformance';
const UNAUTHORIZED = 401;
/** Whoever has shown a login is told that there is no more room (RFC 8656, 7.2), and stops to ask. */
const QUOTA_REACHED = 486;

const errorOf = (code: number): Attribute => [
  ATTRIBUTE.error,
  Buffer.from([0, 0, Math.floor(code / 100), code % 100]),
];

export class TurnEar {
  readonly #socket: Socket;
  /** Those given out, by their names. */
  readonly #logins = new Map<string, Login>();
  /** The names of those that were used. */
  readonly #used = new Set<string>();
  #onUse: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (packet, { port, address }) => {
      const answer = isStun(packet) && typeOf(packet) === ALLOCATE.request && this.#answer(packet);
      if (answer) socket.send(answer, port, address);
    });
  }

  /** Listens on any free port of this address. */
  static async open(address: string): Promise<TurnEar> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new TurnEar(socket);
  }

  /** As `session` tells it; `username` is good from now on. */
  server(username: string): IceServer {
    const login = { username, credential: `credential of ${username}` };
    this.#logins.set(username, login);
    const { address, port } = this.#socket.address();
    const host = isIPv6(address) ? `[${address}]` : address;
    return { urls: [`turn:${host}:${String(port)}?transport=udp`], ...login };
  }

  /** Somebody has asked by this login. Rejects with a `Failure` where nobody does in time. */
  async used(username: string, timeoutMs: number): Promise<void> {
    const wait = { isOver: false };
    const stop = countdown(timeoutMs, () => {
      wait.isOver = true;
      this.#onUse?.();
    });
    while (!this.#used.has(username) && !wait.isOver)
      await new Promise<void>((resolve) => {
        this.#onUse = resolve;
      });
    stop();
    if (this.#used.has(username)) return;
    const others = [...this.#used].map((name) => `"${name}"`).join(', ');
    throw new Failure(
      `the client did not ask the TURN server by "${username}" within ${String(timeoutMs)} ms`,
      others === '' ? 'nobody asked' : `it asked by ${others}`,
    );
  }

  close(): void {
    this.#socket.close();
  }

  #answer(packet: Buffer): Buffer {
    const transaction = transactionOf(packet);
    const username = attributesOf(packet).get(ATTRIBUTE.username)?.toString('utf8');
    const login = username === undefined ? undefined : this.#logins.get(username);
    if (!login || !isSignedBy(packet, login, REALM)) {
      return encode(ALLOCATE.error, transaction, [
        errorOf(UNAUTHORIZED),
        [ATTRIBUTE.realm, Buffer.from(REALM)],
        [ATTRIBUTE.nonce, Buffer.from('conformance')],
      ]);
    }
    this.#used.add(login.username);
    this.#onUse?.();
    return encode(ALLOCATE.error, transaction, [errorOf(QUOTA_REACHED)]);
  }
}
