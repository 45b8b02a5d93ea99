/**
 * Messages from one person to others: chat, call control, and any type the protocol does not know. It says who
 * really sent a message, finds who should hear it, and otherwise passes it on as it came; it never reads a session
 * description. It sends nothing about presence and settles no name.
 */
import {
  type ClientMessage,
  type ClientMessages,
  type ClientParse,
  type JsonObject,
  PEER_TYPES,
  type ServerMessages,
} from '../../src/protocol/index.js';
import type { CallPairs } from './call-pairs.js';
import type { Directory } from './directory.js';
import { errorFrame, frame } from './frames.js';
import type { RingLimit } from './ring-limit.js';
import { type NamedSession, type Session, isModern } from './session.js';

export type UnknownMessage = Extract<ClientParse, { readonly known: false }>;
type HangUp = ClientMessages['hang-up'];
type Chat = ClientMessages['message'];

/** What is known of who is here and who talks to whom. */
export interface RouterTables {
  readonly directory: Directory;
  readonly pairs: CallPairs;
  readonly rings: RingLimit;
}

export interface RouterPorts {
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970, for the time stamped on chat. */
  readonly wallClock: () => number;
  /** A chat message that came without one gets this id. */
  readonly newMessageId: () => string;
  readonly sessionOf: (sid: string) => Session | undefined;
  /** The sessions with these ids went into or out of a call. */
  readonly onCallChange: (sids: readonly string[]) => void;
}

/** Types whose `sid` is the sender's; the `sid` of call-select is another device's. */
const carriesOwnSid = (type: string): boolean => PEER_TYPES.has(type) && type !== 'call-select';
const alwaysCarriesSid = (type: string): boolean => type === 'video-offer' || type === 'video-answer';

/**
 * The message as the others may see it: from whom the relay says, without the number that only the sender knows.
 * A spread copies `__proto__` as a plain property, and stringify leaves `undefined` out.
 */
function stamp(sender: NamedSession, type: string, raw: JsonObject): Record<string, unknown> {
  const stamped: Record<string, unknown> = { ...raw, name: sender.name };
  if (PEER_TYPES.has(type) || type === 'message' || raw.id === sender.id) stamped.id = undefined;
  if (alwaysCarriesSid(type) || (carriesOwnSid(type) && raw.sid !== undefined)) stamped.sid = sender.sid;
  return stamped;
}

/** What would only puzzle a client of the base profile, or break it: its script would throw on a null candidate. */
const isModernOnly = (type: string, raw: JsonObject): boolean =>
  type === 'ack' ||
  (PEER_TYPES.has(type) && type.startsWith('call-')) ||
  (type === 'new-ice-candidate' && raw.candidate === null);

const callIdOf = (message: ClientMessage): string | undefined =>
  'call' in message ? message.call.id : undefined;

/** What an error is about. */
type About = Pick<ServerMessages['error'], 're' | 'call' | 'mid'>;

const aboutCall = (id: string | undefined): { readonly call?: { readonly id: string } } =>
  id === undefined ? {} : { call: { id } };

export class Router {
  readonly #directory: Directory;
  readonly #pairs: CallPairs;
  readonly #rings: RingLimit;
  readonly #ports: RouterPorts;
  readonly #broadcastUnknown: boolean;

  constructor({ directory, pairs, rings }: RouterTables, ports: RouterPorts, broadcastUnknown: boolean) {
    this.#directory = directory;
    this.#pairs = pairs;
    this.#rings = rings;
    this.#ports = ports;
    this.#broadcastUnknown = broadcastUnknown;
  }

  chat(sender: NamedSession, message: Chat, raw: JsonObject): void {
    const mid = message.mid ?? this.#ports.newMessageId();
    const text = JSON.stringify({ ...stamp(sender, 'message', raw), mid, ts: this.#ports.wallClock() });
    if (!message.target) this.#broadcast(text);
    else if (!this.#tellBoth(sender, message, message.target, text)) return;
    if (isModern(sender) && message.mid !== undefined) sender.socket.send(frame('ack', { re: { mid } }));
  }

  /** Call control and negotiation, all of it with a target. */
  peer(sender: NamedSession, message: ClientMessage & { readonly target: string }, raw: JsonObject): void {
    const call = callIdOf(message);
    const receiver = this.#find(sender, message.target, { re: message.type, ...aboutCall(call) });
    if (!receiver) return;
    if (message.type === 'video-offer' && !this.#mayRing(sender, receiver, message.target, call)) return;
    this.#deliver(sender, receiver, message.type, raw);
    this.#follow(message, sender.sid, receiver.sid, call);
  }

  /** A hang-up without a target is the sample client's: it means the one it is in a call with, not everybody. */
  hangUp(sender: NamedSession, message: HangUp, raw: JsonObject): void {
    if (message.target) {
      this.peer(sender, { ...message, target: message.target }, raw);
      return;
    }
    const peer = this.#pairs.peerOf(sender.sid);
    const receiver = peer === undefined ? undefined : this.#ports.sessionOf(peer);
    if (!receiver) return;
    this.#deliver(sender, receiver, message.type, raw);
    this.#follow(message, sender.sid, receiver.sid, callIdOf(message));
  }

  /** A type that is not ours to understand: to its target, or to everybody, the sender too. */
  unknown(sender: NamedSession, { type, target, raw }: UnknownMessage): void {
    if (target !== undefined && target !== '') this.passOn(sender, type, target, raw);
    else if (this.#broadcastUnknown) this.#broadcast(JSON.stringify(stamp(sender, type, raw)));
    else sender.socket.send(errorFrame('forbidden', 'Here an unknown type needs a "target".', { re: type }));
  }

  /** To one person, stamped and otherwise as it came. */
  passOn(sender: NamedSession, type: string, target: string, raw: JsonObject): void {
    const receiver = this.#find(sender, target, { re: type });
    if (receiver) this.#deliver(sender, receiver, type, raw);
  }

  #tellBoth(sender: NamedSession, { mid }: Chat, target: string, text: string): boolean {
    const receiver = this.#find(sender, target, { re: 'message', ...(mid === undefined ? {} : { mid }) });
    if (!receiver) return false;
    receiver.socket.send(text);
    if (receiver !== sender) sender.socket.send(text);
    return true;
  }

  #broadcast(text: string): void {
    for (const receiver of this.#directory.sessions()) receiver.socket.send(text);
  }

  #deliver(sender: NamedSession, receiver: Session, type: string, raw: JsonObject): void {
    if (!isModern(receiver) && isModernOnly(type, raw)) return;
    receiver.socket.send(JSON.stringify(stamp(sender, type, raw)));
  }

  /** Keeps track of who is in a call, from what was just passed on. */
  #follow(message: ClientMessage, from: string, to: string, call: string | undefined): void {
    if (message.type === 'video-offer') this.#pairs.offer(from, to, call);
    if (message.type === 'video-answer') this.#ports.onCallChange(this.#pairs.answer(from, to, call));
    if (message.type !== 'hang-up') return;
    this.#rings.hangUp(from, to, call);
    this.#ports.onCallChange(this.#pairs.hangUp(from, to, call));
  }

  /** Whether this offer may be passed on; a caller who may not ring again yet hears when. */
  #mayRing(sender: NamedSession, receiver: Session, target: string, call: string | undefined): boolean {
    const verdict = this.#rings.offer(sender.sid, receiver.sid, call, this.#ports.monotonic());
    if (verdict.ok) return true;
    const { retryAfterMs } = verdict;
    const about = { re: 'video-offer', target, retryAfterMs, ...aboutCall(call) };
    sender.socket.send(errorFrame('rate-limited', 'Too many calls to this person.', about));
    return false;
  }

  #find(sender: NamedSession, target: string, about: About): NamedSession | undefined {
    const receiver = this.#directory.find(target);
    if (receiver || !isModern(sender)) return receiver;
    sender.socket.send(errorFrame('peer-unavailable', 'Nobody here has that name.', { ...about, target }));
    return undefined;
  }
}
