/**
 * Who may come in: sockets are counted by the address they come from, and whoever asks for a WebSocket is judged by
 * address and origin. It closes what is not worth an answer, and says what the others are to be told. How many the
 * relay has room for it does not know.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CLOSE, type WireErrorCode } from '../../src/protocol/index.js';
import { AddressLimit, type AddressOptions } from './address-limit.js';
import { ClientAddresses, type ProxyTrust } from './client-address.js';
import { isOriginAllowed } from './origin.js';
import type { TurnedAway, Visitor } from './watch.js';

export interface DoorOptions {
  readonly onUntrustedProxy: (address: string) => void;
  readonly origins: readonly string[];
  readonly addresses: AddressOptions;
  readonly proxies: ProxyTrust;
}

/** What somebody is told who may not come in. */
export interface Refusal {
  readonly why: TurnedAway;
  readonly code: WireErrorCode;
  readonly message: string;
  readonly close: number;
  readonly retryAfterMs?: number;
}

const FOREIGN: Refusal = {
  why: 'origin',
  code: 'forbidden',
  message: 'Pages of this origin may not connect.',
  close: CLOSE.banned,
};

const TOO_MANY: Refusal = {
  why: 'address-sockets',
  code: 'rate-limited',
  message: 'Too many connections from this address.',
  close: CLOSE.rateLimited,
};

const tooFast = (retryAfterMs: number): Refusal => ({
  why: 'address-rate',
  code: 'rate-limited',
  message: 'Too many new connections from this address.',
  close: CLOSE.rateLimited,
  retryAfterMs,
});

export class Door {
  readonly #origins: readonly string[];
  readonly #addresses: ClientAddresses;
  readonly #limit: AddressLimit;
  readonly #onUntrustedProxy: (address: string) => void;

  constructor({ origins, addresses, proxies, onUntrustedProxy }: DoorOptions) {
    this.#onUntrustedProxy = onUntrustedProxy;
    this.#origins = origins;
    this.#addresses = new ClientAddresses(proxies);
    this.#limit = new AddressLimit(addresses);
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#limit.size;
  }

  /** A socket is open, before a byte was read. A proxy's sockets are counted when they say for whom they are. */
  arrive(socket: Socket, nowMs: number): void {
    if (!this.#addresses.isProxy(socket.remoteAddress)) {
      this.#count(socket, this.#addresses.of(socket.remoteAddress, {}), nowMs);
    }
  }

  visitor({ socket, headers }: IncomingMessage): Visitor {
    const address = this.#addresses.of(socket.remoteAddress, headers);
    const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
    if (isForwarded && !this.#addresses.isProxy(socket.remoteAddress)) this.#onUntrustedProxy(address);
    const network = this.#limit.networkOf(address);
    return {
      address,
      ...(network === undefined ? {} : { network }),
      ...(headers.origin === undefined ? {} : { origin: headers.origin }),
    };
  }

  /** Somebody asks for a WebSocket: what to tell who may not have one, or `cut` where telling is too much. */
  judge(request: IncomingMessage, { address, origin }: Visitor, nowMs: number): Refusal | 'cut' | undefined {
    const { socket, headers } = request;
    if (this.#addresses.isProxy(socket.remoteAddress)) this.#count(socket, address, nowMs);
    const verdict = this.#limit.admit(address, nowMs);
    if (socket.destroyed || verdict.verdict === 'flood') return 'cut';
    if (verdict.verdict === 'too-many') return TOO_MANY;
    if (verdict.verdict === 'too-fast') return tooFast(verdict.retryAfterMs);
    return isOriginAllowed(origin, headers.host, this.#origins) ? undefined : FOREIGN;
  }

  sweep(nowMs: number): void {
    this.#limit.sweep(nowMs);
  }

  #count(socket: Socket, address: string, nowMs: number): void {
    socket.on('close', () => this.#limit.close(address));
    if (!this.#limit.open(address, nowMs)) socket.destroy();
  }
}
