/**
 * The clients of one case: makes them, signs them in under names that nobody else has, and takes them away. The server
 * may be in use by others meanwhile, and may limit how fast one address connects.
 */
import { randomBytes } from 'node:crypto';
import { CLOSE } from '../../src/protocol/index.js';
import { Failure, Gone, NotOffered, show } from './case.js';
import { type Heard, Participant } from './participant.js';
import { ConnectError, type WireOptions, openWire } from './wire.js';

/** What one run knows of its server, over all cases. */
export interface Target {
  readonly url: string;
  readonly options: WireOptions;
  /** What to offer: a server that selects nothing is told so by one case, and not by all. */
  protocols: readonly string[];
  /** What tells the server who comes, of another person each; none where it does not ask. */
  tokens: readonly string[];
  /** Those of people who are not shown everybody, where others are. */
  visitors: readonly string[];
  /** Whether people are shown to each other at all. */
  isSeeing: boolean;
  /** One of another person that is soon over. */
  readonly expiringToken?: string | undefined;
  /** Whether it also admits who brings no token. */
  isOpen: boolean;
}

/** What `username` says beside the name. */
type Username = Readonly<Record<string, unknown>> & { readonly hello?: object };

/** The server has refused to let a client in. */
export class Refused extends Failure {
  /** What it said, if it said anything. */
  readonly code: string;
  /** Whether it closed in a way that says so. */
  readonly isDenial: boolean;

  constructor(person: Participant, error: Heard | undefined) {
    const { code = 0 } = person.closed ?? {};
    super(`the server refused to let a client in, and closed with ${String(code)}`, show(error));
    this.code = typeof error?.code === 'string' ? error.code : '';
    this.isDenial = DENIALS.includes(code);
  }
}

/** Close codes of who may not come in. */
const DENIALS: readonly number[] = [CLOSE.tokenExpired, CLOSE.banned, 1008];
const START_AGAIN =
  'Look at the log of the server for why it ended, or does not answer; start it again, and repeat that case with --only.';

const RETRY_MS = 100;
const MAX_PATIENCE_MS = 15_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The server has room again later, and said so. */
const saysLater = ({ heard: [first], closed }: Participant): number | undefined => {
  const isBusy = first?.type === 'error' && ['rate-limited', 'unavailable'].includes(String(first.code));
  if (!isBusy && closed?.code !== 1013) return undefined;
  return typeof first?.retryAfterMs === 'number' ? first.retryAfterMs : 1_000;
};

/** The server gave a name that is not the client's to choose. */
const isReserved = ({ type, code }: Heard): boolean => type === 'rejectusername' && code === 'reserved';

/** As many as there are stems of names. */
type People<Stems extends readonly string[]> = { readonly [At in keyof Stems]: Participant };

async function inTurn<const Stems extends readonly string[]>(
  stems: Stems,
  make: (stem: string) => Promise<Participant>,
): Promise<People<Stems>> {
  const people: Participant[] = [];
  for (const stem of stems) people.push(await make(stem));
  // The compiler does not count what a loop makes.
  return people as readonly Participant[] as People<Stems>;
}

export class World {
  readonly #target: Target;
  readonly #people: Participant[] = [];
  #tokensUsed = 0;
  /** Whether the server has said a word in this case. */
  #isHeard = false;
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
          if (saysLater(person) === undefined)
            throw this.#asGone(error, 'the server says nothing to who connects any more');
        });
      this.#isHeard = true;
      const waitMs = saysLater(person);
      if (waitMs === undefined || performance.now() + waitMs > deadlineMs) return person;
      await pause(waitMs);
    }
  }

  /** Asks for a name, with a token where the server wants one: somebody else's for each client that has none yet. */
  ask(person: Participant, name: string, fields: Username = {}): void {
    const { tokens } = this.#target;
    const isFirst = person.name === '' && !person.isLegacy && tokens.length > 0;
    if (isFirst) {
      person.token ??= tokens[this.#tokensUsed++];
      if (person.token === undefined)
        this.notOffered(`it needs more people: give --token ${String(this.#tokensUsed)} times or more`);
      person.isModern = true;
    }
    const hello = isFirst ? { hello: { v: 1, ...fields.hello, token: person.token } } : {};
    person.say({ type: 'username', name, id: person.number, date: Date.now(), ...fields, ...hello });
  }

  /** Asks for a name and waits for the user list that has it. */
  async signIn(person: Participant, name: string, fields: Username = {}): Promise<Participant> {
    const since = person.heard.length;
    this.ask(person, name, fields);
    const granted = (): string => {
      const given = person.latest('rejectusername', since)?.name;
      return typeof given === 'string' ? given : name;
    };
    const isIn = (message: Heard): boolean => namesIn(message).includes(granted());
    try {
      // Where somebody wanted another name and did not get it, the list may be as it was.
      await person.next(
        `a user list with its name`,
        (message) => isIn(message) || (person.name !== '' && isReserved(message)),
        since,
      );
    } catch (error) {
      const refusal = person.heard.filter(({ type, fatal }) => type === 'error' && fatal === true).at(-1);
      throw person.closed ? new Refused(person, refusal) : error;
    }
    person.name = granted();
    return person;
  }

  /** Under this very name: not to be tested where the server itself says what people are called. */
  async signInAs(person: Participant, name: string, fields: Username = {}): Promise<Participant> {
    await this.signIn(person, name, fields);
    this.checkChoice(person);
    return person;
  }

  /** Ends the case where a client was not let choose its name. */
  checkChoice(person: Participant): void {
    if (person.heard.some(isReserved)) this.notOffered('the server says itself what people are called');
  }

  /** Somebody who has signed in: of the base profile, where the server admits such clients. */
  async person(stem = 'somebody'): Promise<Participant> {
    return this.signIn(await this.connect(), this.freshName(stem));
  }

  /** Somebody who knows the base profile and nothing else, and so has no token. */
  async legacy(stem = 'legacy'): Promise<Participant> {
    if (!this.#target.isOpen) this.notOffered('the server admits nobody without a token');
    const person = await this.connect();
    person.isLegacy = true;
    return this.signIn(person, this.freshName(stem));
  }

  /** Another connection of the same person. */
  async connectAgain(person: Participant): Promise<Participant> {
    const again = await this.connect();
    again.token = person.token;
    return again;
  }

  /** Several, one after the other: each of them hears of those who come later. */
  people<const Stems extends readonly string[]>(...stems: Stems): Promise<People<Stems>> {
    return inTurn(stems, (stem) => this.person(stem));
  }

  /** Somebody who knows version 1; with this token, where it is not any. */
  async modern(stem = 'modern', hello: object = {}, token?: string): Promise<Participant> {
    const person = await this.connect();
    person.isModern = true;
    person.token = token;
    return this.signIn(person, this.freshName(stem), {
      hello: { v: 1, client: 'conformance', caps: ['call', 'presence', 'heartbeat'], ...hello },
    });
  }

  /** Several who know version 1, one after the other. */
  moderns<const Stems extends readonly string[]>(...stems: Stems): Promise<People<Stems>> {
    return inTurn(stems, (stem) => this.modern(stem));
  }

  /** Everything that `sender` caused at `receiver` so far has come when this has. */
  async mark(sender: Participant, receiver: Participant): Promise<void> {
    const text = this.freshText();
    sender.chat(text, { target: receiver.name });
    await receiver.next(`the message that "${sender.name}" sent it`, (message) => message.text === text);
  }

  /** Ends the case where the server is not told who comes. */
  needsTokens(): void {
    if (this.#target.tokens.length === 0 || this.#target.isOpen)
      this.notOffered('the server asks nobody for a token');
  }

  /** Ends the case where people are not shown to each other. */
  needsList(): void {
    if (!this.#target.isSeeing) this.notOffered('the server does not show people to each other');
  }

  /** Two who know version 1, and are not shown to each other. */
  async strangers(): Promise<readonly [Participant, Participant]> {
    const { visitors, isSeeing } = this.#target;
    const [first, second] = visitors;
    if (first === undefined || second === undefined) {
      if (isSeeing) this.notOffered('everybody sees everybody');
      return this.moderns('naomi', 'ruth');
    }
    return [await this.modern('naomi', {}, first), await this.modern('ruth', {}, second)];
  }

  expiringToken(): string {
    return this.#target.expiringToken ?? this.notOffered('no --expiring-token was given');
  }

  notOffered(why: string): never {
    throw new NotOffered(why);
  }

  /** Everybody leaves, for good: no session waits into the next case. */
  end(): void {
    for (const person of this.#people) person.close(1000);
  }

  /** A server that is not there when a case begins has said nothing about it. */
  #asGone(error: unknown, problem: string): unknown {
    if (this.#isHeard || !(error instanceof Failure)) return error;
    return new Gone(problem, error.seen, START_AGAIN);
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
        if (performance.now() - startMs > patienceMs) {
          const problem = 'the server lets nobody connect any more';
          throw this.#asGone(new Failure(problem, error.message), problem);
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
