/** The link machine: every status with every event, when it retries, and what counts as silence. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type LinkEffect, type LinkEvent, linkTransition } from './link-machine.js';
import type { LinkState, LinkStatus, ServerInfo } from './link-state.js';
import { RETRY_MAX_MS, RETRY_MIN_MS, retryDelay } from './retry-policy.js';

const SERVER: ServerInfo = { v1: true, caps: [], id: 1, sid: 's', beats: true, echoes: true };
const LEGACY: ServerInfo = { v1: false, caps: [], id: 1, beats: false, echoes: false };

const STATES: Readonly<Record<LinkStatus, LinkState>> = {
  offline: { status: 'offline' },
  connecting: { status: 'connecting', attempt: 0, server: SERVER },
  online: { status: 'online', server: SERVER },
  waiting: { status: 'waiting', attempt: 1, retryAtMs: 5_000 },
  refused: { status: 'refused', closeCode: 4503 },
};

const EVENTS: Readonly<Record<string, LinkEvent>> = {
  connect: { type: 'connect' },
  disconnect: { type: 'disconnect' },
  wake: { type: 'wake' },
  doubt: { type: 'doubt' },
  leave: { type: 'leave', returns: true },
  hello: { type: 'hello', server: SERVER },
  resumed: { type: 'resumed', sid: 'old' },
  joined: { type: 'joined' },
  heard: { type: 'heard' },
  refused: { type: 'refused', code: 'forbidden' },
  goodbye: { type: 'goodbye', reconnectInMs: 4_000 },
  'closed 1006': { type: 'closed', code: 1006 },
  'closed 4408': { type: 'closed', code: 4408 },
  'closed 4503': { type: 'closed', code: 4503 },
  'timer open': { type: 'timer', timer: 'open' },
  'timer retry': { type: 'timer', timer: 'retry' },
  'timer silence': { type: 'timer', timer: 'silence' },
  'timer probe': { type: 'timer', timer: 'probe' },
  'timer beat': { type: 'timer', timer: 'beat' },
  'timer steady': { type: 'timer', timer: 'steady' },
};

/** Events not named leave the status as it is; `disconnect` always leads to offline. */
const TABLE: Readonly<Record<LinkStatus, Readonly<Record<string, LinkStatus>>>> = {
  offline: { connect: 'connecting' },
  connecting: {
    joined: 'online',
    leave: 'waiting',
    'closed 1006': 'waiting',
    'closed 4408': 'waiting',
    'closed 4503': 'refused',
    'timer open': 'waiting',
  },
  online: {
    leave: 'waiting',
    'closed 1006': 'waiting',
    'closed 4408': 'waiting',
    'closed 4503': 'refused',
    'timer silence': 'waiting',
    'timer probe': 'waiting',
  },
  waiting: { wake: 'connecting', 'timer retry': 'connecting' },
  refused: { connect: 'connecting' },
};

const step = (state: LinkState, event: LinkEvent): readonly [LinkState, readonly LinkEffect[]] =>
  linkTransition(state, event, { nowMs: 1_000, random: 0.5 });

const typesOf = (effects: readonly LinkEffect[]): readonly string[] => effects.map((effect) => effect.type);

void describe('every status with every event', () => {
  for (const [status, state] of Object.entries(STATES)) {
    for (const [name, event] of Object.entries(EVENTS)) {
      const expected = name === 'disconnect' ? 'offline' : (TABLE[status as LinkStatus][name] ?? status);
      void it(`${status}, ${name}: ${expected}`, () => {
        assert.equal(step(state, event)[0].status, expected);
      });
    }
  }
});

void describe('a lost connection', () => {
  void it('is tried again at once, then with growing waits', () => {
    const [lost, effects] = step(STATES.online, { type: 'closed', code: 1006 });
    assert.deepEqual(lost, { status: 'waiting', attempt: 0, retryAtMs: 1_000 });
    assert.ok(effects.some((effect) => effect.type === 'start-timer' && effect.ms === 0));
    const [again] = step({ status: 'connecting', attempt: 3 }, { type: 'closed', code: 1006 });
    assert.ok(again.status === 'waiting' && again.attempt === 4 && again.retryAtMs > 1_000 + RETRY_MIN_MS);
  });

  void it('is not tried again at once when the server asked for a wait, or when it never holds', () => {
    const waits = (state: LinkState, code: number): number => {
      const [lost] = step(state, { type: 'closed', code });
      assert.ok(lost.status === 'waiting');
      return lost.attempt;
    };
    assert.equal(waits(STATES.online, 4408), 1);
    assert.equal(waits(STATES.online, 1013), 1);
    const [short] = step({ status: 'connecting', attempt: 2, server: SERVER }, { type: 'joined' });
    assert.equal(waits(short, 1006), 3);
    const [steady] = step(short, { type: 'timer', timer: 'steady' });
    assert.equal(waits(steady, 1006), 0);
  });

  void it('is tried again when the server said, if it did', () => {
    const [leaving] = step(STATES.online, { type: 'goodbye', reconnectInMs: 4_000 });
    assert.deepEqual(step(leaving, { type: 'closed', code: 1012 })[0], {
      status: 'waiting',
      attempt: 0,
      retryAtMs: 5_000,
    });
    const [patient] = step(STATES.online, { type: 'goodbye', reconnectInMs: 1e9 });
    assert.deepEqual(step(patient, { type: 'closed', code: 1012 })[0], {
      status: 'waiting',
      attempt: 0,
      retryAtMs: 61_000,
    });
  });

  void it('is reported once, and so is a server that cannot be reached', () => {
    const codes = (effects: readonly LinkEffect[]): readonly string[] =>
      effects.flatMap((effect) => (effect.type === 'report' ? [effect.code] : []));
    const [first] = step(STATES.offline, { type: 'connect' });
    assert.deepEqual(codes(step(first, { type: 'closed', code: 1006 })[1]), ['link-unreachable']);
    const [second] = step(STATES.waiting, { type: 'wake' });
    assert.deepEqual(codes(step(second, { type: 'closed', code: 1006 })[1]), []);
  });

  void it('is reported as lost, not at each failed try', () => {
    assert.ok(typesOf(step(STATES.online, { type: 'closed', code: 1006 })[1]).includes('report'));
    assert.ok(!typesOf(step(STATES.connecting, { type: 'closed', code: 1006 })[1]).includes('report'));
  });

  void it('that the server forbids to try again keeps its reason', () => {
    const [told] = step(STATES.connecting, { type: 'refused', code: 'forbidden' });
    const [refused] = step(told, { type: 'closed', code: 4503 });
    assert.deepEqual(refused, { status: 'refused', closeCode: 4503, code: 'forbidden' });
  });
});

void describe('silence', () => {
  void it('counts anew with everything that is heard from a server that beats', () => {
    const [, effects] = step(STATES.online, { type: 'heard' });
    assert.deepEqual(effects.at(-1), { type: 'start-timer', timer: 'silence', ms: 12_000 });
  });

  void it('is no sign of death from a server that was never heard to echo', () => {
    const quiet: LinkState = { status: 'online', server: LEGACY };
    assert.deepEqual(typesOf(step(quiet, EVENTS['timer beat'] as LinkEvent)[1]), [
      'send-ping',
      'start-timer',
    ]);
    assert.deepEqual(step(quiet, { type: 'wake' }), [quiet, []]);
  });

  void it('is one from a legacy server that has echoed before', () => {
    const [echoing] = step({ status: 'online', server: LEGACY }, { type: 'heard', echo: true });
    const [, effects] = step(echoing, EVENTS['timer beat'] as LinkEvent);
    assert.ok(effects.some((effect) => effect.type === 'start-timer' && effect.timer === 'probe'));
  });

  void it('is checked at once when the page wakes up', () => {
    assert.deepEqual(typesOf(step(STATES.online, { type: 'wake' })[1]), ['send-ping', 'start-timer']);
  });

  void it('counts soonest in a call that is silent as well', () => {
    const probe = (type: 'wake' | 'doubt') => step(STATES.online, { type })[1].at(-1);
    assert.deepEqual(probe('wake'), { type: 'start-timer', timer: 'probe', ms: 4_000 });
    assert.deepEqual(probe('doubt'), { type: 'start-timer', timer: 'probe', ms: 1_500 });
    const quiet: LinkState = { status: 'online', server: LEGACY };
    assert.deepEqual(step(quiet, { type: 'doubt' }), [quiet, []]);
  });
});

void describe('the wait before a retry', () => {
  void it('is within its bounds, whatever the attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const ms = retryDelay(attempt, random);
          assert.ok(ms >= RETRY_MIN_MS && ms <= RETRY_MAX_MS);
        },
      ),
    );
    assert.equal(retryDelay(0, 0.9), 0);
  });
});

void describe('a page that is left', () => {
  void it('closes its socket, and tries again by itself only if it is still there a while later', () => {
    const [left, effects] = step(STATES.online, { type: 'leave', returns: true });
    assert.deepEqual(typesOf(effects), ['stop-timers', 'close-socket', 'start-timer']);
    assert.equal(step(left, { type: 'wake' })[0].status, 'connecting');
    assert.equal(step(left, { type: 'timer', timer: 'retry' })[0].status, 'connecting');
  });
});
