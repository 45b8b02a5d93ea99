/** The runner of transitions: one event at a time, in order, and one report when all are done. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Machine } from './machine.js';

type Event = 'a' | 'b' | 'c';

/** Keeps the events it has seen; each event asks for the effect of its name. */
function setUp(onEffect: (effect: Event, machine: Machine<string, Event, Event>) => void = () => undefined): {
  machine: Machine<string, Event, Event>;
  log: string[];
} {
  const log: string[] = [];
  const machine: Machine<string, Event, Event> = new Machine<string, Event, Event>(
    '',
    (state, event) => [state + event, [event]],
    {
      run: (effect) => {
        log.push(`${effect} in ${machine.state}${machine.busy ? '' : ', settled'}`);
        onEffect(effect, machine);
      },
      settled: (state, previous) => {
        log.push(`${previous || '-'} to ${state}${machine.busy ? ', busy' : ''}`);
      },
    },
  );
  return { machine, log };
}

void describe('a machine', () => {
  void it('takes an event, runs its effects in the new state, then says that it settled', () => {
    const { machine, log } = setUp();
    machine.dispatch('a');
    assert.deepEqual(log, ['a in a', '- to a']);
    assert.equal(machine.busy, false);
  });

  void it('lets an event that comes while it runs wait, and settles once for both', () => {
    const { machine, log } = setUp((effect, self) => {
      if (effect === 'a') self.dispatch('b');
      if (effect === 'b') self.dispatch('c');
    });
    machine.dispatch('a');
    assert.deepEqual(log, ['a in a', 'b in ab', 'c in abc', '- to abc']);
  });

  void it('takes events again after an effect threw', () => {
    const { machine, log } = setUp((effect) => {
      if (effect === 'a') throw new Error('broken port');
    });
    assert.throws(() => machine.dispatch('a'), /broken port/);
    assert.equal(machine.busy, false);
    machine.dispatch('b');
    assert.deepEqual(log, ['a in a', 'b in ab', 'a to ab']);
  });

  void it('lets whoever hears that it settled dispatch the next event', () => {
    const seen: string[] = [];
    const machine: Machine<string, Event, Event> = new Machine<string, Event, Event>(
      '',
      (state, event) => [state + event, []],
      {
        run: () => undefined,
        settled: (state, previous) => {
          seen.push(`${previous}>${state}`);
          if (state === 'a') machine.dispatch('b');
        },
      },
    );
    machine.dispatch('a');
    assert.deepEqual(seen, ['>a', 'a>ab']);
  });
});
