/**
 * Messages from one person to others: chat, call control, and any type the protocol does not know. It says who
 * really sent a message, finds who should hear it, and otherwise passes it on as it came; it never reads a session
 * description. It sends nothing about presence and settles no name.
 */
import {
  type ClientMessages,
  type ClientParse,
  type JsonObject,
  PEER_TYPES,
  type PeerType,
  type ServerMessages,
} from '../../src/protocol/index.js';
import type { CallPairs } from './call-pairs.js';
import { errorFrame, frame, peerStateFrame } from './frames.js';
import type { MissedCalls } from './missed-calls.js';
import { type PresencePolicy, mayReach, seesEverybody } from './policy.js';
import type { RingLimit, RingVerdict } from './ring-limit.js';
import { type NamedSession, type Session, isAbsent, isModern, isNamed, tell } from './session.js';

export type UnknownMessage = Extract<ClientParse, { readonly known: false }>;
type HangUp = ClientMessages['hang-up'];
type PeerMessage = ClientMessages[PeerType];
type Chat = ClientMessages['message'];

/** What is known of who talks to whom. */
export interface RouterTables {
  readonly pairs: CallPairs;
  readonly rings: RingLimit;
  readonly missed: MissedCalls;
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

export interface RouterRules {
  readonly presence: PresencePolicy;
  /** Whether a type the protocol does not know goes to everybody when it names no target. */
  readonly broadcastUnknown: boolean;
}

/** Whether `sid` is the sender's, as on all that says one; the `sid` of call-select is another device's. */
const carriesOwnSid = (type: string, { sid }: JsonObject): boolean =>
  type !== 'call-select' && (sid !== undefined || PEER_TYPES.has(type));

/**
 * The message as the others may see it: from whom the relay says, without the number that only the sender knows.
 * Written into the message itself, which nobody else has: a copy would cost as much as all the rest. It came from
 * JSON.parse, so that a `__proto__` in it is a plain property; stringify leaves `undefined` out.
 */
function stamp(sender: NamedSession, type: string, raw: JsonObject): Record<string, unknown> {
  const stamped: Record<string, unknown> = raw;
  stamped.name = sender.name;
  if (PEER_TYPES.has(type) || type === 'message' || raw.id === sender.id) stamped.id = undefined;
  if (carriesOwnSid(type, raw)) stamped.sid = sender.sid;
  return stamped;
}

/** What would only puzzle a client of the base profile, or break it: its script would throw on a null candidate. */
const isModernOnly = (type: string, raw: JsonObject): boolean =>
  type === 'ack' ||
  (PEER_TYPES.has(type) && type.startsWith('call-')) ||
  (type === 'new-ice-candidate' && raw.candidate === null);

/** Devices of one person that one call makes ring: each is remembered with the call, and an offer is large. */
const MAX_DEVICES = 64;

const TOO_MANY_CALLS: Readonly<Record<Exclude<RingVerdict, { ok: true }>['over'], string>> = {
  person: 'Too many calls to this person.',
  network: 'Too many calls from this address.',
};

const callIdOf = ({ call }: PeerMessage): string | undefined => call?.id;

const endsRinging = ({ type }: PeerMessage): boolean => type === 'video-answer' || type === 'hang-up';

/** A device that rings no longer, though nobody has said no: where others ring, that is not the caller's affair. */
const isFallingAway = (message: PeerMessage): boolean =>
  message.type === 'hang-up' &&
  message.reason !== undefined &&
  message.reason !== 'declined' &&
  message.reason !== 'busy';

/** What an error is about. */
type About = Pick<ServerMessages['error'], 're' | 'call' | 'mid'>;

const aboutText = ({ mid }: Chat): About => ({ re: 'message', ...(mid === undefined ? {} : { mid }) });

const aboutCall = (id: string | undefined): { readonly call?: { readonly id: string } } =>
  id === undefined ? {} : { call: { id } };

export class Router {
  readonly #pairs: CallPairs;
  readonly #rings: RingLimit;
  readonly #missed: MissedCalls;
  readonly #ports: RouterPorts;
  readonly #rules: RouterRules;

  constructor({ pairs, rings, missed }: RouterTables, ports: RouterPorts, rules: RouterRules) {
    this.#pairs = pairs;
    this.#rings = rings;
    this.#missed = missed;
    this.#ports = ports;
    this.#rules = rules;
  }

  chat(sender: NamedSession, message: Chat, raw: JsonObject): void {
    if (message.target === '') {
      tell(sender, errorFrame('bad-request', 'A "target" is a name, or null.', aboutText(message)));
      return;
    }
    const mid = message.mid ?? this.#ports.newMessageId();
    const text = JSON.stringify({ ...stamp(sender, 'message', raw), mid, ts: this.#ports.wallClock() });
    const isTold = message.target
      ? this.#tellBoth(sender, message, message.target, text)
      : this.#broadcast(sender, text, aboutText(message));
    if (!isTold) return;
    if (isModern(sender) && message.mid !== undefined) tell(sender, frame('ack', { re: { mid } }));
  }

  /** Call control and negotiation, all of it with a target. */
  peer(sender: NamedSession, message: PeerMessage & { readonly target: string }, raw: JsonObject): void {
    const call = callIdOf(message);
    const about = { re: message.type, ...aboutCall(call) };
    const found = this.#find(sender, message.target, about, message.toSid);
    const meant = this.#narrow(sender, message, found);
    this.#pass(sender, message.type === 'video-offer' ? this.#bound(sender, meant) : meant, message, raw);
  }

  /** A hang-up without a target is the sample client's: it means the one it is in a call with, not everybody. */
  hangUp(sender: NamedSession, message: HangUp, raw: JsonObject): void {
    if (message.target) {
      this.peer(sender, { ...message, target: message.target }, raw);
      return;
    }
    const peers = this.#pairs.peersOf(sender.sid).map((sid) => this.#ports.sessionOf(sid));
    const receivers = peers.filter((peer) => peer !== undefined).filter(isNamed);
    this.#pass(sender, receivers, message, raw);
  }

  /** A type that is not ours to understand: to its target, or to everybody, the sender too. */
  unknown(sender: NamedSession, { type, target, raw }: UnknownMessage): void {
    if (target === '')
      tell(sender, errorFrame('bad-request', 'A "target" is a name.', { re: type.slice(0, 64) }));
    else if (target !== undefined) this.passOn(sender, type, target, raw);
    else if (this.#rules.broadcastUnknown)
      this.#broadcast(sender, JSON.stringify(stamp(sender, type, raw)), { re: type });
    else
      tell(
        sender,
        errorFrame('forbidden', 'Here an unknown type needs a "target".', { re: type.slice(0, 64) }),
      );
  }

  /** To one person, stamped and otherwise as it came. */
  passOn(sender: NamedSession, type: string, target: string, raw: JsonObject): void {
    for (const receiver of this.#find(sender, target, { re: type }))
      this.#deliver(sender, receiver, type, raw);
  }

  #tellBoth(sender: NamedSession, message: Chat, target: string, text: string): boolean {
    const receivers = new Set(this.#find(sender, target, aboutText(message)));
    if (receivers.size === 0) return false;
    // Whoever has several devices reads on each what was said on one.
    for (const own of sender.room.directory.find(sender.name)) receivers.add(own);
    for (const receiver of receivers) tell(receiver, text);
    return true;
  }

  /** To all of the room, the sender too; only from those who see all of it. */
  #broadcast(sender: NamedSession, text: string, about: About): boolean {
    if (!seesEverybody(this.#rules.presence, sender)) {
      tell(sender, errorFrame('forbidden', 'Here a message needs a "target".', about));
      return false;
    }
    for (const receiver of sender.room.directory.sessions()) tell(receiver, text);
    return true;
  }

  #deliver(sender: NamedSession, receiver: Session, type: string, raw: JsonObject): void {
    if (!isModern(receiver) && isModernOnly(type, raw)) return;
    tell(receiver, JSON.stringify(stamp(sender, type, raw)));
  }

  #pass(
    sender: NamedSession,
    receivers: readonly NamedSession[],
    message: PeerMessage,
    raw: JsonObject,
  ): void {
    const call = callIdOf(message);
    if (message.type === 'video-offer' && !this.#mayRing(sender, receivers, message.target, call)) return;
    this.#missed.follow(sender, receivers, message, this.#pairs.isInCall(sender.sid));
    const beside = endsRinging(message) ? this.#ringingBeside(sender, receivers, call) : [];
    if (beside.length > 0 && isFallingAway(message)) {
      this.#pairs.fallAway(sender.sid);
      return;
    }
    for (const receiver of receivers) this.#deliver(sender, receiver, message.type, raw);
    this.#follow(message, sender, receivers, call);
    if (message.type === 'video-offer') this.#excuse(sender, receivers);
    for (const caller of receivers) if (!isModern(caller)) this.#silence(caller, beside, sender.name, call);
  }

  /** The sender's other devices, where one of the receivers makes them ring with this call. */
  #ringingBeside(sender: NamedSession, receivers: readonly NamedSession[], call?: string): readonly string[] {
    return receivers.flatMap(({ sid }) => this.#pairs.ringingBeside(sender.sid, sid, call));
  }

  /** Who is called and absent rings later, so that silence means nothing yet; unless another device rings now. */
  #excuse(caller: NamedSession, callees: readonly NamedSession[]): void {
    if (!isModern(caller) || !callees.every(isAbsent)) return;
    for (const callee of callees) tell(caller, peerStateFrame(callee, 'reconnecting'));
  }

  /** A client of the base profile knows of no devices: in a call it means the one that it talks to. */
  #narrow(
    sender: NamedSession,
    { type }: PeerMessage,
    found: readonly NamedSession[],
  ): readonly NamedSession[] {
    if (isModern(sender) || !this.#pairs.isInCall(sender.sid)) return found;
    const inCall = found.filter(({ sid }) => sid === this.#pairs.peerOf(sender.sid));
    return inCall.length > 0 && type !== 'call-select' ? inCall : found;
  }

  /** The latest of a person's devices, and the one that the caller talks to. */
  #bound({ sid: caller }: NamedSession, devices: readonly NamedSession[]): readonly NamedSession[] {
    if (devices.length <= MAX_DEVICES) return devices;
    const partner = this.#pairs.partnerOf(caller);
    return devices.filter(({ sid }, at) => at >= devices.length - MAX_DEVICES || sid === partner);
  }

  /** Nor does it tell the other devices that one has answered or declined. */
  #silence(caller: NamedSession, sids: readonly string[], target: string, call: string | undefined): void {
    const said = { type: 'hang-up', target, reason: 'answered-elsewhere', ...aboutCall(call) };
    for (const sid of sids) {
      const device = this.#ports.sessionOf(sid);
      if (device) this.#deliver(caller, device, 'hang-up', said);
    }
  }

  /** Keeps track of who is in a call, from what was just passed on. */
  #follow(
    { type }: PeerMessage,
    from: NamedSession,
    to: readonly NamedSession[],
    call: string | undefined,
  ): void {
    const sids = to.map(({ sid }) => sid);
    if (type === 'video-offer') this.#pairs.offer(from.sid, sids, call);
    for (const one of to) {
      if (type === 'video-answer') this.#ports.onCallChange(this.#pairs.answer(from.sid, one.sid, call));
      if (type !== 'hang-up') continue;
      this.#rings.hangUp(from.sid, one.name, call);
      this.#rings.hangUp(one.sid, from.name, call);
      this.#ports.onCallChange(this.#pairs.hangUp(from.sid, one.sid, call));
    }
  }

  /** Whether this offer may be passed on; a caller who may not ring again yet hears when. */
  #mayRing(
    sender: NamedSession,
    receivers: readonly NamedSession[],
    target: string,
    call: string | undefined,
  ): boolean {
    const [callee] = receivers;
    if (!callee) return true;
    const caller = { sid: sender.sid, network: sender.socket.network };
    const verdict = this.#rings.offer(caller, callee.name, call, this.#ports.monotonic());
    if (verdict.ok) return true;
    const { over, retryAfterMs } = verdict;
    const about = { re: 'video-offer', target, retryAfterMs, ...aboutCall(call) };
    tell(sender, errorFrame('rate-limited', TOO_MANY_CALLS[over], about));
    return false;
  }

  /** Who is meant: nobody outside the sender's room, and nobody it may not reach. */
  #find(sender: NamedSession, target: string, about: About, toSid?: string): readonly NamedSession[] {
    const { presence } = this.#rules;
    const found = sender.room.directory
      .find(target)
      .filter((one) => mayReach(presence, sender, one) && (toSid === undefined || one.sid === toSid));
    if (found.length === 0 && isModern(sender)) {
      tell(sender, errorFrame('peer-unavailable', 'Nobody here has that name.', { ...about, target }));
    }
    return found;
  }
}
