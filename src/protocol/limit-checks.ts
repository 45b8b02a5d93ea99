/** Whether a frame keeps within the limits. Apart from the limits themselves, which a page needs long before any frame. */
import { isRecord } from './decode.js';
import { CALL_ID_LENGTH, type Limits } from './limits.js';

/** Whether `value` nests deeper than `limit`; stops as soon as it knows. A scalar has depth 0. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit <= 0) return true;
  if (Array.isArray(value)) return value.some((child) => isDeeperThan(child, limit - 1));
  // Not Object.values: this runs for every message of everybody.
  for (const key in value) {
    if (isDeeperThan((value as Record<string, unknown>)[key], limit - 1)) return true;
  }
  return false;
}

/** The name of the first field that is too long, or `undefined`. Looks only at fields the protocol bounds. */
export function findOversizedField(
  message: Readonly<Record<string, unknown>>,
  limits: Limits,
): string | undefined {
  const { text, sdp, candidate, call } = message;
  if (typeof text === 'string' && text.length > limits.textLength) return 'text';
  if (isRecord(sdp) && typeof sdp.sdp === 'string' && sdp.sdp.length > limits.sdpLength) return 'sdp';
  if (isRecord(candidate) && isLongerThan(candidate, limits.candidateLength)) return 'candidate';
  if (isRecord(call) && typeof call.id === 'string' && call.id.length > CALL_ID_LENGTH) return 'call';
  return undefined;
}

/**
 * A number with an exponent, as far as that can be told without reading the JSON once more; a text may hold such a thing too.
 * Whatever else is written out again takes no more characters than it came with.
 */
const EXPONENT = /[[:,]\s*-?\d[\d.]*[eE][+-]?\d/;
/** So much may a few honest numbers take; for what takes more nobody has paid. */
const GROWTH = 256;

/** Whether a frame becomes larger by being read and written again: `1e20` has 4 characters, and then 21. */
export const doesGrow = (text: string, parsed: object): boolean =>
  EXPONENT.test(text) && jsonLength(parsed) > text.length + GROWTH;

/** No character of a text takes more in JSON: `\u0000`. */
const ESCAPED_LENGTH = 6;
/** More than any number or literal takes, with what stands around a value. */
const VALUE_LENGTH = 32;

const isScalar = (value: unknown): boolean =>
  value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);

/** The usual candidate is so short that this is plain without writing it down. */
function isLongerThan(value: Readonly<Record<string, unknown>>, limit: number): boolean {
  let atMost = 2;
  for (const key in value) {
    const field = value[key];
    if (!isScalar(field)) return jsonLength(value) > limit;
    const text = typeof field === 'string' ? field.length : 0;
    atMost += (key.length + text) * ESCAPED_LENGTH + VALUE_LENGTH;
  }
  return atMost > limit && jsonLength(value) > limit;
}

/** A transport that carries objects can carry what has no JSON, such as a bigint: that is longer than any limit. */
function jsonLength(value: object): number {
  try {
    return JSON.stringify(value).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
