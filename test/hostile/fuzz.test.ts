/**
 * Inputs by chance: a few thousand with every run of the tests, as many as one likes with `npm run fuzz`. First frames
 * into the hub, without a network; then bytes into a real socket.
 */
import assert from 'node:assert/strict';
import { type TestContext, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Relay, createRelay } from '../../server/relay.js';
import { parseServerMessage } from '../../src/protocol/index.js';
import { type FakeClient, FakeRoom } from '../support/fake-room.js';
import { frameText, wireBytes } from '../support/fuzz-inputs.js';
import { RawSocket } from '../support/raw-socket.js';
import { WireClient } from '../support/wire-client.js';

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 4_000);
/** A piece of bytes costs as much as many frames. */
const PIECES = Math.ceil(INPUTS / 10);
const FRAMES = INPUTS - PIECES;
const HELLO = { v: 1, client: 'test', caps: ['call', 'presence'] };
const UNLIMITED = { perSecond: 1e9, burst: 1e9 };

function report(context: TestContext, inputs: number, startedAtMs: number, crashes: number): void {
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  context.diagnostic(
    `${String(inputs)} inputs, ${seconds} s, ${String(crashes)} crashes, the honest still served`,
  );
}

/** The room under fire: two honest people, and attackers who come back when they are thrown out. */
class Siege {
  readonly room = new FakeRoom({ rate: UNLIMITED, rings: UNLIMITED });
  readonly #naomi = this.room.modern('naomi');
  readonly #ruth = this.room.legacy('ruth');
  readonly #attackers: FakeClient[] = [];
  #count = 0;

  constructor() {
    for (let i = 0; i < 4; i++)
      this.#attackers.push(i === 0 ? this.room.connect() : this.room.modern('attacker'));
  }

  attack(who: number, text: string): void {
    this.room.nowMs += 1;
    this.#attackers[who]?.say(text);
    if (this.#attackers[who]?.closed || this.#count++ % 50 === 0) this.#replace(who);
    if (this.#count % 20 === 0) this.room.tick();
  }

  /** Whoever is honest is still called as before, hears the other, and is heard. */
  check(): void {
    this.room.tick();
    const everybody = [this.#naomi, this.#ruth, ...this.#attackers];
    for (const one of everybody) one.forget();
    this.#naomi.say({ type: 'message', text: 'still there?', target: 'ruth' });
    assert.equal(this.#ruth.last('message').name, 'naomi');
    this.#ruth.say({ type: 'message', text: 'yes', target: 'naomi' });
    assert.equal(this.#naomi.last('message').name, 'ruth');
    for (const one of everybody) one.forget();
  }

  end(): void {
    for (const one of [this.#naomi, this.#ruth, ...this.#attackers]) one.leave();
    this.room.tick();
    assert.deepEqual(new Set(Object.values(this.room.hub.sizes)), new Set([0]));
  }

  #replace(who: number): void {
    this.#attackers[who]?.leave();
    const attacker = this.room.connect();
    this.#attackers[who] = attacker;
    if (who > 0) attacker.say({ type: 'username', name: 'attacker', hello: HELLO });
  }
}

describe('a client', { timeout: 3_600_000 }, () => {
  it('that says anything whatsoever ends nothing', (context) => {
    const siege = new Siege();
    const startedAtMs = performance.now();
    let runs = 0;
    const attack = ([who, text]: readonly [number, string]): void => {
      siege.attack(who, text);
      parseServerMessage(text);
      if (runs++ % 500 === 0) siege.check();
    };
    fc.assert(fc.property(fc.tuple(fc.nat({ max: 3 }), frameText), attack), {
      numRuns: FRAMES,
      endOnFailure: true,
    });
    siege.check();
    siege.end();
    report(context, FRAMES, startedAtMs, 0);
  });

  it('that sends any bytes whatsoever ends nothing but its own connection', async (context) => {
    const faults: unknown[] = [];
    const ping = { intervalMs: 600_000, timeoutMs: 600_000 };
    const relay = createRelay({
      hub: { ping, rate: UNLIMITED, rings: UNLIMITED },
      onFault: (error) => faults.push(error),
    });
    await relay.ready;
    const naomi = await WireClient.named(relay.url, 'naomi', HELLO);
    const ruth = await WireClient.named(relay.url, 'ruth', HELLO);
    const startedAtMs = performance.now();
    const perConnection = 20;
    const batch = fc.tuple(
      fc.boolean(),
      fc.array(wireBytes, { minLength: perConnection, maxLength: perConnection }),
    );
    await fc.assert(
      fc.asyncProperty(batch, async ([isNamed, pieces]) => {
        await attackOver(relay, isNamed, pieces);
        for (const one of [naomi, ruth]) one.heard.length = 0;
        naomi.say({ type: 'still-there', target: 'ruth' });
        assert.equal((await ruth.next('still-there', ({ name }) => name === 'naomi')).target, 'ruth');
        assert.deepEqual(faults, []);
      }),
      { numRuns: Math.ceil(PIECES / perConnection), endOnFailure: true },
    );
    report(context, PIECES, startedAtMs, faults.length);
    await relay.close();
    assert.deepEqual(new Set(Object.values(relay.sizes)), new Set([0]));
  });
});

async function attackOver(relay: Relay, isNamed: boolean, pieces: readonly Buffer[]): Promise<void> {
  const raw = await RawSocket.upgraded(relay.port);
  if (isNamed) raw.send(JSON.stringify({ type: 'username', name: 'attacker', hello: HELLO }));
  for (const piece of pieces) raw.socket.write(piece);
  raw.socket.end();
  await raw.closed;
}
