/** What is under way, and when another may go. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.js';
import { ACK_MS, Flight, MAX_UNDER_WAY } from './flight.js';

let clock: FakeClock;
let flight: Flight;
let lost: string[];
const add = (mid: string): void => {
  flight.add(mid, () => lost.push(mid));
};

beforeEach(() => {
  clock = new FakeClock();
  flight = new Flight(clock);
  lost = [];
});

void describe('messages under way', () => {
  void it('are so many and no more', () => {
    for (let n = 0; n < MAX_UNDER_WAY; n += 1) add(String(n));
    assert.equal(flight.isOpen, false);
    flight.end('0');
    assert.deepEqual([flight.isOpen, flight.has('0'), flight.has('1')], [true, false, true]);
  });

  void it('are lost when nothing is heard of them in time, each by its own', () => {
    add('a');
    clock.advance(ACK_MS - 1);
    add('b');
    clock.advance(1);
    assert.deepEqual([lost, flight.has('a'), flight.has('b')], [['a'], false, true]);
  });

  void it('are none after a clearance, nor lost', () => {
    add('a');
    flight.rest(5, () => undefined);
    flight.clear();
    assert.deepEqual([flight.isOpen, flight.has('a'), clock.pending], [true, false, 0]);
  });
});

void describe('a rest', () => {
  void it('lets nothing go, even if nothing is under way', () => {
    let rested = 0;
    flight.rest(undefined, () => (rested += 1));
    assert.equal(flight.isOpen, false);
    clock.advance(1_000);
    assert.deepEqual([flight.isOpen, rested], [true, 1]);
  });

  void it('is not longer than a person would wait, whatever the server says', () => {
    flight.rest(Number.MAX_SAFE_INTEGER, () => undefined);
    clock.advance(10_000);
    assert.equal(flight.isOpen, true);
  });

  void it('begins anew when the server says so again', () => {
    let rested = 0;
    flight.rest(1_000, () => (rested += 1));
    clock.advance(900);
    flight.rest(1_000, () => (rested += 1));
    clock.advance(900);
    assert.deepEqual([flight.isOpen, rested], [false, 0]);
    clock.advance(100);
    assert.deepEqual([flight.isOpen, rested], [true, 1]);
  });
});
