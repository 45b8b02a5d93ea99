/**
 * How long to wait before the next try: at once, then "full jitter" under a bound that doubles, so that a server that
 * comes back is not met by everybody in the same moment.
 */
export const RETRY_MIN_MS = 500;
export const RETRY_MAX_MS = 20_000;

/** Milliseconds before try number `attempt` (0 is the first retry). `random` is in [0, 1). */
export function retryDelay(attempt: number, random: number): number {
  if (attempt <= 0) return 0;
  const bound = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(attempt, 16));
  return Math.round(RETRY_MIN_MS + random * (bound - RETRY_MIN_MS));
}
