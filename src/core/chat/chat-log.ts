/**
 * What was said, in order: append, recognise repeats, mark as delivered, count what is unread, forget the oldest past
 * a cap. Pure; who may read or send what is the server's business.
 */
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
  /** `sent` once the server or peer confirmed it. Messages of others are always `sent`. */
  readonly delivery: 'sending' | 'sent';
}

export interface ChatLog {
  readonly messages: readonly ChatMessage[];
  readonly unread: number;
}

export const EMPTY_CHAT: ChatLog = { messages: [], unread: 0 };
export const CHAT_CAP = 500;

const isSameAuthor = (a: ChatMessage, b: ChatMessage): boolean => (a.mine ? b.mine : a.from === b.from);

/** Appends; a message already known only gets its time and delivery confirmed, and that by nobody but its author. */
export function appendMessage(log: ChatLog, message: ChatMessage): ChatLog {
  const known = log.messages.find((one) => one.mid === message.mid);
  if (known && !isSameAuthor(known, message)) return log;
  if (known) {
    const confirmed: ChatMessage = { ...known, atMs: message.atMs, delivery: 'sent' };
    return { ...log, messages: log.messages.map((one) => (one === known ? confirmed : one)) };
  }
  return {
    messages: [...log.messages, message].slice(-CHAT_CAP),
    unread: message.mine ? log.unread : log.unread + 1,
  };
}

export const markRead = (log: ChatLog): ChatLog => (log.unread === 0 ? log : { ...log, unread: 0 });
