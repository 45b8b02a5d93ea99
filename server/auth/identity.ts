/**
 * Who a client is, as something outside the relay vouches for it: a signed token, or a function of the operator's.
 * Types, and the one error that such a function may throw; how a token is checked stands in files of its own.
 */
import type { IceServer, WireErrorCode } from '../../src/protocol/index.js';

/** What a client brings to its first `username`. None of it is trusted. */
export interface Credentials {
  /** `hello.token`. */
  readonly token?: string;
  /** `hello.room`. */
  readonly room?: string;
  /** The name it asks for. */
  readonly name: string;
  /** The `Origin` of its page; absent for what is no browser. */
  readonly origin?: string;
  /** Its network address, behind trusted proxies that of the client itself. */
  readonly address?: string;
}

/** What is known of a client once it is admitted. Everything absent is up to the client. */
export interface Identity {
  /** Sessions of one subject share a name: all ring, one answers. Without one every session is a person of its own. */
  readonly subject?: string;
  /** The name it has, whatever it asked for. */
  readonly name?: string;
  /** The only room that it may enter. */
  readonly room?: string;
  /** Under the presence policy `agents`: who is seen by everybody, and who sees agents only (the default). */
  readonly role?: 'agent' | 'visitor';
  /** When it ends, in milliseconds since 1970; the client must have brought a newer token by then. */
  readonly expiresAtMs?: number;
}

/**
 * Admits a client, or throws an `AdmissionError`; whatever else it throws counts as `unavailable`. Nobody is admitted
 * when it fails. `signal` aborts when the relay no longer waits.
 */
export type Authenticate = (credentials: Credentials, signal: AbortSignal) => Identity | Promise<Identity>;

/** Why a client is not admitted; `message` is for a developer and is told to the client. */
export class AdmissionError extends Error {
  override readonly name = 'AdmissionError';
  readonly code: Extract<WireErrorCode, 'unauthorized' | 'token-expired' | 'forbidden' | 'unavailable'>;

  constructor(code: AdmissionError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** TURN and STUN servers for one client, told in `session`, and told again before `ttlMs` is over. */
export interface IceGrant {
  readonly iceServers: readonly IceServer[];
  /** How long the credentials are good, in milliseconds; absent: for ever. */
  readonly ttlMs?: number;
}

/** The servers for a client; `identity` is absent for one that nobody vouches for. Undefined: none. */
export type GrantIce = (identity: Identity | undefined) => IceGrant | undefined;
