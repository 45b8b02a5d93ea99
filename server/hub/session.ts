/**
 * One connected client as the hub sees it: the identity the relay vouches for and the little it must remember. It
 * holds no socket of a kind, no timer and no message: those belong to the shell and to the messages' own files.
 */
import type { ChosenState } from '../../src/protocol/index.js';
import type { Identity } from '../auth/identity.js';
import type { ReplayStream } from './replay-stream.js';
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
  /** The network that what it does is counted for; absent where nothing is counted. */
  readonly network?: string | undefined;
}

/** Its client is away, and may come back. */
export interface Absence {
  /** `leaving`: with its page, which may be loaded again; `lost`: its connection broke. */
  readonly departure: 'leaving' | 'lost';
  /** In the milliseconds of the monotonic clock. */
  readonly untilMs: number;
}

export interface Session {
  /** The unpredictable number of the base profile; told to this client only. */
  readonly id: number;
  /** The public, unpredictable name of this session; a page that comes back in time gets its old one again. */
  sid: string;
  /** Where its client is heard and told; nowhere while it is absent. */
  socket: HubSocket;
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
  /** Hash of the token with which this session is had again, for a client of version 1 that has a name. */
  resumeHash?: string;
  /** That of the token it was had again with, while its client may not know the new one; see resumption.ts. */
  formerHash?: string;
  /** What is counted and kept for another connection, for a client that can resume. */
  stream?: ReplayStream;
  /** Its client is away; absent while it is here. */
  absence?: Absence;
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

/** Whether its client is away, and may come back. */
export const isAbsent = (session: Session): boolean => session.absence !== undefined;

/**
 * Sends a message that must not be lost with the connection: it is counted, and kept for the next one. What is told whole
 * again on every connection goes to the socket itself.
 */
export function tell(session: Session, text: string): void {
  session.stream?.sent.push(text, text.length);
  session.socket.send(text);
}
