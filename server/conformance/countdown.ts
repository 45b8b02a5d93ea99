/**
 * How long a case waits. Time in which this process itself was held up does not count: what came meanwhile could not be
 * heard, and nobody is to blame for that but this machine.
 */

/** After each slice what has come is heard before the next one counts. */
const SLICE_MS = 20;

/** Calls `onOver` when the time is over; answers how to stop it. */
export function countdown(durationMs: number, onOver: () => void): () => void {
  let leftMs = durationMs;
  let timer: NodeJS.Timeout | undefined;
  const step = (): void => {
    const sliceMs = Math.min(leftMs, SLICE_MS);
    timer = setTimeout(() => {
      leftMs -= sliceMs;
      if (leftMs > 0) step();
      else onOver();
    }, sliceMs);
  };
  step();
  return () => clearTimeout(timer);
}
