/**
 * One connected client as the hub sees it: the identity the relay vouches for and the little it must remember. It
 * holds no socket of a kind, no timer and no message: those belong to the shell and to the messages' own files.
 */
import type { ChosenState } from '../../src/protocol/index.js';
import type { Identity } from '../auth/identity.js';
import type { Room } from './rooms.js';
import type { TokenBucket } from './token-bucket.js';

/** All that the hub asks of a transport. Neither call may throw or call back into the hub. */
export interface HubSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** The `Origin` of the page; absent for what is no browser. */
  readonly origin?: string | undefined;
  /** The network address of the client. */
  readonly address?: string | undefined;
}

export interface Session {
  /** The unpredictable number of the base profile; told to this client only. */
  readonly id: number;
  /** The public, unpredictable name of this session; a page that comes back in time gets its old one again. */
  sid: string;
  readonly socket: HubSocket;
  readonly bucket: TokenBucket;
  /** The name as shown; absent until the client has asked for one. */
  name?: string;
  /** The only room in which it sees or reaches anybody; absent until it is admitted. */
  room?: Room;
  /** What is known of it beyond its own words; absent where nobody vouches for anybody. */
  identity?: Identity;
  /** Protocol version of the client's hello; 0 for a client of the base profile, or before the hello. */
  version: number;
  /** What the client said it can do; absent for a client of the base profile. */
  caps?: readonly string[];
  /** The state the person chose; `in-call` is the hub's own and stands elsewhere. */
  state: ChosenState;
  /** Hash of the token with which this session can be taken over, for a client of version 1 that has a name. */
  resumeHash?: string;
  /** When the client last heard that it sends too much. */
  warnedAtMs?: number;
  /** Left, or told to go: nothing it still sends counts. */
  gone: boolean;
}

/** A session that has a name, and so may speak and be spoken to. */
export type NamedSession = Session & { name: string; room: Room };

export const isNamed = (session: Session): session is NamedSession => session.name !== undefined;

/** Whether the client said a hello, and so understands more than the base profile. */
export const isModern = (session: Session): boolean => session.version >= 1;
