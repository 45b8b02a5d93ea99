/** Runs cases one after the other, and makes a verdict of how each ended. It knows neither servers nor clients. */
import {
  type Announcement,
  type ConformanceCase,
  Failure,
  Gone,
  NotOffered,
  type Part,
  show,
} from './case.js';
import type { Stop, Verdict } from './report.js';

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
): Promise<{ readonly verdicts: readonly Verdict[]; readonly stopped?: Stop }> {
  const verdicts: Verdict[] = [];
  const wanted = parts.flatMap((part) =>
    part.cases.filter(({ id }) => isWanted(id, options.only)).map((one) => [part, one] as const),
  );
  for (const [at, [part, one]] of wanted.entries()) {
    const played = verdicts.filter(({ status }) => status !== 'skipped').at(-1);
    const verdict = await judge(part, one, about, options, played !== undefined);
    if (verdict instanceof Gone) {
      const { message: problem, seen, advice } = verdict;
      const untested = wanted.slice(at).map(([, { id }]) => id);
      return { verdicts, stopped: { after: played?.id ?? '', problem, seen, advice, untested } };
    }
    verdicts.push(verdict);
    options.onVerdict?.(verdict);
  }
  return { verdicts };
}

/** One case. Where the end was there before and is gone when the case begins, that says nothing of the case. */
async function judge<W>(
  part: Part<W>,
  one: ConformanceCase<W>,
  about: Announcement,
  { open, close }: RunOptions<W>,
  hasPlayed: boolean,
): Promise<Verdict | Gone> {
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
    if (error instanceof Gone && hasPlayed) return error;
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
