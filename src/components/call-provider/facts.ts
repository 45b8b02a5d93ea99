/** From two snapshots to the facts between them: what changed, each once, in the order a page expects. Pure. */
import type { Snapshot } from '../../core/snapshot.js';
import {
  CallEndedEvent,
  CallIncomingEvent,
  CallLinkChangeEvent,
  CallMediaChangeEvent,
  CallMessageEvent,
  CallMissedEvent,
  CallPhaseChangeEvent,
  CallUsersChangeEvent,
} from '../../events/facts.js';

export function factsBetween(previous: Snapshot, current: Snapshot): readonly Event[] {
  const facts: Event[] = [];
  if (current.link.status !== previous.link.status) facts.push(new CallLinkChangeEvent(current.link));
  if (current.users !== previous.users) facts.push(new CallUsersChangeEvent(current.users));
  facts.push(...callFacts(previous, current));
  const missed = current.missed.filter((one) => !previous.missed.includes(one));
  facts.push(...missed.map((one) => new CallMissedEvent(one)));
  if (current.media !== previous.media) facts.push(new CallMediaChangeEvent(current.media));
  const known = new Set(previous.chat.messages.map((message) => message.mid));
  const fresh =
    current.chat === previous.chat
      ? []
      : current.chat.messages.filter(({ mid, restored }) => !restored && !known.has(mid));
  return [...facts, ...fresh.map((message) => new CallMessageEvent(message))];
}

function callFacts({ call: before }: Snapshot, { call, quality }: Snapshot): readonly Event[] {
  const isSameCall = 'call' in call && 'call' in before && call.call.id === before.call.id;
  if (call.phase === before.phase && (isSameCall || call.phase === 'idle')) return [];
  const facts: Event[] = [new CallPhaseChangeEvent(call, before.phase)];
  if (call.phase === 'incoming') facts.push(new CallIncomingEvent(call.call));
  if (call.phase === 'ended') facts.push(new CallEndedEvent(call, quality?.summary));
  return facts;
}
