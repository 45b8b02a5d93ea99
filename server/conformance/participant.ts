/**
 * One client of the server under test: keeps what it hears, waits for what must come, and looks whether something came
 * that must not. Every wait is bounded, and what a wait says on failure names what came instead.
 */
import { Failure, expect, show } from './case.js';
import { countdown } from './countdown.js';
import type { Wire, WireEvents } from './wire.js';

/** A message as it came; cases read fields, so the shape is left open. */
export type Heard = Readonly<Record<string, unknown>> & { readonly type: string };
export type Where = (message: Heard) => boolean;

interface Waiter {
  /** Whether what it waits for is there; it may find a fault on the way, and throw. */
  readonly check: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const isMessage = (value: unknown): value is Heard =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

export class Participant implements WireEvents {
  /** The name it has, once it has signed in. */
  name = '';
  /** All messages, oldest first. */
  readonly heard: Heard[] = [];
  /** Frames that are no messages at all. */
  readonly faults: string[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  /** Whether it knows version 1. Then it answers pings, as it must. */
  isModern = false;
  /** Whether it knows the base profile only, and so has no token to give. */
  isLegacy = false;
  /** What tells the server who this is. */
  token: string | undefined;
  readonly #timeoutMs: number;
  readonly #taken = new Set<Heard>();
  readonly #waiters = new Set<Waiter>();
  #wire: Wire | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  attach(wire: Wire): void {
    this.#wire = wire;
  }

  get protocol(): string {
    return this.#wire?.protocol ?? '';
  }

  /** The session number it was given. */
  get number(): unknown {
    return this.heard.find(({ type }) => type === 'id')?.id;
  }

  /** The public id of its session, where the server gives such; after a resumption it is the former one. */
  get sid(): unknown {
    return this.heard.find(({ type }) => type === 'id')?.sid;
  }

  onFrame(text: string | undefined): void {
    const value = text === undefined ? undefined : parse(text);
    if (isMessage(value)) {
      this.heard.push(value);
      if (value.type === 'ping' && value.target === undefined && this.isModern) {
        this.say(value.t === undefined ? { type: 'pong' } : { type: 'pong', t: value.t });
      }
    } else this.faults.push(text === undefined ? 'a binary frame' : show(text));
    this.#checkAll();
  }

  onClose(code: number, reason: string): void {
    this.closed = { code, reason };
    this.#checkAll();
  }

  say(message: object): void {
    this.#wire?.send(JSON.stringify(message));
  }

  /** A frame as it stands, for what no client would send. */
  sayRaw(data: string | Uint8Array): void {
    this.#wire?.send(data);
  }

  /** Chat as the sample's page sends it, which the sample's server needs. */
  chat(text: string, fields: object = {}): void {
    this.say({ type: 'message', id: this.number, text, date: Date.now(), ...fields });
  }

  close(code?: number): void {
    this.#wire?.close(code);
  }

  drop(): void {
    this.#wire?.drop();
  }

  /** The next message that fits and was not taken yet; `what` says it in words. `since` skips what came before. */
  async next(what: string, where: Where, since = 0, timeoutMs = this.#timeoutMs): Promise<Heard> {
    const from = this.heard.length;
    const find = (): Heard | undefined =>
      this.heard.find((one, at) => at >= since && !this.#taken.has(one) && where(one));
    await this.#until(() => find() !== undefined || this.closed !== undefined, timeoutMs);
    const found = find();
    if (!found)
      throw new Failure(`${this.#who} did not get ${what}${this.#why(timeoutMs)}`, this.#account(from));
    this.#taken.add(found);
    return found;
  }

  /** The latest message of a type, taken or not. */
  latest(type: string, since = 0): Heard | undefined {
    return this.heard.filter((message, at) => at >= since && message.type === type).at(-1);
  }

  nextOf(type: string, where: Where = () => true, since = 0): Promise<Heard> {
    return this.next(`"${type}"`, (message) => message.type === type && where(message), since);
  }

  /** The connection ends, by the server's will. */
  async end(timeoutMs = this.#timeoutMs): Promise<{ readonly code: number; readonly reason: string }> {
    await this.#until(() => this.closed !== undefined, timeoutMs);
    if (this.closed) return this.closed;
    throw new Failure(`${this.#who} was not disconnected`, this.#account(0));
  }

  /** Fails where something fits that came already; a marker must have come after it could. */
  neverHeard(what: string, where: Where, since = 0): void {
    const found = this.heard.find((message, at) => at >= since && where(message));
    expect(found === undefined, `${this.#who} got ${what}`, found);
  }

  get #who(): string {
    return this.name === '' ? 'a client without a name' : `"${this.name}"`;
  }

  #why(timeoutMs: number): string {
    if (this.closed)
      return `: the connection was closed with ${String(this.closed.code)} ${this.closed.reason}`.trim();
    return ` within ${String(timeoutMs)} ms`;
  }

  /** What came while it waited, or the last words before. */
  #account(from: number): string {
    const fresh = this.heard.slice(from);
    const shown = fresh.length > 0 ? fresh.slice(-3) : this.heard.slice(-2);
    const faults = this.faults.length > 0 ? ` and no message: ${this.faults.slice(-2).join(', ')}` : '';
    if (shown.length === 0) return `nothing came${faults}`;
    return `${fresh.length > 0 ? 'came' : 'nothing more came after'} ${shown.map(show).join(', ')}${faults}`;
  }

  #checkAll(): void {
    for (const { check, resolve, reject } of this.#waiters) {
      try {
        if (check()) resolve();
      } catch (error) {
        reject(error);
      }
    }
  }

  async #until(check: () => boolean, timeoutMs: number): Promise<void> {
    if (check()) return;
    let waiter: Waiter | undefined;
    let stop = (): void => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        stop = countdown(timeoutMs, resolve);
        waiter = { check, resolve, reject };
        this.#waiters.add(waiter);
      });
    } finally {
      stop();
      if (waiter) this.#waiters.delete(waiter);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
