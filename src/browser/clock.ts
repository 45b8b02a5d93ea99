/** The clock port in a browser. `performance` keeps it from running backwards when the system's clock is set. */
import type { ClockPort } from '../core/ports.js';

/** A longer wait would overflow and be none at all. */
const LONGEST_MS = 2 ** 31 - 1;

export const browserClock: ClockPort = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
  // Not randomUUID: it does not exist on insecure pages, where chat must still work.
  id: () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    ),
};
