/**
 * Connecting while it rings, where the pages of both have opted in: the callee's page answers before its person does,
 * so that a path is there when they say yes. Until then each side holds its media: nobody is heard or seen who has not
 * agreed to be. Pure steps.
 */
import type { CallEffect, LocalEvent, RemoteEvent } from './call-events.js';
import { sendCandidate, sendDescription, sendEarlyAnswer } from './call-messages.js';
import type { Call, CallState } from './call-state.js';
import { type CallStep, takeAnswer } from './call-steps.js';

type Outgoing = Extract<CallState, { phase: 'outgoing' }>;
type Incoming = Extract<CallState, { phase: 'incoming' }>;

/** For a connection that was just opened, on either side. */
export const holdMedia = ({ preconnect }: Call): readonly CallEffect[] =>
  preconnect ? [{ type: 'peer-hold-media', isHeld: true }] : [];

/** Caller: the other page answers, its person not yet. Undefined where it is not to be taken. */
export function takeEarlyAnswer(
  state: Outgoing,
  event: Extract<RemoteEvent, { type: 'remote-preconnect' }>,
): CallStep | undefined {
  const { call, negotiation } = state;
  const { sent, answered } = negotiation;
  if (!call.preconnect || answered || sent === 0 || (event.n ?? sent) !== sent) return undefined;
  return [{ ...state, negotiation: { ...negotiation, answered: true } }, [takeAnswer(event, false)]];
}

/** Callee: what its own end of the connection reports while it rings. Undefined where that means nothing. */
export function whenReadyEarly(state: Incoming, event: LocalEvent): CallStep | undefined {
  const { call, negotiation } = state;
  if (!call.preconnect) return undefined;
  if (event.type === 'local-candidate') return [state, sendCandidate(call, negotiation, event.candidate)];
  if (event.type !== 'local-description') return undefined;
  const answer = event.description;
  return [{ ...state, early: { ...state.early, answer } }, sendEarlyAnswer(call, negotiation, answer)];
}

/** The path comes and goes while it rings: it is news when somebody has said yes. */
export const notePath = <S extends Outgoing | Incoming>(
  state: S,
  { state: path }: Extract<LocalEvent, { type: 'connection' }>,
): S => (state.call.preconnect ? { ...state, early: { ...state.early, path } } : state);

/**
 * Somebody said yes: media may flow, and where there is a path already it counts now. The callee's answer goes out as
 * such: only now has the person answered, and the one before may be lost.
 */
export function endEarly(state: Outgoing | Incoming, [next, effects]: CallStep, ringMs: number): CallStep {
  const { call, negotiation, early } = state;
  if (!call.preconnect) return [next, effects];
  return [
    next,
    [
      ...effects,
      ...(early?.answer ? [sendDescription(call, negotiation, early.answer, ringMs)] : []),
      { type: 'peer-hold-media', isHeld: false },
      ...(early?.path ? [reportPath(call.id, early.path)] : []),
    ],
  ];
}

const reportPath = (
  callId: string,
  state: Extract<LocalEvent, { type: 'connection' }>['state'],
): CallEffect => ({
  type: 'then',
  event: { type: 'connection', callId, state },
});
