/**
 * Where messages of other people become events of a call: who sent it, which call it is about, whether it came too
 * late or too early, or of a peer connection that another has replaced. Knows the rules towards legacy peers, who name
 * no call. It remembers two things for a while: ended calls, so that an offer its hang-up has overtaken never rings,
 * and candidates that came before their offer. Of a session description it reads one line only, see `sessionOf`.
 */
import type { CandidateInit, Description, PeerMessage, UserState } from '../../protocol/index.js';
import type { CallEvent, RemoteEvent } from './call-events.js';
import { type Call, type CallPeer, type CallState, isLive, isTalking } from './call-state.js';
import { ExpiringMap } from './expiring-map.js';
import { isPeerAway } from './fresh-peer.js';

const REMEMBER_MS = 60_000;
const REMEMBER_CALLS = 64;
const HOLD_CALLS = 8;
const REFUSE_AGAIN_MS = 5_000;
const AHEAD_MS = 10_000;

export interface DeskOptions {
  readonly now: () => number;
  readonly newId: () => string;
  /** What the list says of somebody. */
  readonly lookUp: (
    name: string,
  ) => { readonly sid?: string; readonly v1: boolean; readonly state?: UserState } | undefined;
  /** The sessions of somebody with several devices; none for anybody else. */
  readonly devicesOf?: (name: string) => readonly string[];
  /** The public id of our own session. */
  readonly ownSid?: () => string | undefined;
  /** This page connects while it rings, if the caller's does. */
  readonly preconnects?: () => boolean;
  /** How many candidates are held for one call until its offer comes. */
  readonly heldCandidates: number;
}

type Offer = Extract<PeerMessage, { type: 'video-offer' }>;

/** A candidate whose offer has not come yet, and the peer connection that it is for. */
interface EarlyCandidate {
  readonly pc: number;
  readonly candidate: CandidateInit;
}

export class CallDesk {
  readonly #options: DeskOptions;
  readonly #over: ExpiringMap<string, true>;
  readonly #early: ExpiringMap<string, readonly EarlyCandidate[]>;

  /** Those who were told that this person is busy. */
  readonly #refused: ExpiringMap<string, true>;
  /** A new call of the peer's page, which has still to end the one there is. */
  #ahead: { readonly offer: Offer; readonly key: string; readonly untilMs: number } | undefined;
  /** The last connection that a legacy peer described, and which of ours it met. */
  #legacyEnd: { readonly session: string; readonly pc: number } | undefined;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#over = new ExpiringMap(REMEMBER_CALLS, REMEMBER_MS, options.now);
    this.#early = new ExpiringMap(HOLD_CALLS, REMEMBER_MS, options.now);
    this.#refused = new ExpiringMap(REMEMBER_CALLS, REFUSE_AGAIN_MS, options.now);
  }

  /** This call goes on, though the page that left it took it for over. */
  open({ id, peer }: Pick<Call, 'id' | 'peer'>): void {
    this.#over.delete(keyOf(id, peer.name));
  }

  /** This call is over: nothing of it counts from now on. */
  close({ id, peer }: Pick<Call, 'id' | 'peer'>): void {
    this.#bury(keyOf(id, peer.name));
  }

  /** The offer that came before the end of the call that is over now. */
  takeAhead(): PeerMessage | undefined {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead && ahead.untilMs > this.#options.now() ? ahead.offer : undefined;
  }

  /** What a message means for the call there is now, as events in order; none when it means nothing. */
  read(message: PeerMessage, state: CallState, me: string | undefined): readonly CallEvent[] {
    if (message.name !== undefined && message.name === me) return [];
    if (message.type === 'video-offer') return this.#readOffer(message, state);
    const live = isLive(state) ? state.call : undefined;
    const isPeer = live !== undefined && (message.name === undefined || message.name === live.peer.name);
    const callId = message.call?.id ?? (isPeer ? live.id : undefined);
    const from = message.name ?? live?.peer.name;
    if (callId === undefined || from === undefined || this.#over.has(keyOf(callId, from))) return [];
    if (this.#isBeside(message, state)) return [];
    const pc = pcOf(message);
    const current = isPeer && callId === live.id && isLive(state) ? state.negotiation.pc : 0;
    if (pc !== undefined && pc < current) return [];
    if (current === 0 || (pc !== undefined && pc > current && message.type !== 'call-leaving')) {
      this.#keep(message, keyOf(callId, from));
      return [];
    }
    if (message.type === 'video-answer' && !message.call && !this.#meetLegacy(message.sdp, current))
      return [];
    if (message.type === 'call-select' && message.sid === this.#options.ownSid?.()) return [];
    return [toEvent(message, callId, this.#deviceOf(message))];
  }

  /** Which of several devices of a person this came from. */
  #deviceOf({ name, sid }: PeerMessage): { readonly device?: string } {
    const isOneOfSeveral = sid !== undefined && name !== undefined && this.#devicesOf(name).includes(sid);
    return isOneOfSeveral ? { device: sid } : {};
  }

  /**
   * The person that this page talks with has several devices here, and this came from another one. The `sid` of
   * call-select is none of theirs.
   */
  #isBeside(message: PeerMessage, state: CallState): boolean {
    if (!isTalking(state) || message.name !== state.call.peer.name || message.type === 'call-select')
      return false;
    const { sid } = state.call.peer;
    const devices = this.#devicesOf(message.name);
    return (
      sid !== undefined &&
      message.sid !== sid &&
      [sid, message.sid].every((one) => one !== undefined && devices.includes(one))
    );
  }

  #devicesOf(name: string): readonly string[] {
    return this.#options.devicesOf?.(name) ?? [];
  }

  /** What came before its offer: a candidate waits for it, a hang-up makes that the offer will never ring. */
  #keep(message: PeerMessage, key: string): void {
    if (message.type === 'hang-up') this.#bury(key);
    if (message.type !== 'new-ice-candidate' || message.candidate === null) return;
    const held = this.#early.get(key) ?? [];
    if (held.length < this.#options.heldCandidates)
      this.#early.set(key, [...held, { pc: pcOf(message) ?? 1, candidate: message.candidate }]);
  }

  #bury(key: string): void {
    this.#over.set(key, true);
    this.#early.delete(key);
    if (this.#ahead?.key === key) this.#ahead = undefined;
  }

  #readOffer(message: Offer, state: CallState): readonly CallEvent[] {
    const { name, sdp, call } = message;
    const current = isLive(state) && state.call.peer.name === name ? state.call : undefined;
    const id = call?.id ?? this.#legacyCallOf(message, state) ?? this.#options.newId();
    const pc = call?.pc ?? 1;
    const isOurs = id === current?.id;
    const isBeside = this.#isBeside(message, state);
    if (isBeside && isOurs) return [];
    if ((pc === 1 && this.#over.has(keyOf(id, name))) || this.#isIntrusive(id, name, pc, state)) return [];
    if (call && !isOurs && isOfSameSession(message, state)) {
      this.#ahead = { offer: message, key: keyOf(id, name), untilMs: this.#options.now() + AHEAD_MS };
      return [];
    }
    if (!call && (current || !isLive(state))) {
      if (!this.#meetLegacy(sdp, isOurs && isLive(state) ? state.negotiation.pc : 1)) return [];
    }
    const offer: RemoteEvent = {
      type: 'remote-offer',
      call: {
        id,
        direction: 'incoming',
        peer: this.#peerOf(message),
        media: call?.media ?? { audio: true, video: true },
        ...(call?.preconnect && pc === 1 && this.#options.preconnects?.() ? { preconnect: true } : {}),
      },
      description: sdp,
      pc,
      n: call?.n ?? 1,
      ...(call?.lifetimeMs === undefined ? {} : { lifetimeMs: call.lifetimeMs }),
      ...(isBeside ? { isBeside } : {}),
    };
    const isNext = !isOurs || (isLive(state) && pc > state.negotiation.pc);
    return isNext ? [offer, ...this.#earlyOf(id, name, pc)] : [offer];
  }

  /**
   * The call that an offer without an id is about: the one there is with its sender, unless it comes from another
   * connection than the one we talk with. Then that page has dropped the call, or was loaded anew, and calls again.
   */
  #legacyCallOf({ name, sdp }: Offer, state: CallState): string | undefined {
    if (!isLive(state) || state.call.peer.name !== name) return undefined;
    const [known, session] = [this.#legacyEnd?.session, sessionOf(sdp)];
    const isAnother = known !== undefined && session !== undefined && known !== session;
    return isTalking(state) && isAnother ? undefined : state.call.id;
  }

  /** Notes the end that a legacy peer describes; false where it is the one that was made to hang up. */
  #meetLegacy(sdp: Description, pc: number): boolean {
    const session = sessionOf(sdp);
    if (session === undefined) return true;
    if (this.#legacyEnd?.session === session && this.#legacyEnd.pc < pc) return false;
    this.#legacyEnd = { session, pc };
    return true;
  }

  /**
   * From somebody who is not in the call, one that knows its id is no offer of it. What can only be refused, as busy
   * or as a call that is not known here, is answered once in a while: anybody could otherwise make this page talk until
   * its server takes it for a flood.
   */
  #isIntrusive(id: string, name: string, pc: number, state: CallState): boolean {
    const call = isLive(state) ? state.call : undefined;
    const isStranger = call !== undefined && call.peer.name !== name;
    if (!isStranger && (pc === 1 || id === call?.id)) return false;
    if (id === call?.id || this.#refused.has(name)) return true;
    this.#refused.set(name, true);
    return false;
  }

  #earlyOf(callId: string, name: string, pc: number): readonly CallEvent[] {
    const key = keyOf(callId, name);
    const held = (this.#early.get(key) ?? []).filter((one) => one.pc === pc);
    this.#early.delete(key);
    return held.map(({ candidate }) => ({ type: 'remote-candidate', callId, candidate }));
  }

  #peerOf(message: Offer): CallPeer {
    const listed = this.#options.lookUp(message.name);
    const sid = message.sid ?? listed?.sid;
    return {
      name: message.name,
      v1: message.call !== undefined || (listed?.v1 ?? false),
      ...(sid ? { sid } : {}),
    };
  }
}

/** Every description of one peer connection has the same number in its origin line, and no other has it (RFC 9429). */
const sessionOf = ({ sdp }: Description): string | undefined => /^o=\S+ (\S+)/m.exec(sdp)?.[1];

/**
 * A page has one call at a time: what its session offers beside the one there is has overtaken the end of that, or is
 * left over from a moment when both called. A page that was loaded anew is another session.
 */
const isOfSameSession = ({ name, sid }: Offer, state: CallState): boolean =>
  isLive(state) &&
  state.phase !== 'outgoing' &&
  !isPeerAway(state) &&
  state.call.peer.name === name &&
  sid !== undefined &&
  state.call.peer.sid === sid;

/** The peer connection a message is about, where it says so. */
const pcOf = ({ call }: Exclude<PeerMessage, Offer>): number | undefined =>
  call && 'pc' in call ? call.pc : undefined;

/** With the sender in it, so that nobody can speak for a call by knowing its id. */
const keyOf = (callId: string, name: string): string => JSON.stringify([callId, name]);

function toEvent(
  message: Exclude<PeerMessage, Offer>,
  callId: string,
  from: { readonly device?: string },
): CallEvent {
  switch (message.type) {
    case 'video-answer': {
      const n = message.call?.n;
      const v1 = message.call !== undefined;
      return {
        type: 'remote-answer',
        callId,
        description: message.sdp,
        v1,
        ...(n === undefined ? {} : { n }),
        ...from,
      };
    }
    case 'new-ice-candidate':
      return { type: 'remote-candidate', callId, candidate: message.candidate };
    case 'hang-up':
      return {
        type: 'remote-hang-up',
        callId,
        ...(message.reason ? { reason: message.reason } : {}),
        ...from,
      };
    case 'call-ringing':
      return { type: 'remote-ringing', callId };
    case 'call-preconnect': {
      const { sdp: description, call } = message;
      return {
        type: 'remote-preconnect',
        callId,
        description,
        ...(call.n === undefined ? {} : { n: call.n }),
      };
    }
    case 'call-accept':
      return { type: 'remote-accept', callId, ...from };
    case 'call-leaving':
      return { type: 'remote-leaving', callId };
    case 'call-media':
      return { type: 'remote-media', callId, media: { audio: message.audio, video: message.video } };
    case 'call-select':
      return { type: 'remote-select', callId };
  }
}
