/** Says and hears: turns messages into log entries and back. What the log does with them is chat-log.ts. */
import type { ClientMessage, ServerMessages } from '../../protocol/index.js';
import type { ClockPort } from '../ports.js';
import { type ChatLog, EMPTY_CHAT, appendMessage, markRead } from './chat-log.js';

export interface Saying {
  readonly text: string;
  readonly from: string;
  readonly to: string | undefined;
  /** The session number a legacy server wants. */
  readonly id: number;
  readonly v1: boolean;
}

export class ChatRoom {
  readonly #clock: ClockPort;
  readonly #send: (message: ClientMessage) => boolean;
  #log: ChatLog = EMPTY_CHAT;

  constructor(clock: ClockPort, send: (message: ClientMessage) => boolean) {
    this.#clock = clock;
    this.#send = send;
  }

  get log(): ChatLog {
    return this.#log;
  }

  /**
   * Whether it was handed to a server; if not, nothing was said. A private message is confirmed by no legacy server,
   * so there it counts as sent at once.
   */
  say({ text, from, to, id, v1 }: Saying): boolean {
    const mid = this.#clock.id();
    const atMs = Math.round(this.#clock.now());
    const target = to === undefined ? {} : { target: to };
    // The reference server looks the sender up by `id` and fails without it.
    const message = { type: 'message', text, id, name: from, date: atMs, mid, ...target } as const;
    const delivery = to !== undefined && !v1 ? 'sent' : 'sending';
    const entry = { mid, from, text, atMs, mine: true, delivery } as const;
    const before = this.#log;
    this.#log = appendMessage(before, to === undefined ? entry : { ...entry, to });
    if (this.#send(message)) return true;
    this.#log = before;
    return false;
  }

  hear(message: ServerMessages['message'], me: string | undefined): void {
    const { text, name = '', target, mid, ts, date } = message;
    const entry = {
      mid: mid ?? this.#clock.id(),
      from: name,
      text,
      atMs: ts ?? date ?? this.#clock.now(),
      mine: name === me,
      delivery: 'sent',
    } as const;
    this.#log = appendMessage(this.#log, typeof target === 'string' ? { ...entry, to: target } : entry);
  }

  markRead(): void {
    this.#log = markRead(this.#log);
  }
}
