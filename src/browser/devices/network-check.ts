/**
 * Which ways out of this network there are: gathers candidates with the servers of a call, and sends nothing to anybody
 * else. Each kind of candidate is a kind of path (RFC 8445).
 */
import type { RtcConfiguration } from './rtc-configuration.js';

/** `refused`: the server answered, and did not take the password. `unset`: no such server is set up. */
export type PathState = 'works' | 'silent' | 'refused' | 'unset';

export interface NetworkReport {
  /** Within this network: `host` candidates. */
  readonly host: PathState;
  /** Through the internet over UDP: `srflx`, from a STUN or TURN server, or its word that there is no other address. */
  readonly srflx: PathState;
  /** Through a relay: `relay`, from a TURN server. */
  readonly relay: PathState;
}

/** Browsers give servers that do not answer up after about ten seconds; some never say so. */
const LONGEST_MS = 12_000;
/** Unauthorized, forbidden, stale nonce, wrong credentials (RFC 8489, RFC 8656). Others are about the request, or the browser's own. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 438, 441]);

/** Nothing was answered (RTCPeerConnectionIceErrorEvent). */
const UNANSWERED = 701;

interface Gathered {
  readonly found: ReadonlySet<string>;
  readonly isRefused: boolean;
  /** The browser has asked every server, and given none up. */
  readonly isAnswered: boolean;
}

/** Rejects where the servers make no sense. `signal` ends it early. */
export async function checkNetwork(
  { iceServers }: RtcConfiguration,
  signal: AbortSignal,
): Promise<NetworkReport> {
  const urls = iceServers.flatMap((server) => server.urls);
  const asked = {
    host: true,
    srflx: urls.some(isUdp),
    relay: urls.some((url) => /^turns?:/i.test(url)),
  };
  const gathered = await gather(iceServers, signal, (types) =>
    Object.entries(asked).every(([type, isAsked]) => !isAsked || has(types, type)),
  );
  const state = (type: keyof typeof asked): PathState => {
    if (has(gathered.found, type)) return 'works';
    if (!asked[type]) return 'unset';
    // Where an address is the same from outside no candidate says so.
    if (type === 'srflx' && gathered.isAnswered && gathered.found.has('host')) return 'works';
    return type === 'relay' && gathered.isRefused ? 'refused' : 'silent';
  };
  return { host: state('host'), srflx: state('srflx'), relay: state('relay') };
}

/** Who is given a relay address was seen from outside; a candidate that says no more than another one is left out. */
const has = (types: ReadonlySet<string>, type: string): boolean =>
  types.has(type) || (type === 'srflx' && types.has('relay'));

/** `stun:host`, `turn:host?transport=udp`. */
const isUdp = (url: string): boolean => /^(stun|turn):(?!.*=tcp)/i.test(url);

/** Ends when `isEnough`, and else when the browser has asked everybody. */
async function gather(
  iceServers: RTCIceServer[],
  signal: AbortSignal,
  isEnough: (types: ReadonlySet<string>) => boolean,
): Promise<Gathered> {
  signal.throwIfAborted();
  const connection = new RTCPeerConnection({ iceServers });
  const found = new Set<string>();
  const errors: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const isComplete = await new Promise<boolean>((resolve, reject) => {
      timer = setTimeout(resolve, LONGEST_MS, false);
      signal.addEventListener('abort', () => {
        resolve(false);
      });
      connection.addEventListener('icecandidateerror', ({ errorCode }) => {
        errors.push(errorCode);
      });
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type) found.add(candidate.type);
        if (!candidate || isEnough(found)) resolve(!candidate);
      });
      connection.createDataChannel('check');
      connection.setLocalDescription().catch(reject);
    });
    return {
      found,
      isRefused: errors.some((code) => REFUSALS.has(code)),
      isAnswered: isComplete && !errors.includes(UNANSWERED),
    };
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
