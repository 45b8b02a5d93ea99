/**
 * Call control that waits for the link: a call goes on while the socket is away, and what it has to say is sent in
 * order when the link is back. When a call is over only its hang-up still matters.
 */
import type { CallMessage } from './call/call-events.js';

const CAP = 128;

export class Outbox {
  readonly #send: (message: CallMessage) => boolean;
  #waiting: readonly CallMessage[] = [];

  constructor(send: (message: CallMessage) => boolean) {
    this.#send = send;
  }

  post(message: CallMessage): void {
    if (this.#waiting.length === 0 && this.#send(message)) return;
    const others =
      message.type === 'hang-up' ? this.#waiting.filter((one) => !isSameCall(one, message)) : this.#waiting;
    this.#waiting = [...others, message].slice(-CAP);
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) this.post(message);
  }

  clear(): void {
    this.#waiting = [];
  }
}

const isSameCall = (a: CallMessage, b: CallMessage): boolean => a.call?.id === b.call?.id;
