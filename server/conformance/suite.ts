/** The suite for servers: finds out what there is, and runs the cases against it. Prints nothing. */
import { SUBPROTOCOL } from '../../src/protocol/index.js';
import { checkAdmission } from './admission.js';
import type { Announcement, Part } from './case.js';
import { PARTS } from './parts.js';
import { type Heard, Participant } from './participant.js';
import type { Report, Verdict } from './report.js';
import { runParts } from './run-parts.js';
import { checkSight } from './sight.js';
import { ConnectError, type WireOptions, openWire } from './wire.js';
import { type Target, World } from './world.js';

export interface SuiteOptions {
  /** Beginnings of case ids; without any, all. */
  readonly only?: readonly string[];
  /** How long to wait for what must come, in milliseconds. */
  readonly timeoutMs?: number;
  readonly origin?: string;
  readonly isInsecure?: boolean;
  /** What a server that asks who comes is given, of another person each. */
  readonly tokens?: readonly string[];
  /** One of another person that is over within some seconds. */
  readonly expiringToken?: string | undefined;
  readonly parts?: readonly Part[];
  readonly onVerdict?: (verdict: Verdict) => void;
}

export const DEFAULT_TIMEOUT_MS = 3_000;

/** Tests a server. Rejects with a `ConnectError` where none can be reached, with an `AdmissionError` where it lets nobody in. */
export async function testServer(url: string, options: SuiteOptions = {}): Promise<Report> {
  const { parts = PARTS, only = [], onVerdict } = options;
  const target = await findOut(url, options);
  const about = await ask(target);
  await checkAdmission(target);
  await checkSight(target, about);
  const outcome = await runParts(parts, about, {
    only,
    open: () => new World(target),
    close: (world) => world.end(),
    ...(onVerdict ? { onVerdict } : {}),
  });
  return { subject: url, about, ...outcome };
}

/** Whether it can be reached, and whether it selects the subprotocol. */
async function findOut(url: string, options: SuiteOptions): Promise<Target> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, origin, isInsecure = false } = options;
  const wire: WireOptions = { timeoutMs, isInsecure, ...(origin === undefined ? {} : { origin }) };
  const { tokens = [], expiringToken } = options;
  const target: Target = {
    url,
    options: wire,
    protocols: [SUBPROTOCOL],
    tokens,
    visitors: [],
    isSeeing: true,
    expiringToken,
    isOpen: true,
  };
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
      ...(typeof server === 'string' ? { software: server } : {}),
      ...(typeof v === 'number' ? { v } : {}),
      caps: Array.isArray(caps) ? caps.filter((cap) => typeof cap === 'string') : [],
    };
  } finally {
    world.end();
  }
}
