/** Unpredictable text, of bytes that are taken from the system in large pieces: each request for some costs as much as a hash. */
import { randomFillSync } from 'node:crypto';

const POOL = Buffer.alloc(4_096);
let used = POOL.length;

/** Of `length` random bytes, at most 4,096, in the alphabet of base64url; no byte is given out twice. */
export function randomText(length: number): string {
  if (used + length > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const text = POOL.toString('base64url', used, used + length);
  // What was given out does not stay in memory.
  POOL.fill(0, used, used + length);
  used += length;
  return text;
}
