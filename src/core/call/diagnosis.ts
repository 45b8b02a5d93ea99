/**
 * Why two who want to talk have no path: what was met on the way to one in, one word out. Pure: who gathers the
 * evidence stands in rtc-evidence.ts, when it is judged in path-doctor.ts.
 */
import type { PathErrorCode } from '../errors.js';
import type { IceRefusal, IceServerOption, PathEvidence } from '../ports.js';
import { type IceUrl, readIceUrl } from './ice-url.js';

export interface Evidence extends PathEvidence {
  /** The browser says that there is no network. */
  readonly isOffline: boolean;
  /** The server hears us. */
  readonly isOnline: boolean;
  /** The server hears the other one. */
  readonly isPeerHere: boolean;
  /** This page lets the call use nothing but TURN. */
  readonly relayOnly: boolean;
  readonly servers: NamedServers;
}

/** The STUN and TURN servers that this page was told, as far as a path depends on them. */
export interface NamedServers {
  /** How TURN servers are to be reached. */
  readonly turn: ReadonlySet<IceUrl['way']>;
  /** How many hosts would answer over UDP. */
  readonly udpHosts: number;
}

export function diagnose(evidence: Evidence): PathErrorCode {
  const { local, remote, servers } = evidence;
  // A device that hears neither the server nor the other side is cut off, not they.
  if (evidence.isOffline || !evidence.isOnline) return 'network-down';
  if (!evidence.isPeerHere) return 'peer-unreachable';
  if (cannotBegin(evidence)) return 'no-turn';
  if (refusesTurn(evidence)) return 'turn-auth';
  if (letsNoUdpThrough(evidence)) return 'udp-blocked';
  if (servers.turn.size > 0 && !local.some(isRelayed)) return 'turn-unreachable';
  return [...local, ...remote].some(isRelayed) ? 'no-path' : 'no-turn';
}

/** Known before anything is tried: only TURN may be used, and none is named. */
export const cannotBegin = ({ relayOnly, servers }: Pick<Evidence, 'relayOnly' | 'servers'>): boolean =>
  relayOnly && servers.turn.size === 0;

/** A server that is there has answered by then, however slow the line is. */
export const ANSWER_MS = 5_000;

/** 401 and 403 of RFC 8656, and 441, wrong credentials. */
const REFUSED: ReadonlySet<number> = new Set([401, 403, 441]);
/** Nothing was answered (RTCPeerConnectionIceErrorEvent). */
const UNANSWERED = 701;

export const isRefusal = ({ code, server }: IceRefusal): boolean => server === 'turn' && REFUSED.has(code);

const isRelayed = (kind: string): boolean => kind.startsWith('relay/');

/** No TURN server takes the credentials. */
export const refusesTurn = ({ local, refusals }: PathEvidence): boolean =>
  refusals.some(isRefusal) && !local.some(isRelayed);

/**
 * A server that is silent may be down; where another way to it works, or several are silent at once and nothing else
 * could have been tried, it is the network.
 */
function letsNoUdpThrough({ local, refusals, gathering, servers }: Evidence): boolean {
  const { turn, udpHosts } = servers;
  if (local.some((kind) => kind === 'srflx/udp' || kind === 'relay/udp')) return false;
  if (local.some(isRelayed)) return turn.has('udp');
  if (refusals.some(({ code }) => code < UNANSWERED)) return false;
  const hasOtherWays = turn.has('tcp') || turn.has('tls');
  const isSilent = gathering === 'unanswered' || refusals.some(({ code }) => code === UNANSWERED);
  return !hasOtherWays && udpHosts > 1 && isSilent;
}

const read = (options: readonly IceServerOption[]): readonly (IceUrl | undefined)[] =>
  options.flatMap(({ urls }) => urls).map(readIceUrl);

export function namedServers(options: readonly IceServerOption[]): NamedServers {
  const known = read(options).filter((url) => url !== undefined);
  const turn = known.filter(({ scheme }) => scheme === 'turn').map(({ way }) => way);
  const hosts = known.filter(({ way }) => way === 'udp').map(({ host }) => host);
  return { turn: new Set(turn), udpHosts: new Set(hosts).size };
}

/** How each of them is to be reached, without its name: `turn/udp`, `turn/tls`, `stun/udp`; `other` for what is none. */
export const serverWays = (options: readonly IceServerOption[]): readonly string[] =>
  read(options).map((url) => (url ? `${url.scheme}/${url.way}` : 'other'));

/** RFC 8839: `candidate:foundation component transport priority address port typ TYPE …`. */
const CANDIDATE = /candidate:\S+ \d+ (udp|tcp) \d+ \S+ \d+ typ (host|srflx|prflx|relay)\b/gi;

/** The kinds of the candidates in a line or a description, such as `host/udp`. Words that are none are the other side's own. */
export const kindsIn = (text: string): readonly string[] =>
  [...text.matchAll(CANDIDATE)].map(([, transport, type]) =>
    `${String(type)}/${String(transport)}`.toLowerCase(),
  );
