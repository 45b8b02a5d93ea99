/**
 * Whatever is said, lost and taken up again in whatever order: each counted message arrives once and in order, both
 * ways, or a gap was told, and then only where more was under way than is kept.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { REPLAY_MESSAGES, ReplayRing, countsFromServer } from '../../src/protocol/index.js';
import { type FakeClient, FakeRoom } from '../../test/support/fake-room.js';

const CAPS = ['call', 'presence', 'resume'];

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ ruthSays: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 6, arbitrary: fc.record({ naomiSays: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.constant({ ruthSays: REPLAY_MESSAGES + 1 }) },
  { weight: 1, arbitrary: fc.constant({ naomiSays: REPLAY_MESSAGES + 1 }) },
  { weight: 6, arbitrary: fc.record({ naomiHears: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 6, arbitrary: fc.record({ relayHears: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 3, arbitrary: fc.constant({ beat: true }) },
  /** The relay has noticed or not when the client is back. */
  { weight: 4, arbitrary: fc.record({ lost: fc.constantFrom('noticed', 'half-open') }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A client as a page has it, on a line that holds everything until it is let through. */
class Naomi {
  readonly room: FakeRoom;
  /** Numbers that came from Ruth. */
  readonly got: number[] = [];
  gaps = { heard: 0, said: 0 };
  #socket: FakeClient;
  #token: unknown;
  #read = 0;
  #heard = 0;
  #isCounting = false;
  #sent = new ReplayRing<object>();
  /** On its way to the relay. */
  #under: object[] = [];

  constructor(room: FakeRoom) {
    this.room = room;
    this.#socket = room.modern('naomi', CAPS);
    this.hear(Number.POSITIVE_INFINITY);
  }

  get isConnected(): boolean {
    return this.#isCounting;
  }

  say(n: number): void {
    if (!this.#isCounting) return;
    const message = { type: 'whiteboard', target: 'ruth', n };
    this.#sent.push(message, 1);
    this.#under.push(message);
  }

  pong(): void {
    if (this.#isCounting) this.#under.push({ type: 'pong', seq: this.#heard });
  }

  /** The next `count` frames of the relay come out of the line. */
  hear(count: number): void {
    for (const message of this.#socket.heard.slice(this.#read, this.#read + count)) {
      this.#read += 1;
      if (this.#isCounting && countsFromServer(message.type)) this.#heard += 1;
      if (message.type === 'whiteboard') this.got.push(message.n as number);
      if (message.type === 'pong') this.#sent.trim(message.seq as number);
      if (message.type !== 'session') continue;
      this.#token = message.token;
      if (message.gap) this.gaps.heard += 1;
      this.#isCounting = true;
      const lacking = this.#sent.after(message.seq as number);
      if (!lacking) this.gaps.said += 1;
      this.#under.push(...(lacking ?? []));
    }
  }

  /** The next `count` of its own frames reach the relay. */
  letThrough(count: number): void {
    for (const message of this.#under.splice(0, count)) this.#socket.say(message);
  }

  comeBack(isNoticed: boolean): void {
    if (isNoticed) this.#socket.leave('lost');
    this.#isCounting = false;
    this.#under = [];
    this.#read = 0;
    this.#socket = this.room.returning('naomi', this.#token, CAPS, this.#heard);
    assert.equal(this.#socket.last('session').resumed, true);
  }
}

function run(steps: readonly Step[]): void {
  const room = new FakeRoom({ rate: { perSecond: 1e6, burst: 1e6 } });
  const ruth = room.modern('ruth', CAPS);
  const naomi = new Naomi(room);
  const said = { ruth: 0, naomi: 0 };
  const take = (one: Step): void => {
    if ('ruthSays' in one)
      for (let n = 0; n < one.ruthSays; n += 1)
        ruth.say({ type: 'whiteboard', target: 'naomi', n: ++said.ruth });
    else if ('naomiSays' in one)
      for (let n = 0; n < one.naomiSays && naomi.isConnected; n += 1) naomi.say(++said.naomi);
    else if ('naomiHears' in one) naomi.hear(one.naomiHears);
    else if ('relayHears' in one) naomi.letThrough(one.relayHears);
    else if ('beat' in one) naomi.pong();
    // A half-open connection that never brought the next token is another matter: its owner has none that counts.
    else if (one.lost === 'noticed' || naomi.isConnected) naomi.comeBack(one.lost === 'noticed');
  };
  const settle = (): void => {
    for (let times = 0; times < 3; times += 1) {
      naomi.hear(Number.POSITIVE_INFINITY);
      naomi.letThrough(Number.POSITIVE_INFINITY);
    }
  };
  for (const one of steps) take(one);
  settle();
  check(naomi.got, said.ruth, naomi.gaps.heard);
  check(
    ruth.all('whiteboard').map(({ n }) => n as number),
    said.naomi,
    naomi.gaps.said,
  );
  // Never a gap where so little was said that all of it is kept.
  if (said.ruth <= REPLAY_MESSAGES) assert.equal(naomi.gaps.heard, 0);
  if (said.naomi <= REPLAY_MESSAGES) assert.equal(naomi.gaps.said, 0);
}

/** All of them, once and in order; where something is missing a gap was told. */
function check(got: readonly number[], said: number, gaps: number): void {
  const all = Array.from({ length: said }, (_, n) => n + 1);
  if (gaps === 0) assert.deepEqual(got, all);
  else
    assert.deepEqual(
      got,
      [...new Set(got)].sort((a, b) => a - b),
    );
}

describe('a session that goes on over many connections', () => {
  it('loses nothing and repeats nothing, or says so', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        run(steps);
      }),
      { numRuns: 400 },
    );
  });
});
