/**
 * How large what a client sends may be. A relay enforces them; a client applies the ones that guard it from its
 * peer (SDP, candidates, depth). Sizes are characters of the JSON text unless a name says bytes.
 */
import { isRecord } from './decode.js';

export interface Limits {
  /** Bytes of one frame. */
  readonly frameBytes: number;
  /** Levels of nesting in one frame. */
  readonly depth: number;
  /** Characters (code points) of a name. */
  readonly nameLength: number;
  /** Characters of one chat text. */
  readonly textLength: number;
  /** Characters of one session description. */
  readonly sdpLength: number;
  /** Characters of one candidate. */
  readonly candidateLength: number;
  /** Candidates held per call until they can be applied. */
  readonly heldCandidates: number;
}

export const DEFAULT_LIMITS: Limits = {
  frameBytes: 64 * 1024,
  depth: 16,
  nameLength: 64,
  textLength: 4_000,
  sdpLength: 32 * 1024,
  candidateLength: 1_024,
  heldCandidates: 64,
};

/** Whether `value` nests deeper than `limit`; stops as soon as it knows. A scalar has depth 0. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit <= 0) return true;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isDeeperThan(child, limit - 1));
}

/** The name of the first field that is too long, or `undefined`. Looks only at fields the protocol bounds. */
export function findOversizedField(
  message: Readonly<Record<string, unknown>>,
  limits: Limits,
): string | undefined {
  const { text, sdp, candidate } = message;
  if (typeof text === 'string' && text.length > limits.textLength) return 'text';
  if (isRecord(sdp) && typeof sdp.sdp === 'string' && sdp.sdp.length > limits.sdpLength) return 'sdp';
  if (isRecord(candidate) && jsonLength(candidate) > limits.candidateLength) return 'candidate';
  return undefined;
}

/** A transport that carries objects can carry what has no JSON, such as a bigint: that is longer than any limit. */
function jsonLength(value: object): number {
  try {
    return JSON.stringify(value).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
