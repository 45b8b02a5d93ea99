/**
 * The messages a leg sends, built in one place so that the rules towards legacy peers stand in one place: they get
 * base messages only, and no end-of-candidates.
 */
import {
  type CandidateInit,
  type Description,
  type HangUpReason,
  PROTOCOL_VERSION,
} from '../../protocol/index.js';
import type { MediaKinds } from '../stream-handle.js';
import type { CallEffect, CallMessage } from './call-events.js';
import type { Call, Negotiation } from './call-state.js';

const send = (message: CallMessage): CallEffect => ({ type: 'send', message });

/** An effect list that is empty towards a peer that would not understand. */
const toV1 = (call: Call, message: CallMessage): readonly CallEffect[] =>
  call.peer.v1 ? [send(message)] : [];

/** A local offer or answer. `negotiation` already counts it. */
export function sendDescription(
  call: Call,
  negotiation: Negotiation,
  description: Description,
  lifetimeMs: number,
): CallEffect {
  const target = call.peer.name;
  const { pc, sent, received } = negotiation;
  if (description.type === 'answer') {
    return send({ type: 'video-answer', target, sdp: description, call: { id: call.id, n: received, pc } });
  }
  const { id, media } = call;
  const preconnect = call.preconnect && pc === 1 ? { preconnect: true } : {};
  return send({
    type: 'video-offer',
    target,
    sdp: description,
    call: { id, v: PROTOCOL_VERSION, n: sent, pc, media, lifetimeMs, ...preconnect },
  });
}

export function sendCandidate(
  call: Call,
  negotiation: Negotiation,
  candidate: CandidateInit | null,
): readonly CallEffect[] {
  if (candidate === null && !call.peer.v1) return [];
  const { pc, sent, received } = negotiation;
  const n = call.direction === 'outgoing' ? sent : received;
  return [
    send({ type: 'new-ice-candidate', target: call.peer.name, candidate, call: { id: call.id, n, pc } }),
  ];
}

export const sendHangUp = (call: Call, reason: HangUpReason): CallEffect =>
  send({ type: 'hang-up', target: call.peer.name, call: { id: call.id }, reason });

export const sendRinging = (call: Call): readonly CallEffect[] =>
  toV1(call, { type: 'call-ringing', target: call.peer.name, call: { id: call.id } });

/** The answer before the person has said yes, of a page that connects while it rings. */
export const sendEarlyAnswer = (call: Call, { pc, received }: Negotiation, sdp: Description) =>
  sdp.type === 'answer'
    ? toV1(call, {
        type: 'call-preconnect',
        target: call.peer.name,
        sdp,
        call: { id: call.id, n: received, pc },
      })
    : [];

export const sendAccept = (call: Call): readonly CallEffect[] =>
  toV1(call, { type: 'call-accept', target: call.peer.name, call: { id: call.id } });

/** Which of the callee's devices the caller has taken, or whose no: for all of them. */
export const sendSelect = (call: Call, sid: string): readonly CallEffect[] =>
  toV1(call, { type: 'call-select', target: call.peer.name, call: { id: call.id }, sid });

/** With the connection that it leaves behind: late, it says nothing of the one that follows. */
export const sendLeaving = (call: Call, { pc }: Negotiation): readonly CallEffect[] =>
  toV1(call, { type: 'call-leaving', target: call.peer.name, call: { id: call.id, pc } });

export const sendMedia = (call: Call, { audio, video }: MediaKinds): readonly CallEffect[] =>
  toV1(call, { type: 'call-media', target: call.peer.name, call: { id: call.id }, audio, video });
