/**
 * Says and hears: turns messages into log entries and back, and sees to it that what was said goes out, once the
 * connection allows it and again until the server has it. What the log does with them is chat-log.ts; how many go out at
 * once is flight.ts.
 */
import type { ClientMessage, ServerMessages, WireErrorCode } from '../../protocol/index.js';
import type { LinkStatus } from '../link/link-state.js';
import type { ClockPort } from '../ports.js';
import { AckBudget } from './ack-budget.js';
import { CHAT_CAP, appendMessage, markRead, mergeMessages, sayAgain, settleMessage } from './chat-log.js';
import { type ChatLog, type ChatMessage, EMPTY_CHAT } from './chat-state.js';
import { Flight } from './flight.js';

export interface ChatPorts {
  readonly clock: ClockPort;
  /** Whether the message was handed to a socket. */
  send(message: ClientMessage): boolean;
  /** Who says it: the name others know us by, the session number that a legacy server wants, and what the server is. */
  sender(): { readonly name: string; readonly id: number; readonly v1: boolean };
  /** Whether this person's page understands version 1. */
  isV1(name: string): boolean;
  /** The log changed by itself, not by a command or a message. */
  changed(): void;
}

export class ChatRoom {
  readonly #ports: ChatPorts;
  readonly #flight: Flight;
  readonly #acks: AckBudget;
  #status: LinkStatus = 'offline';
  #log: ChatLog = EMPTY_CHAT;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#flight = new Flight(ports.clock);
    this.#acks = new AckBudget(ports.clock);
  }

  get log(): ChatLog {
    return this.#log;
  }

  /** What is said goes out at once, or when the connection is back. False when too much waits for that already. */
  say(text: string, to: string | undefined): boolean {
    const { clock } = this.#ports;
    const waiting = this.#log.messages.filter(({ delivery }) => delivery === 'sending');
    if (waiting.length >= CHAT_CAP) return false;
    const message: ChatMessage = {
      mid: clock.id(),
      from: this.#ports.sender().name,
      text,
      atMs: Math.round(clock.now()),
      ...(to === undefined ? {} : { to }),
      mine: true,
      delivery: 'sending',
    };
    this.#log = appendMessage(this.#log, message);
    this.#pump();
    return true;
  }

  /** False when there is no such message of one's own. One that has not failed is on its way or there already. */
  sayAgain(mid: string): boolean {
    const message = this.#find(mid);
    if (!message) return false;
    if (message.delivery === 'failed') {
      this.#log = sayAgain(this.#log, message, Math.round(this.#ports.clock.now()));
      this.#pump();
    }
    return true;
  }

  hear({ text, name = '', target, mid, ts, date }: ServerMessages['message'], me: string | undefined): void {
    const { clock } = this.#ports;
    const mine = name === me;
    const id = mid ?? (mine ? this.#echoAt(date) : undefined) ?? clock.id();
    const to = typeof target === 'string' ? { to: target } : {};
    const atMs = ts ?? date ?? clock.now();
    this.#log = appendMessage(this.#log, { mid: id, from: name, text, atMs, ...to, mine, delivery: 'sent' });
    if (mine) this.#landed(id);
    else if (target === me && mid !== undefined) this.#acknowledge(mid, name);
  }

  /** Without a name the server says that it has passed a message on, with one a page that it has got it. */
  acknowledged({ re: { mid }, name }: ServerMessages['ack']): void {
    const message = mid === undefined ? undefined : this.#find(mid);
    if (!message || (name !== undefined && name !== message.to)) return;
    this.#log = settleMessage(this.#log, message.mid, name === undefined ? 'sent' : 'delivered');
    this.#landed(message.mid);
  }

  /** The server refused something; answers whether it was a message, which then shows that itself. */
  refused({ code = 'internal', re, mid, target, retryAfterMs }: ServerMessages['error']): boolean {
    if (code === 'rate-limited' && (re === undefined || re === 'message')) {
      this.#flight.rest(retryAfterMs, () => {
        this.#pump();
        this.#ports.changed();
      });
      return false;
    }
    // Nobody waits for an acknowledgement whose addressee has gone.
    if (re !== 'message') return re === 'ack';
    const refused = mid ?? this.#oldestUnderWay(target);
    if (refused !== undefined) this.#fail(refused, code);
    return refused !== undefined;
  }

  /** The connection's status; what is under way when it is lost goes out again when it is back. */
  follow(status: LinkStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#flight.clear();
    if (status === 'online') this.#pump();
    if (status !== 'offline' && status !== 'refused') return;
    for (const { mid } of this.#log.messages) this.#log = settleMessage(this.#log, mid, 'failed');
  }

  /** History that the page kept. */
  restore(history: readonly ChatMessage[]): void {
    this.#log = mergeMessages(this.#log, history);
  }

  /** `who`: whose thread, null for everybody's, undefined for all of them. */
  markRead(who?: string | null): void {
    this.#log = markRead(this.#log, who);
  }

  /** Nothing was ever said: whoever signs in next has not heard it. */
  clear(): void {
    this.#flight.clear();
    this.#log = EMPTY_CHAT;
  }

  dispose(): void {
    this.#flight.clear();
  }

  /** Sends what waits, in order, as far as it may go out now. A server may answer before a message is out of the door. */
  #pump(): void {
    if (this.#status !== 'online') return;
    for (let next = this.#next(); next && this.#flight.isOpen; next = this.#next())
      if (!this.#transmit(next)) return;
  }

  #next(): ChatMessage | undefined {
    return this.#log.messages.find(({ mid, delivery }) => delivery === 'sending' && !this.#flight.has(mid));
  }

  /** A private message is confirmed by no legacy server, so there it counts as sent at once. */
  #transmit({ mid, text, to, atMs }: ChatMessage): boolean {
    const { name, id, v1 } = this.#ports.sender();
    const target = to === undefined ? {} : { target: to };
    this.#flight.add(mid, () => {
      this.#fail(mid);
      this.#ports.changed();
    });
    // The reference server looks the sender up by `id` and fails without it.
    const isOut = this.#ports.send({ type: 'message', text, id, name, date: atMs, mid, ...target });
    const isLegacy = to !== undefined && !v1;
    if (isOut && isLegacy) this.#log = settleMessage(this.#log, mid, 'sent');
    if (!isOut || isLegacy) this.#flight.end(mid);
    return isOut;
  }

  #landed(mid: string): void {
    this.#flight.end(mid);
    this.#pump();
  }

  #fail(mid: string, code?: WireErrorCode): void {
    this.#log = settleMessage(this.#log, mid, 'failed', code);
    this.#landed(mid);
  }

  #acknowledge(mid: string, name: string): void {
    if (this.#ports.sender().v1 && this.#ports.isV1(name) && this.#acks.take())
      this.#ports.send({ type: 'ack', target: name, re: { mid } });
  }

  #find(mid: string): ChatMessage | undefined {
    return this.#log.messages.find((message) => message.mid === mid && message.mine);
  }

  /** A server that drops the fields it does not know still returns the sender's own time. */
  #echoAt(date: number | undefined): string | undefined {
    return this.#log.messages.find((one) => this.#flight.has(one.mid) && one.atMs === date)?.mid;
  }

  /** A server takes and answers messages in order, so one that does not say which it means means the oldest. */
  #oldestUnderWay(target: string | undefined): string | undefined {
    return this.#log.messages.find((one) => this.#flight.has(one.mid) && (target ?? one.to) === one.to)?.mid;
  }
}
