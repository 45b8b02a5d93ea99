/**
 * What was said, in order: append, recognise repeats, follow the delivery, count what is unread, put history in, forget
 * the oldest past a cap. Pure; who may read or send what is the server's business. Threads and counts are read off the
 * messages and are no state of their own.
 */
import type { WireErrorCode } from '../../protocol/index.js';

/**
 * `sending`: on its way, or waiting for the connection. `sent`: the server has passed it on. `delivered`: the page of the
 * one person it is for has it. `failed`: the server refused it, or did not answer.
 */
export type Delivery = 'sending' | 'sent' | 'delivered' | 'failed';

export interface ChatMessage {
  /** Unique within the log; the wire's `mid` where there is one. */
  readonly mid: string;
  readonly from: string;
  readonly text: string;
  /** Milliseconds since the epoch: the server's time where it gives one. */
  readonly atMs: number;
  /** The one it is for; absent: everybody. */
  readonly to?: string;
  readonly mine: boolean;
  /** Messages of others are always `sent`. */
  readonly delivery: Delivery;
  /** Why the server refused it; absent where it only did not answer. */
  readonly failure?: WireErrorCode;
  /** Somebody else's, and not read here yet. */
  readonly unread?: true;
  /** Given back by the page, not said now. */
  readonly restored?: true;
}

export interface ChatThread {
  /** The other person; null: everybody. */
  readonly with: string | null;
  readonly unread: number;
  /** When the last message in it was said. */
  readonly lastAtMs: number;
}

export interface ChatLog {
  readonly messages: readonly ChatMessage[];
  /** Those that have messages, the last one to have got one first. */
  readonly threads: readonly ChatThread[];
  /** In all threads. */
  readonly unread: number;
}

export const EMPTY_CHAT: ChatLog = { messages: [], threads: [], unread: 0 };
export const CHAT_CAP = 500;

/** The thread a message belongs to: the other person, or null for everybody. */
export const threadOf = ({ to, mine, from }: Pick<ChatMessage, 'to' | 'mine' | 'from'>): string | null =>
  to === undefined ? null : mine ? to : from;

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
