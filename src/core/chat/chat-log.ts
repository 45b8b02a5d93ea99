/**
 * What was said, in order: append, recognise repeats, follow the delivery, count what is unread, put history in, forget
 * the oldest past a cap. Pure; who may read or send what is the server's business. Threads and counts are read off the
 * messages and are no state of their own.
 */
import type { WireErrorCode } from '../../protocol/index.js';
import { type ChatLog, type ChatMessage, type ChatThread, type Delivery, threadOf } from './chat-state.js';

export const CHAT_CAP = 500;

/** The log that has these messages, at most as many as are kept. */
export function logOf(all: readonly ChatMessage[]): ChatLog {
  const messages = withinCap(all);
  const threads = new Map<string | null, ChatThread>();
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at] as ChatMessage;
    const name = threadOf(message);
    const thread = threads.get(name) ?? { with: name, unread: 0, lastAtMs: message.atMs };
    threads.set(name, message.unread ? { ...thread, unread: thread.unread + 1 } : thread);
  }
  const list = [...threads.values()];
  return { messages, threads: list, unread: list.reduce((sum, { unread }) => sum + unread, 0) };
}

/** Appends; of what is known already only one's own changes: that is its echo, and tells the server's time. */
export function appendMessage(log: ChatLog, message: ChatMessage): ChatLog {
  const known = log.messages.find(({ mid }) => mid === message.mid);
  if (!known) return logOf([...log.messages, message.mine ? message : { ...message, unread: true }]);
  if (!known.mine || !message.mine) return log;
  return settleMessage(replace(log, known, { ...known, atMs: message.atMs }), known.mid, 'sent');
}

/** What became of one's own message. It never goes back: what is delivered stays so, and only what is under way fails. */
export function settleMessage(
  log: ChatLog,
  mid: string,
  delivery: Exclude<Delivery, 'sending'>,
  failure?: WireErrorCode,
): ChatLog {
  const known = log.messages.find((one) => one.mid === mid && one.mine);
  if (!known || known.delivery === 'delivered' || known.delivery === delivery) return log;
  if (delivery === 'failed' && known.delivery !== 'sending') return log;
  return replace(log, known, { ...without(known, 'failure'), delivery, ...(failure ? { failure } : {}) });
}

/** A message that failed is said once more, now: under the same id, at the end. */
export function sayAgain(log: ChatLog, message: ChatMessage, atMs: number): ChatLog {
  const again = { ...without(message, 'failure'), delivery: 'sending', atMs } as const;
  return logOf([...log.messages.filter((one) => one !== message), again]);
}

/** `who`: whose thread, null for everybody's, undefined for all of them. */
export function markRead(log: ChatLog, who: string | null | undefined): ChatLog {
  const isRead = (message: ChatMessage): boolean =>
    message.unread === true && (who === undefined || threadOf(message) === who);
  if (!log.messages.some(isRead)) return log;
  return logOf(log.messages.map((one) => (isRead(one) ? without(one, 'unread') : one)));
}

/** History beside what is there, by time; what is there already stays as it is. */
export function mergeMessages(log: ChatLog, history: readonly ChatMessage[]): ChatLog {
  const known = new Set(log.messages.map(({ mid }) => mid));
  const added = history.filter(({ mid }) => !known.has(mid) && known.add(mid));
  if (added.length === 0) return log;
  const newest = added.sort(byTime).slice(-CHAT_CAP);
  return logOf([...newest, ...log.messages].sort(byTime));
}

const byTime = (a: ChatMessage, b: ChatMessage): number => a.atMs - b.atMs;

function without(message: ChatMessage, key: 'failure' | 'unread'): ChatMessage {
  const { [key]: _, ...rest } = message;
  return rest;
}

const replace = (log: ChatLog, old: ChatMessage, message: ChatMessage): ChatLog =>
  logOf(log.messages.map((one) => (one === old ? message : one)));

/** The longest thread forgets its oldest first, so that one that floods drives out no other; nothing that is still to be sent goes. */
function withinCap(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  let kept = messages;
  while (kept.length > CHAT_CAP) {
    const longest = longestThread(kept);
    const oldest = kept.find((one) => one.delivery !== 'sending' && threadOf(one) === longest);
    if (!oldest) break;
    kept = kept.filter((one) => one !== oldest);
  }
  return kept;
}

function longestThread(messages: readonly ChatMessage[]): string | null {
  const sizes = new Map<string | null, number>();
  for (const message of messages) {
    const name = threadOf(message);
    if (message.delivery !== 'sending') sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  return [...sizes].reduce<readonly [string | null, number]>((a, b) => (b[1] > a[1] ? b : a), [null, 0])[0];
}
