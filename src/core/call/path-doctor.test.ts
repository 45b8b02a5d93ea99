/** When it is said why a call has no path, and what of it is shown. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import type { IceServerOption, PathEvidence } from '../ports.js';
import type { Call, CallState } from './call-state.js';
import { newLeg } from './call-steps.js';
import { PathDoctor } from './path-doctor.js';

const CALL: Call = {
  id: 'c',
  direction: 'outgoing',
  peer: { name: 'priya', v1: true },
  media: { audio: true, video: true },
};
const leg = newLeg(CALL, { pc: 1, received: 0 });
const CONNECTING: CallState = { phase: 'connecting', slow: false, ...leg };
const ACTIVE: CallState = { phase: 'active', sinceMs: 0, ...leg };
const LOST: CallState = { phase: 'reconnecting', why: 'network', restarts: 1, sinceMs: 0, ...leg };
const LEAVING: CallState = { ...LOST, why: 'peer-leaving' };
const HUNG_UP: CallState = { phase: 'ended', call: CALL, reason: 'ended', by: 'me', durationMs: 0 };

void describe('the path of a call', () => {
  let clock: FakeClock;
  let told: string[];
  let met: PathEvidence;
  let isPeerHere: boolean;
  let relayOnly: boolean;
  let iceServers: readonly IceServerOption[];
  let doctor: PathDoctor;
  const code = (): string | undefined => doctor.diagnosis?.code;
  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    met = { local: ['host/udp'], remote: [], refusals: [], gathering: 'complete' };
    isPeerHere = true;
    relayOnly = false;
    iceServers = [];
    doctor = new PathDoctor({
      clock,
      evidence: () => met,
      iceServers: () => iceServers,
      relayOnly: () => relayOnly,
      isOffline: () => false,
      isOnline: () => true,
      hears: () => isPeerHere,
      due: () => {
        doctor.look(LOST);
      },
      report: ({ code }) => told.push(code),
    });
  });

  void it('is lost since the other one is cut off: that is said at once', () => {
    isPeerHere = false;
    doctor.look(LOST);
    assert.equal(code(), 'peer-unreachable');
    isPeerHere = true;
    doctor.look(LOST);
    assert.equal(code(), undefined, 'they are back, and so may the path be');
    clock.advance(15_000);
    assert.equal(code(), 'no-turn');
    assert.deepEqual(told, ['peer-unreachable', 'no-turn']);
  });

  void it('is sought again and again: what a new try has met so far changes nothing', () => {
    doctor.look(LOST);
    clock.advance(15_000);
    met = { local: ['host/udp', 'relay/udp'], remote: [], refusals: [], gathering: 'complete' };
    doctor.look(LOST);
    assert.deepEqual([code(), told], ['no-turn', ['no-turn']]);
  });

  void it('is judged a little later where the last try has just begun, and then in any case', () => {
    met = { local: ['host/udp'], remote: [], refusals: [], gathering: 'under-way' };
    doctor.look(LOST);
    clock.advance(15_000);
    doctor.look(LOST);
    assert.deepEqual(told, []);
    clock.advance(5_000);
    assert.deepEqual(told, ['no-turn']);
    doctor.look(LOST);
    assert.equal(code(), 'no-turn');
  });

  void it('can never be found where only TURN is allowed and none is named: that is said at once', () => {
    doctor.look(CONNECTING);
    assert.deepEqual([code(), told], [undefined, []]);
    relayOnly = true;
    doctor.look(CONNECTING);
    doctor.look(CONNECTING);
    assert.deepEqual([code(), doctor.diagnosis?.relayOnly, told], ['no-turn', true, ['no-turn']]);
    iceServers = [{ urls: 'turn:t.example', username: 'u', credential: 'c' }];
    doctor.look(CONNECTING);
    assert.deepEqual([code(), clock.pending], [undefined, 0]);
  });

  void it('is not given up so soon where it was there before: the page may name its servers late', () => {
    relayOnly = true;
    doctor.look(LOST);
    assert.deepEqual(told, []);
    clock.advance(15_000);
    assert.deepEqual(told, ['no-turn']);
  });

  void it('is shown as the same picture as long as the reason is the same', () => {
    doctor.look(LOST);
    clock.advance(15_000);
    const { diagnosis } = doctor;
    doctor.look(LOST);
    assert.equal(doctor.diagnosis, diagnosis);
    assert.deepEqual(told, ['no-turn']);
  });

  for (const [what, state] of Object.entries({
    'is back': ACTIVE,
    'belongs to a page that left': LEAVING,
    'is no longer wanted': HUNG_UP,
  }))
    void it(`${what}: there is nothing to say, and nothing to wait for`, () => {
      isPeerHere = false;
      doctor.look(LOST);
      doctor.look(state);
      assert.deepEqual([doctor.diagnosis, clock.pending], [null, 0]);
    });

  void it('is said to be closed once for each call', () => {
    doctor.tell('c', 'turn-auth');
    doctor.tell('c', 'turn-auth');
    doctor.tell('d', 'turn-auth');
    assert.deepEqual(told, ['turn-auth', 'turn-auth']);
  });
});
