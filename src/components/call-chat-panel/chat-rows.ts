/**
 * How messages stand below each other: a day above the first of each day, a name above the first of each person's run, a
 * time below the last of what was said in one minute, and what became of one's own last one. Pure; it knows no words but
 * those it is given.
 */
import type { ChatMessage, Delivery } from '../../core/chat/chat-state.js';

export interface ChatRow {
  readonly message: ChatMessage;
  /** The day, above the first message of it. */
  readonly day?: string;
  /** Whether the one who speaks is named. */
  readonly isFirst: boolean;
  /** When, below the last one of a minute. */
  readonly time?: string;
  /** What became of it, where that is shown. */
  readonly delivery?: Delivery;
}

export interface RowWords {
  time(ms: number): string;
  day(ms: number): string;
  /** The same for all moments of one day. */
  dayKey(ms: number): string;
}

const isSameAuthor = (a: ChatMessage, b: ChatMessage): boolean =>
  a.mine ? b.mine : a.from === b.from && !b.mine;

/** `messages` are those of one thread. */
export function toRows(messages: readonly ChatMessage[], words: RowWords): readonly ChatRow[] {
  const lastOwn = messages.filter(({ mine }) => mine).at(-1);
  const marks = messages.map(({ atMs }) => ({ day: words.dayKey(atMs), time: words.time(atMs) }));
  return messages.map((message, at) => {
    const [before, after] = [messages[at - 1], messages[at + 1]];
    const [mark, next] = [marks[at], marks[at + 1]];
    const isNewDay = mark?.day !== marks[at - 1]?.day;
    const isSameMinute = mark?.time === next?.time && mark?.day === next?.day;
    const goesOn = after && isSameAuthor(message, after) && isSameMinute;
    const isShown = message.mine && (message === lastOwn || message.delivery === 'failed');
    return {
      message,
      ...(isNewDay ? { day: words.day(message.atMs) } : {}),
      isFirst: isNewDay || !before || !isSameAuthor(before, message),
      ...(goesOn && !isShown ? {} : { time: words.time(message.atMs) }),
      ...(isShown ? { delivery: message.delivery } : {}),
    };
  });
}
