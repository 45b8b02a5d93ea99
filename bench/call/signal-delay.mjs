/**
 * Stands before a signaling server, whatever it speaks over its WebSocket: each frame arrives half a round trip later, in
 * order, and a UDP candidate in it has the port of a detour. TCP candidates lead nowhere, so that all media take it.
 */
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { UdpDelay } from './udp-delay.mjs';

const CANDIDATE = /(candidate:\S+ \d+ )(udp|tcp)( \d+ )(\S+) (\d+)/gi;
/** What answers nobody. */
const NOWHERE = '127.0.0.1 9';

export class SignalDelay {
  #server = createServer();
  #delayMs;
  #udp;

  constructor(upstream, roundTripMs) {
    this.#delayMs = roundTripMs / 2;
    this.#udp = roundTripMs > 0 ? new UdpDelay(roundTripMs) : undefined;
    const sockets = new WebSocketServer({ server: this.#server, handleProtocols: (all) => [...all][0] });
    sockets.on('connection', (client, request) => {
      const server = new WebSocket(`ws://127.0.0.1:${upstream}${request.url}`, client.protocol || []);
      const opened = new Promise((resolve) => server.once('open', resolve));
      this.#join(client, server, opened);
      this.#join(server, client, Promise.resolve());
    });
  }

  /** Answers the port. */
  listen() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => resolve(this.#server.address().port));
    });
  }

  /** The calls so far are over: nothing of them is on its way any more. */
  clear() {
    this.#udp?.clear();
  }

  close() {
    this.#udp?.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #join(from, to, ready) {
    let before = ready;
    from.on('message', (data) => {
      const due = new Promise((resolve) => setTimeout(resolve, this.#delayMs));
      const text = this.#detour(data.toString('utf8'));
      before = Promise.all([text, due, before]).then(([frame]) => {
        if (to.readyState === WebSocket.OPEN) to.send(frame);
      });
    });
    from.on('close', () => void before.then(() => to.close()));
    from.on('error', () => to.terminate());
  }

  async #detour(text) {
    if (!this.#udp) return text;
    const ports = [];
    for (const [, , transport, , address, port] of text.matchAll(CANDIDATE))
      ports.push(transport.toLowerCase() === 'udp' ? this.#udp.portFor(address, Number(port)) : undefined);
    const found = await Promise.all(ports);
    return text.replaceAll(CANDIDATE, (_, head, transport, middle) => {
      const port = found.shift();
      return `${head}${transport}${middle}${port === undefined ? NOWHERE : `127.0.0.1 ${port}`}`;
    });
  }
}
