/**
 * A hub with everything around it in the test's hand: clients that record what they hear, a clock that stands still
 * until told, and ticks that come when the test says so.
 */
import { Hub } from '../../server/hub.js';
import type { Departure } from '../../server/hub/resumption.js';
import type { HubSocket, Session } from '../../server/hub/session.js';
import { DEFAULT_HUB_OPTIONS, type HubOptions } from '../../server/limits.js';
import { countedIds } from './hub-ids.js';

/** A message as it came over the wire; tests read fields, so the shape is left open. */
export type Heard = Readonly<Record<string, unknown>> & { readonly type: string };

export class FakeClient implements HubSocket {
  readonly heard: Heard[] = [];
  /** The frames themselves, to see that one text serves many. */
  readonly texts: string[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly #room: FakeRoom;
  readonly #session: Session;
  readonly network: string | undefined;

  constructor(room: FakeRoom, network?: string) {
    this.#room = room;
    this.network = network;
    this.#session = room.hub.join(this);
  }

  get sid(): string {
    return this.#session.sid;
  }

  get name(): string {
    return this.#session.name ?? '';
  }

  /** The last token it was given. */
  token: unknown;

  send(text: string): void {
    this.texts.push(text);
    const message = JSON.parse(text) as Heard;
    this.heard.push(message);
    if (message.type === 'session') this.token = message.token;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** What this client says: an object, or the raw text of a frame. */
  say(message: object | string): void {
    this.#room.hub.receive(this.#session, typeof message === 'string' ? message : JSON.stringify(message));
  }

  leave(departure?: Departure): void {
    this.#room.hub.leave(this.#session, departure);
  }

  /** Everything heard of one type. */
  all(type: string): readonly Heard[] {
    return this.heard.filter((message) => message.type === type);
  }

  /** The last of one type; an empty message where there was none, so that a test can read on and fail there. */
  last(type: string): Heard {
    return this.all(type).at(-1) ?? { type: 'nothing' };
  }

  /** Forgets what was heard so far. */
  forget(): void {
    this.heard.length = 0;
    this.texts.length = 0;
  }
}

interface Visit {
  readonly room?: string;
  readonly token?: string;
  readonly caps?: readonly string[];
}

export class FakeRoom {
  readonly hub: Hub;
  nowMs = 1_000;
  ticksWanted = 0;
  /** What the hub reported as a fault that is no client's. */
  readonly faults: unknown[] = [];
  readonly #timers = new Set<{ readonly dueAtMs: number; readonly run: () => void }>();

  constructor(options: Partial<HubOptions> = {}) {
    this.hub = new Hub(
      { ...DEFAULT_HUB_OPTIONS, ...options },
      {
        monotonic: () => this.nowMs,
        wallClock: () => 1_700_000_000_000 + this.nowMs,
        ...countedIds(),
        requestTick: () => {
          this.ticksWanted++;
        },
        after: (delayMs, run) => {
          const timer = { dueAtMs: this.nowMs + delayMs, run };
          this.#timers.add(timer);
          return () => this.#timers.delete(timer);
        },
        report: (error) => {
          this.faults.push(error);
        },
      },
    );
  }

  /** A new connection, from a network that is counted if one is said. */
  connect(network?: string): FakeClient {
    return new FakeClient(this, network);
  }

  /** A client of the base profile, named and greeted. */
  legacy(name: string): FakeClient {
    const client = this.connect();
    client.say({ type: 'username', name, id: 0, date: 0 });
    this.tick();
    return client;
  }

  /** A client of version 1, named and greeted. */
  modern(name: string, caps: readonly string[] = ['call', 'presence'], network?: string): FakeClient {
    const client = this.connect(network);
    client.say({ type: 'username', name, hello: { v: 1, client: 'test', caps } });
    this.tick();
    return client;
  }

  /** A client of version 1 that asks for a room, or brings a token. */
  visitor(name: string, more: Visit): FakeClient {
    const client = this.connect();
    client.say({ type: 'username', name, hello: { v: 1, caps: ['call', 'presence'], ...more } });
    this.tick();
    return client;
  }

  /** A client of version 1 that says which session was its own, with whatever token, and how much it has heard. */
  returning(
    name: string,
    token: unknown,
    caps: readonly string[] = ['call', 'presence'],
    seq = 0,
  ): FakeClient {
    const client = this.connect();
    const resume = { token, seq };
    client.say({ type: 'username', name, hello: { v: 1, client: 'test', caps, resume } });
    this.tick();
    return client;
  }

  /** Lets time pass, with the timers that are due in it and those they start. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.dueAtMs - b.dueAtMs);
      if (!next || next.dueAtMs > untilMs) break;
      this.#timers.delete(next);
      this.nowMs = Math.max(this.nowMs, next.dueAtMs);
      next.run();
    }
    this.nowMs = untilMs;
  }

  tick(): void {
    if (this.ticksWanted === 0) return;
    this.ticksWanted = 0;
    this.hub.tick();
  }
}

export const OFFER_SDP = { type: 'offer', sdp: 'v=0\r\n' } as const;
export const ANSWER_SDP = { type: 'answer', sdp: 'v=0\r\n' } as const;
