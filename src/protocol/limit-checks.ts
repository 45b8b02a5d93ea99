/** Whether a frame keeps within the limits. Apart from the limits themselves, which a page needs long before any frame. */
import { isRecord } from './decode.js';
import type { Limits } from './limits.js';

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
