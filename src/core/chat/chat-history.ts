/**
 * Reads messages that a page has kept and gives back: copied field by field, so that nothing else comes in with them. It
 * refuses what is no message, and says which one and what is wrong with it.
 */
import { ERROR_CODES } from '../../protocol/index.js';
import {
  type Decoder,
  boolean,
  decodeFields,
  isRecord,
  lenient,
  nullable,
  number,
  oneOf,
  optional,
  string,
} from '../../protocol/decode.js';
import { CallError } from '../errors.js';
import type { ChatMessage } from './chat-state.js';

/** What a page keeps of a message: one as it was told, or at least this much of it. */
export type StoredMessage = Pick<ChatMessage, 'mid' | 'from' | 'text' | 'atMs' | 'mine'> & {
  readonly to?: string | null;
} & Partial<Pick<ChatMessage, 'delivery' | 'failure' | 'unread' | 'restored'>>;

const filled: Decoder<string> = (value) => (value === '' ? undefined : string(value));

const MESSAGE = {
  mid: filled,
  from: string,
  text: filled,
  atMs: number,
  mine: boolean,
  // Not lenient: one that is not understood must not become a message to everybody.
  to: optional(nullable(filled)),
  delivery: lenient(oneOf('sending', 'sent', 'delivered', 'failed')),
  failure: lenient(oneOf(...ERROR_CODES)),
} as const;

const refuse = (what: string): never => {
  throw new CallError(
    'invalid-argument',
    `restoreMessages() takes a list of messages as "call-message" and snapshot.chat.messages have them; ${what}.`,
    'messages',
  );
};

/** Throws `invalid-argument` for what is no list of messages. */
export function readHistory(messages: unknown): ChatMessage[] {
  if (!Array.isArray(messages)) return refuse('this is no list');
  return messages.map((one: unknown, at) => {
    const fields = isRecord(one) ? decodeFields(MESSAGE, one) : 'mid';
    if (typeof fields === 'string') return refuse(`number ${String(at)} has no valid "${fields}"`);
    const { to, delivery = 'sent', failure, ...rest } = fields;
    return {
      ...rest,
      ...(typeof to === 'string' ? { to } : {}),
      ...settled(rest.mine, delivery),
      ...(failure && rest.mine && delivery === 'failed' ? { failure } : {}),
      restored: true,
    };
  });
}

/** Nobody waits any more for what was still under way when it was kept; that it can be tried again is the truth. */
const settled = (mine: boolean, delivery: ChatMessage['delivery']): Pick<ChatMessage, 'delivery'> => ({
  delivery: mine ? (delivery === 'sending' ? 'failed' : delivery) : 'sent',
});
