/**
 * A WebSocket connection written byte by byte, for what no proper client would send. It reads just enough to know
 * whether it was let in, and with which code the other side closed.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameBits {
  readonly opcode?: number;
  /** Whether this is the last fragment of its message. */
  readonly fin?: boolean;
  /** The bit that says "compressed" where compression was agreed on. */
  readonly rsv1?: boolean;
  readonly masked?: boolean;
  /** A length that is not the payload's. */
  readonly claimedBytes?: number;
}

function lengthBytes(bytes: number, maskBit: number): Buffer {
  if (bytes < 126) return Buffer.from([maskBit | bytes]);
  if (bytes < 65_536) return Buffer.from([maskBit | 126, bytes >> 8, bytes & 0xff]);
  const long = Buffer.alloc(9);
  long[0] = maskBit | 127;
  long.writeBigUInt64BE(BigInt(bytes), 1);
  return long;
}

export function frameBytes(payload: Buffer | string, bits: FrameBits = {}): Buffer {
  const { opcode = OPCODE.text, fin = true, rsv1 = false, masked = true } = bits;
  const body = Buffer.from(payload);
  const first = (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode;
  const head = [Buffer.from([first]), lengthBytes(bits.claimedBytes ?? body.length, masked ? 0x80 : 0)];
  if (!masked) return Buffer.concat([...head, body]);
  const mask = randomBytes(4);
  return Buffer.concat([...head, mask, body.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

const UPGRADE = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: json',
];

export class RawSocket {
  readonly socket: Socket;
  /** The code of the close frame; undefined where there was none. */
  readonly closed: Promise<number | undefined>;
  #heard = Buffer.alloc(0);

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (part: Buffer) => (this.#heard = Buffer.concat([this.#heard, part])));
    // It may be cut off while it writes.
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', () => resolve(closeCodeIn(this.#heard)));
    });
  }

  /** Connected, and past the handshake; `headers` go beside those of every client. */
  static async upgraded(port: number, headers: readonly string[] = []): Promise<RawSocket> {
    const raw = new RawSocket(port);
    raw.socket.write([...UPGRADE, ...headers, '', ''].join('\r\n'));
    while (!raw.heard.includes('\r\n\r\n')) await once(raw.socket, 'data');
    return raw;
  }

  /** All that came, as text of one byte per character. */
  get heard(): string {
    return this.#heard.toString('latin1');
  }

  send(payload: Buffer | string, bits?: FrameBits): void {
    this.socket.write(frameBytes(payload, bits));
  }
}

/** Walks the frames of a server, which are not masked, behind the handshake. */
function closeCodeIn(heard: Buffer): number | undefined {
  let at = heard.indexOf('\r\n\r\n') + 4;
  while (at >= 4 && at + 2 <= heard.length) {
    const opcode = (heard[at] ?? 0) & 0x0f;
    const short = (heard[at + 1] ?? 0) & 0x7f;
    const [from, bytes] = short === 126 ? [at + 4, heard.readUInt16BE(at + 2)] : [at + 2, short];
    if (opcode === OPCODE.close) return bytes >= 2 ? heard.readUInt16BE(from) : undefined;
    at = from + bytes;
  }
  return undefined;
}
