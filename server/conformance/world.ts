/**
 * The clients of one case: makes them, signs them in under names that nobody else has, and takes them away. The server
 * may be in use by others meanwhile, and may limit how fast one address connects.
 */
import { randomBytes } from 'node:crypto';
import { Failure, NotOffered } from './case.js';
import { type Heard, Participant } from './participant.js';
import { ConnectError, type WireOptions, openWire } from './wire.js';

/** What one run knows of its server, over all cases. */
export interface Target {
  readonly url: string;
  readonly options: WireOptions;
  /** What to offer: a server that selects nothing is told so by one case, and not by all. */
  protocols: readonly string[];
  /** Nothing listened any more when a case wanted to connect. */
  isGone: boolean;
}

const RETRY_MS = 100;
const MAX_PATIENCE_MS = 15_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The server has room again later, and said so. */
const saysLater = ({ heard: [first], closed }: Participant): number | undefined => {
  const isBusy = first?.type === 'error' && ['rate-limited', 'unavailable'].includes(String(first.code));
  if (!isBusy && closed?.code !== 1013) return undefined;
  return typeof first?.retryAfterMs === 'number' ? first.retryAfterMs : 1_000;
};

export class World {
  readonly #target: Target;
  readonly #people: Participant[] = [];
  readonly #suffix = randomBytes(4).toString('hex');
  #count = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  get timeoutMs(): number {
    return this.#target.options.timeoutMs;
  }

  /** A name that nobody has, readable in a report. */
  freshName(stem: string): string {
    return `${stem}-${this.#suffix}${this.#count++ === 0 ? '' : `-${String(this.#count)}`}`;
  }

  /** A text that nobody else sends. */
  freshText(stem = 'marker'): string {
    return `${stem} ${randomBytes(6).toString('hex')}`;
  }

  /** Connects, and waits for the first word. */
  async connect(): Promise<Participant> {
    const deadlineMs = performance.now() + MAX_PATIENCE_MS;
    for (;;) {
      const person = new Participant(this.timeoutMs);
      person.attach(await this.#open(person));
      this.#people.push(person);
      await person
        .next('a first message', () => true)
        .catch((error: unknown) => {
          if (saysLater(person) === undefined) throw error;
        });
      const waitMs = saysLater(person);
      if (waitMs === undefined || performance.now() + waitMs > deadlineMs) return person;
      await pause(waitMs);
    }
  }

  /** Asks for a name and waits for the user list that has it. */
  async signIn(person: Participant, name: string, fields: object = {}): Promise<Participant> {
    const since = person.heard.length;
    person.say({ type: 'username', name, id: person.number, date: Date.now(), ...fields });
    const granted = (): string => {
      const given = person.latest('rejectusername', since)?.name;
      return typeof given === 'string' ? given : name;
    };
    await person.next(`a user list with its name`, (message) => namesIn(message).includes(granted()), since);
    person.name = granted();
    return person;
  }

  /** Somebody of the base profile who has signed in. */
  async person(stem = 'somebody'): Promise<Participant> {
    return this.signIn(await this.connect(), this.freshName(stem));
  }

  /** Several, one after the other: each of them hears of those who come later. */
  async people(...stems: readonly string[]): Promise<Participant[]> {
    const people: Participant[] = [];
    for (const stem of stems) people.push(await this.person(stem));
    return people;
  }

  /** Somebody who knows version 1. */
  async modern(stem = 'modern', hello: object = {}): Promise<Participant> {
    const person = await this.connect();
    person.isModern = true;
    return this.signIn(person, this.freshName(stem), {
      hello: { v: 1, client: 'conformance', caps: ['call', 'presence', 'heartbeat'], ...hello },
    });
  }

  /** Everything that `sender` caused at `receiver` so far has come when this has. */
  async mark(sender: Participant, receiver: Participant): Promise<void> {
    const text = this.freshText();
    sender.chat(text, { target: receiver.name });
    await receiver.next(`the message that "${sender.name}" sent it`, (message) => message.text === text);
  }

  notOffered(why: string): never {
    throw new NotOffered(why);
  }

  /** Everybody leaves. */
  end(): void {
    for (const person of this.#people) person.close();
  }

  async #open(person: Participant): Promise<Awaited<ReturnType<typeof openWire>>> {
    const { url, options, protocols } = this.#target;
    const startMs = performance.now();
    for (;;) {
      try {
        return await openWire(url, options, person, protocols);
      } catch (error) {
        if (!(error instanceof ConnectError)) throw error;
        const isBusy = error.status === 429 || error.status === 503;
        const patienceMs = isBusy ? MAX_PATIENCE_MS : options.timeoutMs;
        if (this.#target.isGone || performance.now() - startMs > patienceMs) {
          this.#target.isGone = true;
          throw new Failure('the server lets nobody connect any more', error.message);
        }
        await pause(isBusy ? 1_000 : RETRY_MS);
      }
    }
  }
}

/** The names in a user list of either kind; empty for any other message. */
export function namesIn({ type, users, full, join, change }: Heard): readonly unknown[] {
  if (type === 'userlist') return Array.isArray(users) ? users : [];
  if (type !== 'presence') return [];
  const people = [full, join, change].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return people.map((one) => (one as { name?: unknown } | null)?.name);
}
