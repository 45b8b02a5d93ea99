/** The suite for clients: a server with a script, to which one client connects again and again. */
import type { Announcement } from '../case.js';
import type { Report, Verdict } from '../report.js';
import { runParts } from '../run-parts.js';
import { CLIENT_PARTS } from './parts.js';
import { Stage } from './stage.js';

export interface ClientSuiteOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly only?: readonly string[];
  /** How long to wait for the client, and for the person before it, in milliseconds. */
  readonly timeoutMs?: number;
  /** The server listens. */
  readonly onReady?: (url: string) => void;
  readonly onVerdict?: (verdict: Verdict) => void;
}

export const DEFAULT_CLIENT_TIMEOUT_MS = 30_000;

/** What the client, or the person before it, has to do. */
export const PARTS_TO_PLAY: readonly string[] = [
  'sign in under any name, and again where it does not connect by itself',
  'call each "please-call-me-…" as soon as it is in the list',
  'answer each "please-answer-…", decline each "please-decline-…"',
  'let each "please-wait-…" ring',
];

/** Tests a client. Rejects with a `Failure` where none comes. */
export async function testClient(options: ClientSuiteOptions = {}): Promise<Report> {
  const {
    port = 0,
    host = '127.0.0.1',
    only = [],
    timeoutMs = DEFAULT_CLIENT_TIMEOUT_MS,
    onReady,
    onVerdict,
  } = options;
  const stage = await Stage.open(port, host, timeoutMs);
  try {
    onReady?.(stage.url);
    const about = await ask(stage);
    const outcome = await runParts(CLIENT_PARTS, about, {
      only,
      open: () => stage,
      close: () => stage.clear(),
      ...(onVerdict ? { onVerdict } : {}),
    });
    return { subject: 'the client', about, ...outcome };
  } finally {
    stage.close();
  }
}

/** What it says about itself to a server that knows version 1. */
async function ask(stage: Stage): Promise<Announcement> {
  const { username } = await stage.welcome({ isModern: true });
  stage.clear();
  const { v, client, caps } = (username.hello ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof client === 'string' ? { software: client } : {}),
    ...(typeof v === 'number' ? { v } : {}),
    caps: Array.isArray(caps) ? caps.filter((cap) => typeof cap === 'string') : [],
  };
}
