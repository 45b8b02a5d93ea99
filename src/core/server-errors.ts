/**
 * What the server refused, and who hears of it: the call, the chat, the link, or whoever listens for errors. Where it has
 * dropped messages, what a call needs is said once more when there is room again.
 */
import type { ServerMessages } from '../protocol/index.js';
import type { CallDriver } from './call/call-driver.js';
import type { ChatRoom } from './chat/chat-room.js';
import { CallError } from './errors.js';
import type { LinkDriver } from './link/link-driver.js';
import type { Outbox } from './outbox.js';
import type { People } from './people/people.js';
import type { ClockPort } from './ports.js';

export interface ServerErrorParts {
  readonly call: CallDriver;
  readonly link: LinkDriver;
  readonly chat: ChatRoom;
  readonly outbox: Outbox;
  readonly people: People;
}

/** Where the server does not say how long to wait, in milliseconds. */
const WAIT_MS = 1_000;

export class ServerErrors {
  readonly #clock: Pick<ClockPort, 'after'>;
  readonly #parts: ServerErrorParts;
  readonly #report: (error: CallError) => void;
  #cancel = (): void => undefined;

  constructor(clock: Pick<ClockPort, 'after'>, parts: ServerErrorParts, report: (error: CallError) => void) {
    this.#clock = clock;
    this.#parts = parts;
    this.#report = report;
  }

  hear(message: ServerMessages['error']): void {
    const { code = 'internal', message: text = 'The server refused a message.', call, re } = message;
    const { link, chat } = this.#parts;
    if (message.fatal) link.dispatch({ type: 'refused', code });
    // Said once per message: only an offer that does not reach the other one is news to the call.
    if (call && re === 'video-offer')
      this.#parts.call.dispatch({ type: 'remote-unavailable', callId: call.id });
    if (code === 'rate-limited' && re === undefined) this.#whenDropped(message.retryAfterMs);
    const isShown = chat.refused(message) || call !== undefined;
    if (code !== 'peer-unavailable' || !isShown) this.#report(new CallError('server-error', text, code));
  }

  dispose(): void {
    this.#cancel();
  }

  /** It does not say what: a hang-up leaves the other side waiting, and of what goes on anything may be lacking. */
  #whenDropped(afterMs = WAIT_MS): void {
    const { call, outbox, people } = this.#parts;
    this.#cancel();
    this.#cancel = this.#clock.after(afterMs, () => {
      outbox.repeatHangUp((name) => people.find(name)?.v1 === true);
      call.dispatch({ type: 'resync' });
    });
  }
}
