/**
 * As much of a TURN client (RFC 8656) as it takes to see what a server allows: an allocation with long-term credentials,
 * permissions for peers. Over UDP on this machine, where nothing is lost; it relays no data.
 */
// eslint-disable-next-line no-restricted-imports -- To send again is part of the protocol; no test sleeps by it.
import { setInterval as every } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import {
  ATTRIBUTE,
  type Attribute,
  COOKIE,
  type Login,
  attributesOf,
  encode,
  isStun,
  sign,
  transactionOf,
  uint32,
} from '../../server/conformance/client/stun.js';

const METHOD = { allocate: 0x003, createPermission: 0x008 } as const;
const UDP = 17;
/** Without an answer for this long, there is no server. */
const RETRANSMIT_MS = 500;
const ANSWER_TIMEOUT_MS = 5_000;

export type TurnLogin = Login;

type Wishes = (transaction: Buffer) => readonly Attribute[];

/** The sixteen bytes of an address of version 6, with at most one "::" and no dotted part. */
function bytesOfIpv6(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  const words = [...before, ...(tail === undefined ? [] : zeros), ...after];
  return Buffer.from(words.map((word) => word.padStart(4, '0')).join(''), 'hex');
}

/** XOR-PEER-ADDRESS, port 9. */
function peerAddress(address: string, transaction: Buffer): Buffer {
  const isV6 = isIPv6(address);
  const bytes = isV6 ? bytesOfIpv6(address) : Buffer.from(address.split('.').map(Number));
  const mask = Buffer.concat([uint32(COOKIE), transaction]);
  const head = Buffer.from([0, isV6 ? 2 : 1, 0, 0]);
  head.writeUInt16BE(9 ^ (COOKIE >>> 16), 2);
  return Buffer.concat([head, bytes.map((byte, index) => byte ^ mask[index]!)]);
}

export class TurnClient {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #login: TurnLogin;
  #realm: Buffer = Buffer.alloc(0);
  #nonce: Buffer = Buffer.alloc(0);

  constructor(port: number, login: TurnLogin) {
    this.#socket = createSocket('udp4');
    this.#port = port;
    this.#login = login;
  }

  /** 200, or the code of the error. The first answer is a challenge, which is taken. */
  async allocate(family: 4 | 6 = 4): Promise<number> {
    const wishes: Attribute[] = [[ATTRIBUTE.transport, Buffer.from([UDP, 0, 0, 0])]];
    if (family === 6) wishes.push([ATTRIBUTE.addressFamily, Buffer.from([2, 0, 0, 0])]);
    const challenge = await this.#ask(METHOD.allocate, () => wishes, false);
    return challenge === 401 ? this.#askSigned(() => this.#ask(METHOD.allocate, () => wishes)) : challenge;
  }

  /** 200 where the server would pass packets on to this address. */
  createPermission(address: string): Promise<number> {
    return this.#ask(METHOD.createPermission, (transaction) => [
      [ATTRIBUTE.peerAddress, peerAddress(address, transaction)],
    ]);
  }

  close(): void {
    this.#socket.close();
  }

  /** A nonce that is stale (438) is replaced by the one in the answer, as every client does (RFC 8489, 9.2.5). */
  async #askSigned(ask: () => Promise<number>): Promise<number> {
    const code = await ask();
    return code === 438 ? ask() : code;
  }

  async #ask(method: number, wishes: Wishes, signed = true): Promise<number> {
    const transaction = randomBytes(12);
    const plain = wishes(transaction);
    const request = signed
      ? sign(method, transaction, plain, this.#login, [this.#realm, this.#nonce])
      : encode(method, transaction, plain);
    const answer = await this.#exchange(transaction, request);
    const attributes = attributesOf(answer);
    this.#realm = attributes.get(ATTRIBUTE.realm) ?? this.#realm;
    this.#nonce = attributes.get(ATTRIBUTE.nonce) ?? this.#nonce;
    const error = attributes.get(ATTRIBUTE.error);
    return error ? error[2]! * 100 + error[3]! : 200;
  }

  #exchange(transaction: Buffer, request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const lateness = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      const ended = new AbortController();
      const end = (): void => {
        ended.abort();
        this.#socket.off('message', hear);
        lateness.removeEventListener('abort', giveUp);
      };
      const hear = (answer: Buffer): void => {
        if (!isStun(answer) || !transactionOf(answer).equals(transaction)) return;
        end();
        resolve(answer);
      };
      const giveUp = (): void => {
        end();
        reject(new Error('the TURN server does not answer'));
      };
      this.#socket.on('message', hear);
      lateness.addEventListener('abort', giveUp);
      void this.#sendUntil(ended.signal, request);
    });
  }

  /** Over UDP a request is sent again until it is answered, RFC 8489, section 6.2.1. */
  async #sendUntil(ended: AbortSignal, request: Buffer): Promise<void> {
    const send = (): void => this.#socket.send(request, this.#port, '127.0.0.1');
    send();
    try {
      for await (const _ of every(RETRANSMIT_MS, undefined, { signal: ended })) send();
    } catch {
      // It was answered, or too late.
    }
  }
}
