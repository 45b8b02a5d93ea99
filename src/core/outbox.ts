/**
 * Call control that waits for the link: a call goes on while the socket is away, and what it has to say is sent in
 * order when the link is back. When a call is over only its hang-up still matters.
 */
import type { CallMessage } from './call/call-events.js';

const CAP = 128;

export class Outbox {
  readonly #send: (message: CallMessage) => boolean;
  #waiting: readonly CallMessage[] = [];
  /** The last one that was said. */
  #hangUp: CallMessage | undefined;

  constructor(send: (message: CallMessage) => boolean) {
    this.#send = send;
  }

  post(message: CallMessage): void {
    if (message.type === 'hang-up') this.#hangUp = message;
    if (this.#waiting.length === 0 && this.#send(message)) return;
    const isOutdated = OUTDATES[message.type];
    const others = this.#waiting.filter((one) => !isSameCall(one, message) || !isOutdated?.(one));
    this.#waiting = cut([...others, message]);
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) this.post(message);
  }

  /**
   * It may not have been heard. Who has heard it knows that the call is over, and leaves it at that; but a legacy page would
   * end whatever call it has by now. `knowsCalls`: whether somebody of this name tells one call from another.
   */
  repeatHangUp(knowsCalls: (name: string) => boolean): void {
    const { target } = this.#hangUp ?? {};
    if (this.#hangUp && target && knowsCalls(target)) this.post(this.#hangUp);
  }

  clear(): void {
    this.#waiting = [];
    this.#hangUp = undefined;
  }
}

/** What of the same call is worth nothing any more once this waits too. */
const OUTDATES: Readonly<Partial<Record<CallMessage['type'], (former: CallMessage) => boolean>>> = {
  'hang-up': () => true,
  // Its answer would be to that, and its candidates are for a path that is not looked for any more.
  'video-offer': ({ type }) => type === 'video-offer' || type === 'new-ice-candidate',
};

/** Without a description the candidates are for nothing: of what is too much the oldest candidate goes first. */
function cut(messages: readonly CallMessage[]): readonly CallMessage[] {
  if (messages.length <= CAP) return messages;
  const at = Math.max(
    0,
    messages.findIndex(({ type }) => type === 'new-ice-candidate'),
  );
  return messages.filter((_, place) => place !== at);
}

const isSameCall = (a: CallMessage, b: CallMessage): boolean => a.call?.id === b.call?.id;
