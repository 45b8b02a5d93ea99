/** Runs cases one after the other, and makes a verdict of how each ended. It knows neither servers nor clients. */
import { type Announcement, type ConformanceCase, Failure, NotOffered, type Part, show } from './case.js';
import type { Verdict } from './report.js';

export interface RunOptions<W> {
  /** Beginnings of case ids; without any, all. */
  readonly only: readonly string[];
  /** Sets the stage for one case, and clears it. */
  readonly open: () => W;
  readonly close: (world: W) => void;
  readonly onVerdict?: (verdict: Verdict) => void;
}

export const isWanted = (id: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((start) => id === start || id.startsWith(`${start.replace(/\/$/, '')}/`));

export async function runParts<W>(
  parts: readonly Part<W>[],
  about: Announcement,
  options: RunOptions<W>,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const part of parts) {
    for (const one of part.cases.filter(({ id }) => isWanted(id, options.only))) {
      const verdict = await judge(part, one, about, options);
      verdicts.push(verdict);
      options.onVerdict?.(verdict);
    }
  }
  return verdicts;
}

async function judge<W>(
  part: Part<W>,
  one: ConformanceCase<W>,
  about: Announcement,
  { open, close }: RunOptions<W>,
): Promise<Verdict> {
  const { id, title, rule } = one;
  const facts = { id, part: part.name, title, rule };
  const isAnnounced = part.isAnnounced(about);
  if (!isAnnounced && part.isForAll !== true) {
    return { ...facts, status: 'skipped', problem: 'it is not announced', durationMs: 0 };
  }
  const startMs = performance.now();
  const world = open();
  try {
    await one.run(world);
    return { ...facts, status: 'passed', durationMs: since(startMs) };
  } catch (error) {
    return { ...facts, ...outcome(error, one, isAnnounced), durationMs: since(startMs) };
  } finally {
    close(world);
  }
}

const since = (startMs: number): number => Math.round(performance.now() - startMs);

function outcome<W>(
  error: unknown,
  { advice, isAdvice = false }: ConformanceCase<W>,
  isAnnounced: boolean,
): Pick<Verdict, 'status' | 'problem' | 'seen' | 'advice'> {
  if (error instanceof NotOffered) return { status: 'skipped', problem: error.message };
  const status = isAnnounced && !isAdvice ? 'failed' : 'warning';
  if (error instanceof Failure) return { status, problem: error.message, seen: error.seen, advice };
  const seen = show(error instanceof Error ? error.stack : error);
  return { status, problem: 'the case itself failed, please report it', seen, advice };
}
