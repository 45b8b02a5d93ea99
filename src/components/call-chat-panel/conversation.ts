/**
 * The conversation that is shown: its messages, the same list as long as nothing in it changes, and those that have just
 * come in while a person could see it. The latter are for screen readers: what others said, and not what was there when
 * the conversation was opened. It says nothing itself.
 */
import { type ChatMessage, threadOf } from '../../core/chat/chat-state.js';

const NONE: readonly ChatMessage[] = [];

export class Conversation {
  #log: readonly ChatMessage[] = NONE;
  #thread: string | null | undefined;
  #messages = NONE;
  #newcomers = NONE;

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** Those that came in last. */
  get newcomers(): readonly ChatMessage[] {
    return this.#newcomers;
  }

  get hasUnread(): boolean {
    return this.#messages.some(({ unread }) => unread);
  }

  /** `log` is what was said in all of them; `isSeen`: a person can see this one. */
  look(log: readonly ChatMessage[] = NONE, thread: string | null, isSeen: boolean): void {
    const isOther = thread !== this.#thread;
    if (log === this.#log && !isOther) return;
    const known = new Set(this.#messages.map(({ mid }) => mid));
    this.#log = log;
    this.#thread = thread;
    this.#messages = log.filter((message) => threadOf(message) === thread);
    const fresh = this.#messages.filter(({ mid, unread }) => unread && !known.has(mid));
    if (isOther) this.#newcomers = NONE;
    else if (fresh.length > 0) this.#newcomers = isSeen ? fresh : NONE;
  }
}
