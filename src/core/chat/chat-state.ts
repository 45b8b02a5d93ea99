/** What the chat is made of: messages, the threads they belong to, and the log of all. Types, and the log before anything. */
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
/** The thread a message belongs to: the other person, or null for everybody. */
export const threadOf = ({ to, mine, from }: Pick<ChatMessage, 'to' | 'mine' | 'from'>): string | null =>
  to === undefined ? null : mine ? to : from;
