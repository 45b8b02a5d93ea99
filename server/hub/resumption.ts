/**
 * How a session outlives its connection: the tokens with which clients get their sessions again, and the sessions
 * that wait for their client meanwhile. It tells nobody anything and ends no session: the hub does. Its tables find
 * sessions; what is known of one stands in the session itself.
 */
import { CAPABILITIES, countsFromClient } from '../../src/protocol/index.js';
import type { HubOptions } from '../limits.js';
import { ReplayStream } from './replay-stream.js';
import type { ResumeTokens } from './resume-tokens.js';
import {
  type Absence,
  type HubSocket,
  type NamedSession,
  type Session,
  isAbsent,
  isModern,
  isNamed,
} from './session.js';

/** How a client went: for good, or in a way after which it may come back. */
export type Departure = 'left' | Absence['departure'];

type Options = Pick<HubOptions, 'resumeGraceMs' | 'leavingGraceMs' | 'maxAbsent' | 'maxAbsentPerAddress'>;

interface Missed {
  readonly texts: readonly string[];
  readonly gap: boolean;
}

const NOTHING: Missed = { texts: [], gap: false };
const NOWHERE: HubSocket = { send: () => undefined, close: () => undefined };

const canResume = ({ caps }: Session): boolean => caps?.includes(CAPABILITIES.resume) ?? false;

export class Resumption {
  readonly #options: Options;
  readonly #tokens: ResumeTokens;
  readonly #byHash = new Map<string, Session>();
  /** With the network that each was last heard from, where that is counted. */
  readonly #absent = new Map<Session, string | undefined>();
  readonly #absentOf = new Map<string, number>();

  constructor(options: Options, tokens: ResumeTokens) {
    this.#options = options;
    this.#tokens = tokens;
  }

  get sizes(): Readonly<Record<'tokens' | 'absent' | 'absentNetworks', number>> {
    return {
      tokens: this.#byHash.size,
      absent: this.#absent.size,
      absentNetworks: this.#absentOf.size,
    };
  }

  /** How often `expired` must be asked for the options to mean what they say. */
  get sweepEveryMs(): number {
    const { resumeGraceMs, leavingGraceMs } = this.#options;
    return Math.max(10, Math.min(1_000, resumeGraceMs / 4, leavingGraceMs / 4));
  }

  /** The secret with which this session can be had again, once; the one before counts no more. */
  issue(session: Session): string {
    const { token, hash } = this.#tokens.issue();
    if (session.resumeHash !== undefined) this.#byHash.delete(session.resumeHash);
    session.resumeHash = hash;
    this.#byHash.set(hash, session);
    if (canResume(session)) session.stream ??= new ReplayStream();
    return token;
  }

  /** The session that this token stands for. */
  find(token: string): NamedSession | undefined {
    const hash = this.#tokens.hash(token);
    const session = this.#byHash.get(hash);
    if (!session || !isNamed(session)) return undefined;
    return session.resumeHash === hash || isAbsent(session) ? session : undefined;
  }

  /**
   * What one connection had is the other's. A token is good for one use; but an answer that brings the next one may be
   * lost with its connection, and then nobody would have any. So the used one counts again if the session is left alone
   * before its client has said a word.
   */
  handOver(from: Session, to: Session, usedToken: string): void {
    this.#forget(from);
    if (from.stream && canResume(to)) to.stream = from.stream;
    to.formerHash = this.#tokens.hash(usedToken);
    this.#byHash.set(to.formerHash, to);
  }

  /** The client has sent a message of this type; the first one after a new token shows that the token came. */
  heard(session: Session, type: string | undefined): void {
    if (!session.stream) return;
    this.#confirm(session);
    session.stream.hasGap = false;
    if (countsFromClient(type)) session.stream.handled += 1;
  }

  /** The client has this many of the messages that it was sent. */
  acknowledged({ stream }: Session, count: number | undefined): void {
    if (count !== undefined) stream?.sent.trim(count);
  }

  /** What a client lacks that is back and has this many messages: all of it, or nothing and a gap. */
  missed({ stream }: Session, count: number | undefined): Missed {
    if (!stream || count === undefined) return NOTHING;
    const texts = stream.sent.after(count);
    stream.hasGap ||= texts === undefined;
    return { texts: texts ?? [], gap: stream.hasGap };
  }

  /** Its connection is gone: whether the session waits for another one. */
  hold(session: Session, departure: Departure, nowMs: number): boolean {
    const { resumeGraceMs, leavingGraceMs } = this.#options;
    if (departure === 'left') return false;
    const graceMs = departure === 'leaving' ? leavingGraceMs : resumeGraceMs;
    if (graceMs <= 0 || !isNamed(session) || !isModern(session) || !session.stream) return false;
    const { network } = session.socket;
    if (!this.#mayWait(network)) return false;
    session.absence = { departure, untilMs: nowMs + graceMs };
    session.socket = NOWHERE;
    this.#absent.set(session, network);
    if (network !== undefined) this.#absentOf.set(network, (this.#absentOf.get(network) ?? 0) + 1);
    return true;
  }

  /** The network that the session's client is heard from, or was last; undefined where that is not counted. */
  networkOf(session: Session): string | undefined {
    return this.#absent.get(session) ?? session.socket.network;
  }

  /** Those whose clients did not come back in time. */
  expired(nowMs: number): readonly Session[] {
    return [...this.#absent.keys()].filter(({ absence }) => (absence?.untilMs ?? 0) <= nowMs);
  }

  /** The session is over. */
  end(session: Session): void {
    this.#forget(session);
    delete session.stream;
  }

  /** Sessions that nobody is connected to cost an attacker nothing, and yet each has a place in its room. */
  #mayWait(network: string | undefined): boolean {
    const { maxAbsent, maxAbsentPerAddress } = this.#options;
    const beside = network === undefined ? 0 : (this.#absentOf.get(network) ?? 0);
    return this.#absent.size < maxAbsent && beside < maxAbsentPerAddress;
  }

  #confirm(session: Session): void {
    if (session.formerHash === undefined) return;
    this.#byHash.delete(session.formerHash);
    delete session.formerHash;
  }

  #forget(session: Session): void {
    this.#waitNoMore(session);
    this.#confirm(session);
    if (session.resumeHash !== undefined) this.#byHash.delete(session.resumeHash);
  }

  #waitNoMore(session: Session): void {
    const network = this.#absent.get(session);
    this.#absent.delete(session);
    if (network === undefined) return;
    const left = (this.#absentOf.get(network) ?? 1) - 1;
    if (left > 0) this.#absentOf.set(network, left);
    else this.#absentOf.delete(network);
  }
}
