/**
 * A small program between pages and servers that does to packets what the kernel here cannot, and to messages what only a
 * proxy can. It runs in the namespace of the servers; a row tells it over the channel of child processes what to do from now on.
 */
import { createSocket } from 'node:dgram';
import { type Server, createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { SERVER } from './namespaces.js';
import { CHAOS_PORT, type ChaosOrder, CHAOS_TURN_PORT, RELAY_PORT, TURN_PORT } from './servers.js';

let order: ChaosOrder = { messages: 'pass', lateMs: 0 };

/** Messages on their way in one direction of one socket. */
class Lane {
  readonly #to: WebSocket;
  #held: string[] = [];

  constructor(to: WebSocket) {
    this.#to = to;
  }

  take(text: string): void {
    if (order.messages === 'offers late' && text.includes('"type":"video-offer"')) {
      this.#held.push(text);
      return;
    }
    this.#send(text);
    if (order.messages === 'twice' && text.includes('"call"')) this.#send(text);
    // Whatever belongs to an offer that waits has gone before it by now.
    if (this.#held.length > 0 && text.includes('"type":"hang-up"') === (order.messages === 'offers late'))
      for (const held of this.#held.splice(0)) this.#send(held);
  }

  #send(text: string): void {
    if (this.#to.readyState === WebSocket.OPEN) this.#to.send(text);
    else this.#to.once('open', () => this.#to.send(text));
  }
}

function passOn(http: Server): void {
  const door = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (order.messages === 'silent') return;
    if (order.messages === 'refused') {
      socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    door.handleUpgrade(request, socket, head, (client) => {
      const relay = new WebSocket(
        `ws://${SERVER}:${RELAY_PORT}${request.url ?? '/'}`,
        client.protocol || [],
        {
          headers: { origin: request.headers.origin ?? '' },
        },
      );
      const [up, down] = [new Lane(relay), new Lane(client)];
      client.on('message', (data: Buffer) => up.take(data.toString()));
      relay.on('message', (data: Buffer) => down.take(data.toString()));
      for (const [from, to] of [
        [client, relay],
        [relay, client],
      ] as const) {
        from.on('error', () => to.terminate());
        from.on('close', () => to.terminate());
      }
    });
  });
  http.listen(CHAOS_PORT, SERVER);
}

/** Every packet to the TURN server and back is late, each by a little more or less than the one before: some overtake others. */
function passPacketsOn(turnPort: number): void {
  const door = createSocket('udp4');
  const clients = new Map<string, ReturnType<typeof createSocket>>();
  const late = (send: () => void): void => {
    // eslint-disable-next-line no-restricted-syntax -- that a packet is late is the fault
    setTimeout(send, order.lateMs * (0.5 + Math.random()));
  };
  door.on('message', (packet, { address, port }) => {
    const key = `${address}:${port}`;
    const known = clients.get(key);
    const own = known ?? createSocket('udp4');
    if (!known) {
      clients.set(key, own);
      own.bind(0, SERVER);
      own.on('message', (answer) => late(() => door.send(answer, port, address)));
    }
    late(() => own.send(packet, turnPort, SERVER));
  });
  door.bind(CHAOS_TURN_PORT, SERVER);
}

process.on('message', (next: ChaosOrder) => {
  order = next;
  process.send?.('done');
});
const http = createServer((_request, response) => response.writeHead(404).end());
passOn(http);
passPacketsOn(TURN_PORT);
http.once('listening', () => process.stdout.write('chaos is ready\n'));
