/**
 * Stands before a signaling server, whatever it speaks over its WebSocket: each frame arrives half a round trip later, in
 * order, and a UDP candidate in it has the port of a detour. TCP candidates lead nowhere, so that all media take it.
 * If it is to, it puts the offers of this package behind all their candidates.
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
  /** How many candidates have overtaken their offer since the last `clear`. */
  overtaken = 0;

  constructor(upstream, { roundTripMs, offersLast = false }) {
    this.#delayMs = roundTripMs / 2;
    this.#udp = roundTripMs > 0 ? new UdpDelay(roundTripMs) : undefined;
    const sockets = new WebSocketServer({ server: this.#server, handleProtocols: (all) => [...all][0] });
    sockets.on('connection', (client, request) => {
      const server = new WebSocket(`ws://127.0.0.1:${upstream}${request.url}`, client.protocol || []);
      const opened = new Promise((resolve) => server.once('open', resolve));
      this.#join(client, server, opened, offersLast ? this.#holdOffer() : undefined);
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
    this.overtaken = 0;
    this.#udp?.clear();
  }

  close() {
    this.#udp?.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** `turn` answers what may go on now that a frame has come. */
  #join(from, to, ready, turn = (text) => [text]) {
    let before = ready;
    const pass = (text) => {
      const due = new Promise((resolve) => setTimeout(resolve, this.#delayMs));
      before = Promise.all([this.#detour(text), due, before]).then(([frame]) => {
        if (to.readyState === WebSocket.OPEN) to.send(frame);
      });
    };
    from.on('message', (data) => {
      for (const text of turn(data.toString('utf8'))) pass(text);
    });
    from.on('close', () => void before.then(() => to.close()));
    from.on('error', () => to.terminate());
  }

  /** An offer waits until its sender says that it has no more candidates. */
  #holdOffer() {
    let offer;
    return (text) => {
      const { type, candidate } = JSON.parse(text);
      if (type === 'video-offer') {
        offer = text;
        return [];
      }
      if (type !== 'new-ice-candidate' || offer === undefined) return [text];
      if (candidate !== null) {
        this.overtaken += 1;
        return [text];
      }
      const frames = [text, offer];
      offer = undefined;
      return frames;
    };
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
