/** Looks things up in a report of a peer connection, and compares a counter with what it was in the one before. Pure. */
import type { RawStats } from '../ports.js';

export interface Report {
  get(id: unknown): RawStats | undefined;
  all(type: string): readonly RawStats[];
}

export function openReport(stats: readonly RawStats[]): Report {
  const byId = new Map<unknown, RawStats>(stats.map((one) => [one.id, one]));
  return { get: (id) => byId.get(id), all: (type) => stats.filter((one) => one.type === type) };
}

/**
 * A report that also has the paths which only an earlier one had: while Firefox waits for the answer to a restart it says
 * nothing of its path, and counts on where the restart is taken back.
 */
export function remember(
  before: readonly RawStats[] | undefined,
  after: readonly RawStats[],
): readonly RawStats[] {
  const said = new Set(after.map(({ id }) => id));
  const paths = (before ?? []).filter(({ id, type }) => type === 'candidate-pair' && !said.has(id));
  return [...paths, ...after];
}

export function numberOf(stats: RawStats | undefined, name: string): number | undefined {
  const value = stats?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textOf(stats: RawStats | undefined, name: string): string | undefined {
  const value = stats?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** How much a counter rose since the report before; undefined where one of the two has none. */
export function rise(then: Report, now: RawStats, name: string): number | undefined {
  const before = numberOf(then.get(now.id), name);
  const after = numberOf(now, name);
  return before === undefined || after === undefined ? undefined : after - before;
}

/** How much a counter rose per second of the browser's own time between the two. */
export function grown(then: Report, now: RawStats, name: string): number | undefined {
  const by = rise(then, now, name);
  const ms = now.timestamp - (then.get(now.id)?.timestamp ?? now.timestamp);
  return by === undefined || ms <= 0 ? undefined : (by * 1000) / ms;
}

/** The same of what can only rise: one that was set back has begun anew. */
export function perSecond(then: Report, now: RawStats, name: string): number | undefined {
  const speed = grown(then, now, name);
  return speed === undefined ? undefined : Math.max(0, speed);
}

/** How much was counted since the report before; what was not there or has begun anew counts from nothing. */
export function counted(then: Report, now: RawStats, name: string): number {
  const before = numberOf(then.get(now.id), name) ?? 0;
  const after = numberOf(now, name) ?? 0;
  return after < before ? after : after - before;
}
