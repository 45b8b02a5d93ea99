/**
 * A detour for UDP in this process: whoever sends to the port that stands for an address reaches it half a round trip
 * later, and is answered by the same way. So two pages on one machine are as far from each other as one likes.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

async function bind() {
  const socket = createSocket('udp4');
  // A peer that has closed its port is no fault of the way to it.
  socket.on('error', () => undefined);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

export class UdpDelay {
  #delayMs;
  #sockets = new Set();
  #closed = false;

  constructor(roundTripMs) {
    this.#delayMs = roundTripMs / 2;
  }

  /** The port that stands for this address. */
  async portFor(address, port) {
    const front = await this.#open();
    /** For each sender a socket of its own, so that the other end tells them apart and can answer. */
    const ways = new Map();
    front.on('message', (packet, from) => {
      const key = `${from.address}:${from.port}`;
      if (!ways.has(key)) ways.set(key, this.#openWay(front, from));
      void ways.get(key).then((way) => this.#later(way, packet, port, address));
    });
    return front.address().port;
  }

  async #openWay(front, { address, port }) {
    const way = await this.#open();
    way.on('message', (packet) => this.#later(front, packet, port, address));
    return way;
  }

  async #open() {
    const socket = await bind();
    this.#sockets.add(socket);
    if (this.#closed) socket.close();
    return socket;
  }

  #later(socket, packet, port, address) {
    setTimeout(() => {
      if (this.#sockets.has(socket)) socket.send(packet, port, address);
    }, this.#delayMs);
  }

  /** Ends every way there is; new ones may follow. */
  clear() {
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
  }

  close() {
    this.#closed = true;
    this.clear();
  }
}
