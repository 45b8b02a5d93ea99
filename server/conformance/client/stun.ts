/** Messages of STUN (RFC 8489) and the attributes that TURN (RFC 8656) needs to say who asks: bytes in and out, no sockets. */
import { createHash, createHmac } from 'node:crypto';

export const COOKIE = 0x2112a442;
export const HEAD_BYTES = 20;
export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  peerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  addressFamily: 0x0017,
  transport: 0x0019,
} as const;

/** What an attribute is about, and its bytes without padding. */
export type Attribute = readonly [type: number, value: Buffer];

export interface Login {
  readonly username: string;
  readonly credential: string;
}

/** Of the type, the length and an SHA-1. */
const INTEGRITY_BYTES = 24;

const padding = (length: number): number => (4 - (length % 4)) % 4;

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function attribute([type, value]: Attribute): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(padding(value.length))]);
}

/** `transaction` has twelve bytes; `extraBytes` follow and are counted already. */
export function encode(
  type: number,
  transaction: Buffer,
  attributes: readonly Attribute[],
  extraBytes = 0,
): Buffer {
  const body = Buffer.concat(attributes.map(attribute));
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(body.length + extraBytes, 2);
  return Buffer.concat([head, uint32(COOKIE), transaction, body]);
}

export const isStun = (packet: Buffer): boolean =>
  packet.length >= HEAD_BYTES && packet.readUInt32BE(4) === COOKIE;

export const typeOf = (packet: Buffer): number => packet.readUInt16BE(0);
export const transactionOf = (packet: Buffer): Buffer => packet.subarray(8, HEAD_BYTES);

/** By type; the last one of each, as nobody sends two. */
export function attributesOf(packet: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (const [type, value] of walk(packet)) found.set(type, value);
  return found;
}

function* walk(packet: Buffer): Iterable<readonly [type: number, value: Buffer, at: number]> {
  for (let at = HEAD_BYTES; at + 4 <= packet.length;) {
    const length = packet.readUInt16BE(at + 2);
    yield [packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length), at];
    at += 4 + length + padding(length);
  }
}

/** The key of long-term credentials (RFC 8489, 9.2.2), without SASLprep: what is used here is ASCII. */
const keyOf = ({ username, credential }: Login, realm: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${credential}`).digest();

const integrityOf = (text: Buffer, login: Login, realm: string): Buffer =>
  createHmac('sha1', keyOf(login, realm)).update(text).digest();

/** A message that says who asks. */
export function sign(
  type: number,
  transaction: Buffer,
  plain: readonly Attribute[],
  login: Login,
  [realm, nonce]: readonly [realm: Buffer, nonce: Buffer],
): Buffer {
  const attributes: readonly Attribute[] = [
    ...plain,
    [ATTRIBUTE.username, Buffer.from(login.username)],
    [ATTRIBUTE.realm, realm],
    [ATTRIBUTE.nonce, nonce],
  ];
  // The length counts what is about to follow: the integrity itself.
  const text = encode(type, transaction, attributes, INTEGRITY_BYTES);
  const mac = integrityOf(text, login, realm.toString('utf8'));
  return encode(type, transaction, [...attributes, [ATTRIBUTE.integrity, mac]]);
}

/** Whether the one who asks has this login, as its integrity proves. */
export function isSignedBy(packet: Buffer, login: Login, realm: string): boolean {
  for (const [type, value, at] of walk(packet)) {
    if (type !== ATTRIBUTE.integrity) continue;
    const text = Buffer.from(packet.subarray(0, at));
    text.writeUInt16BE(at - HEAD_BYTES + INTEGRITY_BYTES, 2);
    return integrityOf(text, login, realm).equals(value);
  }
  return false;
}
