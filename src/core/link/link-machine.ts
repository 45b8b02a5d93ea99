/**
 * The signaling link's machine: pure, total over every status and event. One socket at a time; a lost one is tried
 * again without end, unless the server said to stay away. The diagram stands in link-state.ts.
 */
import { type WireErrorCode, isBackOffClose, isFinalClose } from '../../protocol/index.js';
import type { Step } from '../machine.js';
import type { LinkState, ServerInfo } from './link-state.js';
import { retryDelay } from './retry-policy.js';

export type LinkEvent =
  | { readonly type: 'connect' }
  | { readonly type: 'disconnect' }
  /** Check now: the network or the page came back. */
  | { readonly type: 'wake' }
  /** Check now: the other side of a call has fallen silent, and perhaps it is this side that is cut off. */
  | { readonly type: 'doubt' }
  /**
   * The page goes away, and may come back out of the browser's memory: it must not keep a socket open. `returns`: it has
   * left a note with which the next page gets its session.
   */
  | { readonly type: 'leave'; readonly returns: boolean }
  | { readonly type: 'hello'; readonly server: ServerInfo }
  /** The server has handed the former session over: others know it by this public id. */
  | { readonly type: 'resumed'; readonly sid: string }
  /** The server has taken the name and shown who is here. */
  | { readonly type: 'joined' }
  /** Anything at all arrived; `echo`: our own ping, from a server that knows no pong. */
  | { readonly type: 'heard'; readonly echo?: boolean }
  | { readonly type: 'refused'; readonly code: WireErrorCode }
  /** The server ends soon, and spreads those who come back. */
  | { readonly type: 'goodbye'; readonly reconnectInMs: number }
  | { readonly type: 'closed'; readonly code: number }
  | { readonly type: 'timer'; readonly timer: LinkTimer };

export type LinkTimer = 'open' | 'retry' | 'silence' | 'probe' | 'beat' | 'steady';

/** The person is gone; the page goes, and another may come; or the connection does not work any more. */
export type ClosedBecause = 'left' | 'leaving' | 'lost';

export type LinkEffect =
  | { readonly type: 'open-socket' }
  | { readonly type: 'close-socket'; readonly why: ClosedBecause }
  | { readonly type: 'send-name' }
  /** Something the server will answer. */
  | { readonly type: 'send-ping' }
  | { readonly type: 'start-timer'; readonly timer: LinkTimer; readonly ms: number }
  | { readonly type: 'stop-timer'; readonly timer: LinkTimer }
  | { readonly type: 'stop-timers' }
  | {
      readonly type: 'report';
      readonly code: 'link-lost' | 'link-unreachable' | 'link-refused';
      readonly closeCode: number;
    };

export interface LinkEnv {
  readonly nowMs: number;
  readonly random: number;
}

/** To be online, from the socket's start to the first list. */
export const OPEN_TIMEOUT_MS = 12_000;
/** Against a server without its own beat: how often we send something that comes back. */
export const BEAT_MS = 7_000;
export const PROBE_MS = 4_000;
/** The same while a call has fallen silent: a new address of ours has cut both off, and the call needs the server. */
export const DOUBT_MS = 1_500;
/** Silence from a server that beats; longer than one interval and its time-out together. */
export const SILENCE_MS = 12_000;
/** How long a connection must hold until its loss is met with a try at once. */
export const STEADY_MS = 10_000;
/** After the page was left: time enough to be gone. */
export const AWAY_MS = 2_000;
/** A server may ask for patience, but not for ever. */
export const MAX_BACK_IN_MS = 60_000;

/** Comes all the time while all is well. */
export const isRoutine = (event: LinkEvent): boolean =>
  event.type === 'heard' || (event.type === 'timer' && event.timer === 'beat');

type LinkStep = Step<LinkState, LinkEffect>;
const stay = (state: LinkState): LinkStep => [state, []];

export function linkTransition(state: LinkState, event: LinkEvent, env: LinkEnv): LinkStep {
  switch (event.type) {
    case 'connect':
      return state.status === 'offline' || state.status === 'refused' ? open(0, true) : stay(state);
    case 'disconnect':
      return [{ status: 'offline' }, [{ type: 'stop-timers' }, { type: 'close-socket', why: 'left' }]];
    case 'wake':
      return state.status === 'waiting' ? open(state.attempt) : probe(state, PROBE_MS);
    case 'doubt':
      return probe(state, DOUBT_MS);
    case 'leave':
      return leave(state, event.returns, env);
    case 'hello':
      return state.status === 'connecting'
        ? [{ ...state, server: event.server }, [{ type: 'send-name' }]]
        : stay(state);
    case 'resumed':
      return stay(
        state.status === 'connecting' && state.server
          ? { ...state, server: { ...state.server, sid: event.sid } }
          : state,
      );
    case 'joined':
      return state.status === 'connecting' && state.server
        ? join(state.server, state.first ? 0 : state.attempt + 1)
        : stay(state);
    case 'heard':
      return state.status === 'online' ? heard(state, event.echo ?? false) : stay(state);
    case 'refused':
      return state.status === 'connecting' || state.status === 'online'
        ? [{ ...state, refusal: event.code }, []]
        : stay(state);
    case 'goodbye':
      return stay(
        state.status === 'online'
          ? { ...state, backInMs: Math.min(event.reconnectInMs, MAX_BACK_IN_MS) }
          : state,
      );
    case 'closed':
      return closed(state, event.code, env);
    case 'timer':
      return whenTimerFires(state, event.timer, env);
  }
}

function open(attempt: number, first = false): LinkStep {
  return [
    { status: 'connecting', attempt, ...(first ? { first } : {}) },
    [
      { type: 'stop-timers' },
      { type: 'open-socket' },
      { type: 'start-timer', timer: 'open', ms: OPEN_TIMEOUT_MS },
    ],
  ];
}

function join(server: ServerInfo, attempt: number): LinkStep {
  const pulse: LinkEffect = server.beats
    ? { type: 'start-timer', timer: 'silence', ms: SILENCE_MS }
    : { type: 'start-timer', timer: 'beat', ms: BEAT_MS };
  const steady: LinkEffect = { type: 'start-timer', timer: 'steady', ms: STEADY_MS };
  return [{ status: 'online', server, attempt }, [{ type: 'stop-timers' }, pulse, steady]];
}

/** A sign of life: the probe is answered, and the silence starts anew. */
function heard(state: Extract<LinkState, { status: 'online' }>, echo: boolean): LinkStep {
  const effects: LinkEffect[] = [{ type: 'stop-timer', timer: 'probe' }];
  if (state.server.beats) effects.push({ type: 'start-timer', timer: 'silence', ms: SILENCE_MS });
  const learned = echo && !state.server.echoes;
  return [learned ? { ...state, server: { ...state.server, echoes: true } } : state, effects];
}

/** Anything that is heard is the answer. */
function probe(state: LinkState, ms: number): LinkStep {
  if (state.status !== 'online' || !state.server.echoes) return stay(state);
  return [state, [{ type: 'send-ping' }, { type: 'start-timer', timer: 'probe', ms }]];
}

/** A page that was kept is woken; one that stays, against all signs, tries by itself. */
function leave(state: LinkState, returns: boolean, env: LinkEnv): LinkStep {
  if (state.status !== 'connecting' && state.status !== 'online') return stay(state);
  return [
    { status: 'waiting', attempt: 0, retryAtMs: env.nowMs + AWAY_MS },
    [
      { type: 'stop-timers' },
      { type: 'close-socket', why: returns ? 'leaving' : 'left' },
      { type: 'start-timer', timer: 'retry', ms: AWAY_MS },
    ],
  ];
}

function closed(state: LinkState, code: number, env: LinkEnv): LinkStep {
  if (state.status !== 'connecting' && state.status !== 'online') return stay(state);
  if (isFinalClose(code)) {
    const refused = {
      status: 'refused',
      closeCode: code,
      ...(state.refusal ? { code: state.refusal } : {}),
    } as const;
    return [refused, [{ type: 'stop-timers' }, { type: 'report', code: 'link-refused', closeCode: code }]];
  }
  return wait(state, code, env);
}

/** Lost: try again when the server said, else at once, then with growing waits. */
function wait(
  state: Extract<LinkState, { status: 'connecting' | 'online' }>,
  code: number,
  env: LinkEnv,
): LinkStep {
  const attempt = nextAttempt(state, code);
  const backInMs = state.status === 'online' ? state.backInMs : undefined;
  const ms = backInMs ?? retryDelay(attempt, env.random);
  return [
    { status: 'waiting', attempt, retryAtMs: env.nowMs + ms },
    [
      { type: 'stop-timers' },
      { type: 'close-socket', why: 'lost' },
      { type: 'start-timer', timer: 'retry', ms },
      ...reportLoss(state, code),
    ],
  ];
}

/** At once after a connection that held, unless the server asked for a wait; else later than the last time. */
function nextAttempt(state: Extract<LinkState, { status: 'connecting' | 'online' }>, code: number): number {
  if (state.status === 'connecting') return state.attempt + 1;
  return Math.max(state.attempt ?? 0, isBackOffClose(code) ? 1 : 0);
}

/** Once when a connection is lost, and once when the first try fails; not at each try after that. */
function reportLoss(
  state: Extract<LinkState, { status: 'connecting' | 'online' }>,
  closeCode: number,
): readonly LinkEffect[] {
  if (state.status === 'connecting' && !state.first) return [];
  return [{ type: 'report', code: state.status === 'online' ? 'link-lost' : 'link-unreachable', closeCode }];
}

function whenTimerFires(state: LinkState, timer: LinkTimer, env: LinkEnv): LinkStep {
  switch (timer) {
    case 'retry':
      return state.status === 'waiting' ? open(state.attempt) : stay(state);
    case 'open':
      return state.status === 'connecting' ? wait(state, 0, env) : stay(state);
    case 'silence':
    case 'probe':
      return state.status === 'online' ? wait(state, 0, env) : stay(state);
    case 'steady':
      return stay(state.status === 'online' ? { ...state, attempt: 0 } : state);
    case 'beat':
      return state.status === 'online' ? beat(state) : stay(state);
  }
}

/** A server without a beat of its own gets ours; it counts as silent only once it has shown that it answers. */
function beat(state: Extract<LinkState, { status: 'online' }>): LinkStep {
  const effects: LinkEffect[] = [{ type: 'send-ping' }, { type: 'start-timer', timer: 'beat', ms: BEAT_MS }];
  if (state.server.echoes) effects.push({ type: 'start-timer', timer: 'probe', ms: PROBE_MS });
  return [state, effects];
}
