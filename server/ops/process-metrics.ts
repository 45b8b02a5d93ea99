/** How the process does: memory, CPU, and how late its event loop is. Names are those Prometheus clients agree on. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metrics } from './metrics.js';

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 20;

/** Beyond the timer's own interval; since somebody last looked, so that each look tells of its own time. */
function lagOf(histogram: IntervalHistogram): readonly { value: number; labels: { quantile: string } }[] {
  const seconds = (nanoseconds: number): number =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1000) : 0;
  const samples = [
    ...[50, 99].map((percent) => ({
      value: seconds(histogram.percentile(percent)),
      labels: { quantile: String(percent / 100) },
    })),
    { value: seconds(histogram.max), labels: { quantile: '1' } },
  ];
  histogram.reset();
  return samples;
}

/** Answers how to stop watching. */
export function processMetrics(metrics: Metrics): () => void {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const startedAtSeconds = Math.round(performance.timeOrigin) / 1000;
  metrics.gauge(
    'process_start_time_seconds',
    'When the process started, since 1970.',
    () => startedAtSeconds,
  );
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  metrics.gauge(
    'nodejs_heap_size_used_bytes',
    'Memory of its JavaScript.',
    () => process.memoryUsage().heapUsed,
  );
  metrics.gauge(
    'nodejs_external_memory_bytes',
    'Memory of its buffers.',
    () => process.memoryUsage().external,
  );
  metrics.total('process_cpu_seconds_total', 'Processor time.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.gauge('nodejs_eventloop_lag_seconds', 'How late the event loop was since the last look.', () =>
    lagOf(histogram),
  );
  return () => histogram.disable();
}
