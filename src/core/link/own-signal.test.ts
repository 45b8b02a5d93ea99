/** A backend with messages of its own: what its author need not do, what counts of what it says, and what it may do wrong. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ClientMessage,
  type ServerMessage,
  type ServerMessages,
  parseServerMessage,
} from '../../protocol/index.js';
import {
  type Backend,
  type BackendConnection,
  type BackendLine,
  type BackendPayload,
  createSignal,
} from './own-signal.js';

/** Lets promises that follow from each other all come. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** The page's side of one connection. */
class Page {
  readonly heard: ServerMessage[] = [];
  readonly faults: string[] = [];
  readonly closes: number[] = [];
  readonly #connection;

  constructor(backend: Backend) {
    this.#connection = createSignal(backend).connect({
      open: () => undefined,
      message: (data) => {
        const parsed = parseServerMessage(data);
        assert.ok(parsed.ok, JSON.stringify(data));
        this.heard.push(parsed.message);
      },
      fault: (reason) => this.faults.push(reason),
      close: (code) => this.closes.push(code),
    });
  }

  /** Signs in, up to the backend's being asked. */
  static async enter(name: string, backend: Backend): Promise<Page> {
    const page = new Page(backend);
    await settle();
    page.send({ type: 'username', name });
    await settle();
    return page;
  }

  send(message: ClientMessage): boolean {
    return this.#connection.send(message);
  }

  close(): void {
    this.#connection.close();
  }

  all<T extends ServerMessage['type']>(type: T): readonly ServerMessages[T][] {
    return this.heard.filter((message) => message.type === type) as unknown as readonly ServerMessages[T][];
  }

  get names(): readonly string[] | undefined {
    return this.all('presence')
      .at(-1)
      ?.full?.map(({ name }) => name);
  }
}

/** A backend that notes what it is asked, and says what the test says. */
class Script {
  readonly asked: string[] = [];
  readonly sent: (readonly [string | number, BackendPayload])[] = [];
  closed = 0;
  line!: BackendLine;
  readonly more: Partial<BackendConnection>;

  constructor(more: Partial<BackendConnection> = {}) {
    this.more = more;
  }

  readonly open: Backend = (name, line) => {
    this.asked.push(name);
    this.line = line;
    return {
      send: (to, payload) => this.sent.push([to, payload]),
      close: () => (this.closed += 1),
      ...this.more,
    };
  };
}

async function inside(
  script: Script,
  people: Parameters<BackendLine['people']>[0] = ['naomi', 'ben'],
  me?: string | number,
): Promise<Page> {
  const page = await Page.enter('naomi', script.open);
  script.line.people(people, me);
  await settle();
  return page;
}

const OFFER = { type: 'video-offer', sdp: { type: 'offer', sdp: 'v=0' }, call: { id: 'c1' } } as const;

void describe('signing in', () => {
  void it('greets, and opens the backend with the name that is asked for', async () => {
    const script = new Script();
    const page = new Page(script.open);
    await settle();
    assert.deepEqual([page.heard.map(({ type }) => type), script.asked], [['id'], []]);
    page.send({ type: 'username', name: 'naomi' });
    await settle();
    assert.deepEqual(script.asked, ['naomi']);
  });

  void it('is done with the first list, which has me in it whether the backend lists me or not', async () => {
    assert.deepEqual((await inside(new Script(), ['naomi', 'ben'])).names, ['naomi', 'ben']);
    assert.deepEqual((await inside(new Script(), ['ben'])).names, ['naomi', 'ben']);
  });

  void it('waits for a backend that is opened later, with all it says meanwhile', async () => {
    const script = new Script();
    let ready = (): void => undefined;
    const gate = new Promise<void>((resolve) => (ready = resolve));
    const page = await Page.enter('naomi', async (name, line) => {
      line.people(['ben']);
      await gate;
      return script.open(name, line);
    });
    assert.deepEqual(page.heard.length, 1);
    ready();
    await settle();
    assert.deepEqual(page.names, ['naomi', 'ben']);
  });

  void it('tells a name that the backend gave instead, once', async () => {
    const script = new Script();
    const people = [
      { id: 7, name: 'naomi from sales' },
      { id: 9, name: 'ben' },
    ];
    const page = await inside(script, people, 7);
    script.line.people(people, 7);
    await settle();
    assert.deepEqual(page.all('rejectusername'), [
      { type: 'rejectusername', name: 'naomi from sales', requested: 'naomi' },
    ]);
    assert.equal(page.heard.findIndex(({ type }) => type === 'rejectusername') < 2, true, 'before the list');
  });

  void it('gives everybody a name that is theirs alone, and mine to me', async () => {
    const people = [
      { id: 1, name: 'naomi' },
      { id: 2, name: 'ben' },
      { id: 3, name: 'ben' },
      { id: 4, name: 'naomi' },
    ];
    assert.deepEqual((await inside(new Script(), people, 4)).names, ['naomi', 'naomi2', 'ben', 'ben2']);
  });

  void it('shows the states that the backend knows of', async () => {
    const page = await inside(new Script(), ['naomi', { id: 'ben', name: 'ben', state: 'away' }]);
    assert.deepEqual(
      page.all('presence')[0]?.full?.map(({ state }) => state),
      ['available', 'away'],
    );
  });
});

void describe('another name', () => {
  void it('is asked of a backend that can rename, and counts when its list has it', async () => {
    const renames: string[] = [];
    const script = new Script({ rename: (name) => renames.push(name) });
    const page = await inside(script);
    page.send({ type: 'username', name: 'nao' });
    await settle();
    script.line.people(['naomi', 'ben', 'oleg']);
    await settle();
    assert.deepEqual([renames, page.names], [['nao'], ['naomi', 'ben', 'oleg']]);
    script.line.people(['nao', 'ben', 'oleg']);
    await settle();
    assert.deepEqual(page.names, ['nao', 'ben', 'oleg']);
    assert.equal(page.all('rejectusername').at(-1)?.name, 'nao');
  });

  void it('is refused where it cannot', async () => {
    const script = new Script();
    const page = await inside(script);
    page.send({ type: 'username', name: 'nao' });
    await settle();
    assert.deepEqual(page.all('rejectusername'), [
      { type: 'rejectusername', name: 'naomi', requested: 'nao' },
    ]);
    assert.deepEqual(script.asked, ['naomi']);
  });
});

void describe('what a person sends', () => {
  void it('goes to the one it is for, by the id the backend knows', async () => {
    const script = new Script();
    const page = await inside(
      script,
      [
        { id: 7, name: 'naomi' },
        { id: 9, name: 'ben' },
      ],
      7,
    );
    assert.equal(page.send({ ...OFFER, target: 'ben' }), true);
    assert.deepEqual(script.sent, [[9, { ...OFFER, target: 'ben' }]]);
  });

  void it('to nobody in the list is answered as unreachable', async () => {
    const page = await inside(new Script());
    page.send({ ...OFFER, target: 'ghost' });
    page.send({ type: 'message', text: 'hello', target: 'ghost', mid: 'm1' });
    const error = { type: 'error', code: 'peer-unavailable', target: 'ghost' };
    assert.deepEqual(page.all('error'), [
      { ...error, re: 'video-offer', call: { id: 'c1' } },
      { ...error, re: 'message', mid: 'm1' },
    ]);
    assert.deepEqual(page.all('message'), [], 'it was not said');
  });

  void it('to everybody goes to each one, and a text comes back to who said it', async () => {
    const script = new Script();
    const page = await inside(script, ['naomi', 'ben', 'oleg']);
    page.send({ type: 'message', text: 'hello', mid: 'm1' });
    assert.deepEqual(
      script.sent.map(([to]) => to),
      ['ben', 'oleg'],
    );
    assert.deepEqual(page.all('message'), [{ type: 'message', text: 'hello', mid: 'm1', name: 'naomi' }]);
  });

  void it('before the first list is not taken', async () => {
    const script = new Script();
    const page = await Page.enter('naomi', script.open);
    assert.equal(page.send({ ...OFFER, target: 'ben' }), false);
  });

  void it('of this person’s state goes to a backend that wants it, and harms none that does not', async () => {
    const states: string[] = [];
    (await inside(new Script({ state: (state) => states.push(state) }))).send({
      type: 'state',
      state: 'away',
    });
    const page = await inside(new Script());
    page.send({ type: 'state', state: 'away' });
    await settle();
    assert.deepEqual([states, page.faults], [['away'], []]);
  });

  void it('for the server alone does not reach the backend', async () => {
    const script = new Script();
    const page = await inside(script);
    const lists = page.all('presence').length;
    page.send({ type: 'ping', t: 1 });
    page.send({ type: 'sync', what: 'presence' });
    assert.deepEqual([script.sent, page.all('presence').length], [[], lists + 1]);
  });
});

void describe('what a person hears', () => {
  const hear = async (payload: unknown, from: string | number = 9): Promise<Page> => {
    const script = new Script();
    const page = await inside(
      script,
      [
        { id: 7, name: 'naomi' },
        { id: 9, name: 'ben' },
      ],
      7,
    );
    script.line.hear(from, payload);
    await settle();
    return page;
  };

  void it('has the sender that the backend vouches for, whatever the payload says', async () => {
    const page = await hear({ ...OFFER, target: 'whoever', name: 'oleg', sid: 'x', id: 5 });
    assert.deepEqual(page.all('video-offer'), [{ ...OFFER, target: 'naomi', name: 'ben', sid: '9' }]);
  });

  void it('comes from somebody who is not listed under their id', async () => {
    assert.equal((await hear(OFFER, 11)).all('video-offer')[0]?.name, '11');
  });

  void it('never is what only a server says, nor what one sent oneself', async () => {
    const list = { type: 'userlist', users: ['mallory'] };
    assert.deepEqual((await hear(list)).all('userlist'), []);
    assert.deepEqual((await hear({ type: 'goodbye' })).all('goodbye'), []);
    assert.deepEqual((await hear({ type: 'message', text: 'me' }, 7)).all('message'), []);
  });

  void it('must be an object with a type: the author hears of anything else', async () => {
    for (const payload of ['{"type":"hang-up"}', null, {}, []]) {
      const page = await hear(payload);
      assert.match(page.faults[0] ?? '', /hear\(\) takes/);
      assert.deepEqual(page.closes, []);
    }
  });
});

void describe('the end', () => {
  void it('that the page wants closes the backend once, and nothing is heard any more', async () => {
    const script = new Script();
    const page = await inside(script);
    const heard = page.heard.length;
    page.close();
    page.close();
    script.line.people(['ben', 'oleg']);
    script.line.hear('ben', OFFER);
    script.line.close();
    await settle();
    assert.deepEqual([script.closed, page.heard.length, page.closes], [1, heard, []]);
    assert.equal(page.send({ ...OFFER, target: 'ben' }), false);
  });

  void it('closes a backend that was still being opened', async () => {
    const script = new Script();
    const page = new Page(script.open);
    await settle();
    page.send({ type: 'username', name: 'naomi' });
    page.close();
    await settle();
    assert.equal(script.closed, 1);
  });

  void it('that the backend tells is passed on once, with its code', async () => {
    const script = new Script();
    const page = await inside(script);
    script.line.close(4503, 'no');
    script.line.close();
    await settle();
    assert.deepEqual([page.closes, script.closed], [[4503], 1]);
  });
});

void describe('a backend that does wrong', () => {
  const failing = (more: object): (() => Promise<Page>) => {
    const script = new Script(more);
    return async () => {
      const page = await inside(script);
      page.send({ ...OFFER, target: 'ben' });
      page.send({ type: 'username', name: 'nao' });
      await settle();
      return page;
    };
  };
  const boom = (): never => {
    throw new Error('boom');
  };
  const WRONG: readonly (readonly [string, () => Promise<Page>, RegExp])[] = [
    ['throws when it is opened', () => Page.enter('naomi', boom), /boom/],
    ['rejects when it is opened', () => Page.enter('naomi', () => Promise.reject(new Error('no'))), /no/],
    ['answers nothing', () => Page.enter('naomi', (() => undefined) as never), /\{send, close\}/],
    ['throws when it sends', failing({ send: boom }), /boom/],
    ['rejects when it sends', failing({ send: () => Promise.reject(new Error('later')) }), /later/],
    ['throws when it renames', failing({ rename: boom }), /boom/],
    ['lists no list', () => inside(new Script(), 7 as never), /iterable/],
    ['lists nonsense', () => inside(new Script(), [{ name: 'ben' }] as never), /people\(\) takes/],
  ];
  for (const [title, run, reason] of WRONG) {
    void it(`and ${title} ends its connection and is told why, once`, async () => {
      const page = await run();
      assert.deepEqual([page.closes, page.faults.length], [[1006], 1]);
      assert.match(page.faults[0] ?? '', reason);
    });
  }

  void it('and throws when it is closed harms nobody', async () => {
    const page = await inside(new Script({ close: boom }));
    page.close();
    await settle();
    assert.deepEqual([page.faults, page.closes], [[], []]);
  });
});
