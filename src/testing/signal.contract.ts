/**
 * What every end of the signal port owes the core; run on memory, BroadcastChannel, a WebSocket to a real relay, and the
 * example of a backend with messages of its own.
 */
import { expect } from '@open-wc/testing';
import { EMPTY_ROSTER, type Roster, applyPresence } from '../core/people/roster.js';
import type { SignalConnection, SignalPort } from '../core/ports.js';
import {
  ALL_CAPABILITIES,
  type ServerMessage,
  type ServerMessages,
  parseServerMessage,
} from '../protocol/index.js';
import { Recorder } from './recorder.js';

type Happening =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'message'; readonly message: ServerMessage };

class Line {
  readonly log = new Recorder<Happening>();
  readonly connection: SignalConnection;

  constructor(port: SignalPort) {
    this.connection = port.connect({
      open: () => {
        this.log.add({ kind: 'open' });
      },
      message: (data) => {
        const parsed = parseServerMessage(data);
        if (parsed.ok) this.log.add({ kind: 'message', message: parsed.message });
      },
      close: () => {
        this.log.add({ kind: 'close' });
      },
    });
  }

  all<T extends ServerMessage['type']>(type: T): readonly ServerMessages[T][] {
    return this.log.items.flatMap((one) =>
      one.kind === 'message' && one.message.type === type ? [one.message as ServerMessages[T]] : [],
    );
  }

  async next<T extends ServerMessage['type']>(type: T): Promise<ServerMessages[T]> {
    await this.log.until(() => this.all(type).length > 0);
    return this.all(type)[0] as ServerMessages[T];
  }

  async enter(name: string): Promise<void> {
    const { id } = await this.next('id');
    this.connection.send({ type: 'username', name, id, date: 1, hello: { v: 1, caps: ALL_CAPABILITIES } });
    await this.next('presence');
  }

  /** Waits until the list that this end is shown, whole or in pieces, has everybody of `names` besides itself. */
  async meets(...names: readonly string[]): Promise<void> {
    await this.log.until(() => names.every((name) => this.#list.includes(name)));
  }

  /** Waits until it no longer has somebody. */
  async loses(name: string): Promise<void> {
    await this.log.until(() => !this.#list.includes(name));
  }

  get #list(): readonly string[] {
    const known = this.all('presence').reduce<Roster>((roster, message) => {
      const next = applyPresence(roster, message);
      expect(next, 'no gap in the list').to.not.equal(undefined);
      return next ?? roster;
    }, EMPTY_ROSTER);
    return known.users.map(({ name }) => name);
  }
}

export function signalContract(name: string, connectTo: () => Promise<SignalPort>): void {
  describe(`signal port: ${name}`, () => {
    let lines: readonly Line[] = [];
    const dial = (port: SignalPort): Line => {
      const line = new Line(port);
      lines = [...lines, line];
      return line;
    };
    const two = async (): Promise<readonly [Line, Line]> => {
      const port = await connectTo();
      const [a, b] = [dial(port), dial(port)];
      await a.enter('ann');
      await b.enter('ben');
      await Promise.all([a.meets('ben'), b.meets('ann')]);
      return [a, b];
    };
    afterEach(() => {
      for (const { connection } of lines) connection.close();
      lines = [];
    });

    it('opens first, not before it returned, and greets with an id', async () => {
      const line = dial(await connectTo());
      expect(line.log.items).to.deep.equal([]);
      await line.next('id');
      expect(line.log.items[0]).to.deep.equal({ kind: 'open' });
    });

    it('brings messages to the one they are for, in order, with the sender named', async () => {
      const [ann, ben] = await two();
      const texts = Array.from({ length: 20 }, (_, n) => `text ${String(n)}`);
      for (const text of texts)
        ann.connection.send({ type: 'message', text, target: 'ben', name: 'somebody else', id: 1 });
      await ben.log.until(() => ben.all('message').length === texts.length);
      expect(ben.all('message').map((message) => message.text)).to.deep.equal(texts);
      expect(new Set(ben.all('message').map((message) => message.name))).to.deep.equal(new Set(['ann']));
    });

    it('says that somebody who is not there cannot be reached', async () => {
      const [ann] = await two();
      ann.connection.send({
        type: 'video-offer',
        target: 'ghost',
        sdp: { type: 'offer', sdp: 'v=0' },
        call: { id: 'c1' },
      });
      const error = await ann.next('error');
      expect([error.code, error.call?.id]).to.deep.equal(['peer-unavailable', 'c1']);
    });

    it('tells the others when an end leaves', async () => {
      const [ann, ben] = await two();
      ann.connection.close();
      await ben.loses('ann');
    });

    it('drops what is sent after the end, and tells the listener nothing more', async () => {
      const [ann, ben] = await two();
      ann.connection.close();
      const heard = ann.log.items.length;
      expect(ann.connection.send({ type: 'message', text: 'too late' })).to.equal(false);
      ben.connection.send({ type: 'message', text: 'anybody?' });
      await ben.next('message');
      expect(ann.log.items.length).to.equal(heard);
      ann.connection.close();
    });
  });
}
