/** Runs the cases against one server, one after the other, and gathers the verdicts. Prints nothing. */
import { type Announcement, type ConformanceCase, Failure, NotOffered, type Part, show } from './case.js';
import { PARTS } from './parts.js';
import { type Heard, Participant } from './participant.js';
import type { Report, Verdict } from './report.js';
import { ConnectError, type WireOptions, openWire } from './wire.js';
import { type Target, World } from './world.js';
import { SUBPROTOCOL } from '../../src/protocol/index.js';

export interface SuiteOptions {
  /** Beginnings of case ids; without any, all. */
  readonly only?: readonly string[];
  /** How long to wait for what must come, in milliseconds. */
  readonly timeoutMs?: number;
  readonly origin?: string;
  readonly isInsecure?: boolean;
  readonly parts?: readonly Part[];
  readonly onVerdict?: (verdict: Verdict) => void;
}

export const DEFAULT_TIMEOUT_MS = 3_000;

/** Tests a server. Rejects with a `ConnectError` where none can be reached. */
export async function testServer(url: string, options: SuiteOptions = {}): Promise<Report> {
  const { parts = PARTS, only = [], onVerdict } = options;
  const target = await findOut(url, options);
  const server = await ask(target);
  const verdicts: Verdict[] = [];
  for (const part of parts) {
    for (const one of part.cases.filter(({ id }) => isWanted(id, only))) {
      const verdict = await judge(target, part, one, server);
      verdicts.push(verdict);
      onVerdict?.(verdict);
    }
  }
  return { subject: url, server, verdicts };
}

export const isWanted = (id: string, only: readonly string[]): boolean =>
  only.length === 0 || only.some((start) => id === start || id.startsWith(`${start.replace(/\/$/, '')}/`));

/** Whether it can be reached, and whether it selects the subprotocol. */
async function findOut(url: string, options: SuiteOptions): Promise<Target> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, origin, isInsecure = false } = options;
  const wire: WireOptions = { timeoutMs, isInsecure, ...(origin === undefined ? {} : { origin }) };
  const target: Target = { url, options: wire, protocols: [SUBPROTOCOL], isGone: false };
  const quiet = { onFrame: () => undefined, onClose: () => undefined };
  try {
    (await openWire(url, wire, quiet)).close();
    return target;
  } catch (error) {
    const selectsNone = error instanceof ConnectError && /subprotocol/i.test(error.message);
    if (!selectsNone) throw error;
    (await openWire(url, wire, quiet, [])).close();
    return { ...target, protocols: [] };
  }
}

/** What it says about itself, if it speaks at all. */
async function ask(target: Target): Promise<Announcement> {
  const world = new World(target);
  try {
    const { heard } = await world.connect().catch(() => new Participant(0));
    const { server, v, caps }: Partial<Heard> = heard.find(({ type }) => type === 'id') ?? {};
    return {
      ...(typeof server === 'string' ? { server } : {}),
      ...(typeof v === 'number' ? { v } : {}),
      caps: Array.isArray(caps) ? caps.filter((cap) => typeof cap === 'string') : [],
    };
  } finally {
    world.end();
  }
}

async function judge(
  target: Target,
  part: Part,
  one: ConformanceCase,
  server: Announcement,
): Promise<Verdict> {
  const { id, title, rule, advice } = one;
  const about = { id, part: part.name, title, rule };
  const isAnnounced = part.isAnnounced(server);
  if (!isAnnounced && part.isForAll !== true) {
    return { ...about, status: 'skipped', problem: 'the server does not announce it', durationMs: 0 };
  }
  const startMs = performance.now();
  const world = new World(target);
  const took = (): number => Math.round(performance.now() - startMs);
  try {
    await one.run(world);
    return { ...about, status: 'passed', durationMs: took() };
  } catch (error) {
    if (error instanceof NotOffered) {
      return { ...about, status: 'skipped', problem: error.message, durationMs: took() };
    }
    const status = isAnnounced && one.isAdvice !== true ? 'failed' : 'warning';
    const seen = error instanceof Failure ? error.seen : show(error instanceof Error ? error.stack : error);
    const problem = error instanceof Failure ? error.message : 'the case itself failed, please report it';
    return { ...about, status, problem, seen, advice, durationMs: took() };
  } finally {
    world.end();
  }
}
