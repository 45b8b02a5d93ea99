/**
 * A door before a server on this machine, by TCP. It stays where it is when the server is another one, and can be shut with a
 * bang: no packet tells either end beforehand.
 */
import { EventEmitter, once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @typedef {import('node:net').Socket} Socket */

const HOST = '127.0.0.1';

export class Door {
  /** Of each who came in: their socket, and the one to the server. @type {Map<Socket, Socket>} */
  #ways = new Map();
  #server = createServer((client) => this.#admit(client));
  #isHeld = false;
  /** What the server has said meanwhile. */
  #lost = '';
  #losses = new EventEmitter();
  /** @type {() => number} */
  #portBehind;

  /** @param {() => number} portBehind where the server is now */
  constructor(portBehind) {
    this.#portBehind = portBehind;
  }

  /** Opens on a free port; answers where that is. */
  async open() {
    await once(this.#server.listen(0, HOST), 'listening');
    const address = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://${HOST}:${address.port}/`;
  }

  /** What is said from now on is lost, in both directions, until it is cut. */
  hold() {
    this.#lost = '';
    this.#isHeld = true;
  }

  /** Waits until the server has said these words in vain. @param {string} words */
  async loses(words) {
    while (!this.#lost.includes(words)) await once(this.#losses, 'one');
  }

  /** Every connection is reset, and whoever comes then is let through; answers when somebody does. */
  async cut() {
    this.#isHeld = false;
    for (const way of this.#ways) for (const socket of way) socket.resetAndDestroy();
    await once(this.#server, 'connection');
  }

  close() {
    for (const way of this.#ways) for (const socket of way) socket.destroy();
    this.#server.close();
  }

  /** @param {Socket} client */
  #admit(client) {
    const server = connect(this.#portBehind(), HOST);
    this.#ways.set(client, server);
    client.once('close', () => this.#ways.delete(client));
    this.#pass(client, server);
    this.#pass(server, client);
    server.on('data', (data) => {
      if (!this.#isHeld) return;
      this.#lost += data.toString('latin1');
      this.#losses.emit('one');
    });
  }

  /** @param {Socket} from @param {Socket} to */
  #pass(from, to) {
    from.on('data', (data) => {
      if (!this.#isHeld) to.write(data);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => to.end());
  }
}
