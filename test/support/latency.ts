/** How long messages of an honest pair take, measured as a person would notice it: there and back. */
import type { WireClient } from './wire-client.js';

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** One message after the other from one to the other, `count` in all. */
export async function latencyOf(
  from: WireClient,
  to: WireClient,
  name: string,
  count: number,
): Promise<Latency> {
  const tookMs: number[] = [];
  for (let i = 0; i < count; i++) {
    const startedAtMs = performance.now();
    from.say({ type: 'probe', target: name, i });
    await to.next('probe', (message) => message.i === i);
    tookMs.push(performance.now() - startedAtMs);
  }
  tookMs.sort((a, b) => a - b);
  return { p50Ms: percentile(tookMs, 0.5), p99Ms: percentile(tookMs, 0.99) };
}
