/** Signaling among equals on a bus: names, lists and routes, and what becomes of an end that dies without a word. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ServerMessage, type ServerMessages, parseServerMessage } from '../../protocol/index.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { MemoryBus } from '../../testing/memory-bus.js';
import { EMPTY_ROSTER, type Roster, applyPresence } from '../people/roster.js';
import type { Bus, BusPort, SignalConnection } from '../ports.js';
import { BusSignal } from './bus-signal.js';

class End {
  readonly heard: ServerMessage[] = [];
  readonly connection: SignalConnection;
  /** Made of the list and all that came after it; undefined after a gap. */
  roster: Roster | undefined = EMPTY_ROSTER;

  constructor(signal: BusSignal) {
    this.connection = signal.connect({
      open: () => undefined,
      message: (data) => {
        const parsed = parseServerMessage(data);
        assert.ok(parsed.ok, JSON.stringify(data));
        this.heard.push(parsed.message);
        if (parsed.message.type === 'presence')
          this.roster = this.roster && applyPresence(this.roster, parsed.message);
      },
      close: () => undefined,
    });
  }

  all<T extends ServerMessage['type']>(type: T): readonly ServerMessages[T][] {
    return this.heard.filter((message) => message.type === type) as unknown as readonly ServerMessages[T][];
  }

  get sid(): string {
    return this.all('id')[0]?.sid ?? '';
  }

  get sees(): readonly string[] | undefined {
    return this.roster?.users.map(({ name }) => name).sort();
  }

  get name(): string | undefined {
    return this.roster?.users.find(({ sid }) => sid === this.sid)?.name;
  }

  ask(name: string): void {
    this.connection.send({ type: 'username', name });
  }
}

class Room {
  readonly clock = new FakeClock();
  readonly bus: BusPort;

  constructor(wrap: (bus: BusPort) => BusPort = (bus) => bus) {
    this.bus = wrap(new MemoryBus(this.clock));
  }

  connect(): End {
    return new End(new BusSignal(this.bus, this.clock));
  }

  enter(name: string): End {
    const end = this.connect();
    this.clock.advance(1);
    end.ask(name);
    return end;
  }

  settle(): void {
    this.clock.advance(1_000);
  }

  inside(...names: readonly string[]): readonly End[] {
    const ends = names.map((name) => this.enter(name));
    this.settle();
    return ends;
  }
}

const at = (ends: readonly End[], index: number): End => ends[index] as End;

void describe('a name on the bus', () => {
  void it('is refused when it is taken, with another in its stead', () => {
    const room = new Room();
    const [first] = room.inside('naomi');
    const [second] = room.inside('naomi');
    assert.deepEqual(second?.all('rejectusername'), [
      { type: 'rejectusername', name: 'naomi2', code: 'taken', requested: 'naomi' },
    ]);
    assert.deepEqual(
      [first?.sees, second.sees],
      [
        ['naomi', 'naomi2'],
        ['naomi', 'naomi2'],
      ],
    );
  });

  void it('that several take in the same moment stays with exactly one, and all agree who', () => {
    for (const count of [2, 3, 5]) {
      const room = new Room();
      const ends = Array.from({ length: count }, () => room.connect());
      room.clock.advance(1);
      for (const end of [...ends].reverse()) end.ask('naomi');
      room.settle();
      const names = ends.map((end) => end.name);
      assert.equal(new Set(names).size, count, `${String(count)} ends: ${names.join()}`);
      const [lesser] = ends.map((end) => end.sid).sort();
      assert.equal(ends.find((end) => end.name === 'naomi')?.sid, lesser);
      for (const end of ends) assert.deepEqual(end.sees, at(ends, 0).sees);
      for (const end of ends.filter(({ name }) => name !== 'naomi')) {
        assert.equal(end.all('rejectusername').at(-1)?.name, end.name);
      }
    }
  });

  void it('is free again when its owner left', () => {
    const room = new Room();
    const [first] = room.inside('naomi');
    first?.connection.close();
    const [second] = room.inside('naomi');
    assert.equal(second?.name, 'naomi');
    assert.deepEqual(second.all('rejectusername'), []);
  });

  void it('can be changed, and the others see the same person under the new one', () => {
    const room = new Room();
    const ends = room.inside('naomi', 'priya');
    at(ends, 0).ask('nao');
    room.settle();
    for (const end of ends) assert.deepEqual(end.sees, ['nao', 'priya']);
    assert.deepEqual(at(ends, 1).all('presence').at(-1)?.change, [
      { sid: at(ends, 0).sid, name: 'nao', state: 'available' },
    ]);
  });

  void it('asked for twice in a row is the second one, and nobody ever sees the first', () => {
    const room = new Room();
    const [priya] = room.inside('priya');
    const end = room.enter('first');
    end.ask('second');
    room.settle();
    assert.deepEqual(priya?.sees, ['priya', 'second']);
    assert.deepEqual(
      priya.all('presence').flatMap(({ join = [] }) => join.map(({ name }) => name)),
      ['second'],
    );
  });
});

void describe('the list', () => {
  void it('is shown in full to who comes in, then by deltas without a gap', () => {
    const room = new Room();
    const ends = room.inside('naomi', 'priya', 'oleg');
    const [late] = room.inside('ada');
    at(ends, 1).connection.close();
    at(ends, 2).connection.send({ type: 'state', state: 'busy' });
    room.settle();
    for (const end of [at(ends, 0), at(ends, 2), late as End]) {
      assert.deepEqual(end.sees, ['ada', 'naomi', 'oleg']);
      assert.equal(end.roster?.users.find(({ name }) => name === 'oleg')?.state, 'busy');
    }
    assert.equal(late?.all('presence')[0]?.full?.length, 4);
  });

  void it('is shown to nobody without a name', () => {
    const room = new Room();
    const nameless = room.connect();
    room.inside('naomi');
    assert.deepEqual(nameless.all('presence'), []);
  });

  void it('comes whole again when it is asked for', () => {
    const room = new Room();
    const [end] = room.inside('naomi', 'priya');
    end?.connection.send({ type: 'sync', what: 'presence' });
    assert.deepEqual(
      end
        ?.all('presence')
        .at(-1)
        ?.full?.map(({ name }) => name)
        .sort(),
      ['naomi', 'priya'],
    );
    room.inside('oleg');
    assert.deepEqual(end.sees, ['naomi', 'oleg', 'priya']);
  });
});

void describe('an end that dies without a word', () => {
  /** A bus whose posts can be cut off, as when a tab crashes: the lock goes, the farewell is never sent. */
  function crashable(bus: BusPort): BusPort & { crash: () => void } {
    let dead = false;
    return {
      open: (receive): Bus => {
        const inner = bus.open(receive);
        return {
          post: (data) => {
            if (!dead) inner.post(data);
          },
          close: () => inner.close(),
        };
      },
      watch: (sid, gone) => bus.watch(sid, gone),
      hold: (sid) => bus.hold(sid),
      crash: () => {
        dead = true;
      },
    };
  }

  void it('is missed by its lock', () => {
    const room = new Room();
    const [naomi] = room.inside('naomi');
    const tab = crashable(room.bus);
    const priya = new End(new BusSignal(tab, room.clock));
    room.clock.advance(1);
    priya.ask('priya');
    room.settle();
    assert.deepEqual(naomi?.sees, ['naomi', 'priya']);
    tab.crash();
    priya.connection.close();
    room.settle();
    assert.deepEqual(naomi.sees, ['naomi']);
    assert.deepEqual(naomi.all('presence').filter(({ leave = [] }) => leave.length > 0).length, 1);
  });
});

void describe('a message on the bus', () => {
  const offer = (target: string) =>
    ({
      type: 'video-offer',
      target,
      name: 'forged',
      sdp: { type: 'offer', sdp: 'v=0' },
      call: { id: 'c' },
    }) as const;

  void it('reaches the one it is for, with the true name of its sender', () => {
    const room = new Room();
    const [naomi, priya, oleg] = room.inside('naomi', 'priya', 'oleg');
    naomi?.connection.send(offer('priya'));
    room.settle();
    assert.deepEqual(
      priya?.all('video-offer').map(({ name, sid }) => ({ name, sid })),
      [{ name: 'naomi', sid: naomi?.sid }],
    );
    assert.deepEqual(oleg?.all('video-offer'), []);
  });

  void it('for nobody who is here is answered with an error about that call', () => {
    const room = new Room();
    const [naomi] = room.inside('naomi');
    naomi?.connection.send(offer('ghost'));
    assert.deepEqual(naomi?.all('error'), [
      { type: 'error', code: 'peer-unavailable', re: 'video-offer', target: 'ghost', call: { id: 'c' } },
    ]);
  });

  void it('of the chat to nobody who is here does not come back, but an error about it', () => {
    const room = new Room();
    const [naomi] = room.inside('naomi');
    naomi?.connection.send({ type: 'message', text: 'psst', target: 'ghost', mid: 'm' });
    assert.deepEqual(naomi?.all('message'), []);
    assert.deepEqual(naomi.all('error'), [
      { type: 'error', code: 'peer-unavailable', re: 'message', target: 'ghost', mid: 'm' },
    ]);
  });

  void it('of the chat comes back to its sender too, private or not', () => {
    const room = new Room();
    const [naomi, priya, oleg] = room.inside('naomi', 'priya', 'oleg');
    naomi?.connection.send({ type: 'message', text: 'all' });
    naomi?.connection.send({ type: 'message', text: 'you', target: 'priya' });
    room.settle();
    const texts = (end?: End): readonly string[] | undefined => end?.all('message').map(({ text }) => text);
    assert.deepEqual([texts(naomi), texts(priya), texts(oleg)], [['all', 'you'], ['all', 'you'], ['all']]);
  });

  void it('is not sent by who has no name yet', () => {
    const room = new Room();
    const [naomi] = room.inside('naomi');
    const nameless = room.connect();
    room.settle();
    nameless.connection.send({ type: 'message', text: 'psst' });
    room.settle();
    assert.deepEqual(naomi?.all('message'), []);
  });
});

void describe('closing', () => {
  void it('in the middle of taking a name leaves no timer and posts nothing more', () => {
    const posts: unknown[] = [];
    let closed = false;
    const room = new Room((bus) => ({
      open: (receive): Bus => {
        const inner = bus.open(receive);
        return {
          post: (data) => {
            assert.equal(closed, false, 'a real channel throws when it is closed');
            posts.push(data);
            inner.post(data);
          },
          close: () => {
            closed = true;
            inner.close();
          },
        };
      },
      watch: (sid, gone) => bus.watch(sid, gone),
      hold: (sid) => bus.hold(sid),
    }));
    const end = room.enter('first');
    end.ask('second');
    end.connection.close();
    end.connection.close();
    room.settle();
    assert.equal(room.clock.pending, 0);
    assert.equal(posts.length, 2, 'who, leave');
    assert.equal(end.connection.send({ type: 'message', text: 'late' }), false);
  });

  void it('before the greeting is possible, and nothing is heard', () => {
    const room = new Room();
    const end = room.connect();
    end.connection.close();
    room.settle();
    assert.deepEqual(end.heard, []);
  });
});

void describe('a bus that the page may not use', () => {
  void it('leaves nothing held', () => {
    const held = new Set<string>();
    const room = new Room((bus) => ({
      open: () => {
        throw new Error('The operation is insecure.');
      },
      watch: (sid, gone) => bus.watch(sid, gone),
      hold: (sid) => {
        held.add(sid);
        return () => held.delete(sid);
      },
    }));
    assert.throws(() => room.connect(), /insecure/);
    assert.deepEqual([[...held], room.clock.pending], [[], 0]);
  });
});
