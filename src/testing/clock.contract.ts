/** What every end of the clock port owes the core; run on the fake and on the browser's own. */
import { expect } from '@open-wc/testing';
import type { ClockPort } from '../core/ports.js';
import { Recorder } from './recorder.js';

export interface ClockHarness {
  create(): ClockPort;
  /** Lets time pass where it does not by itself. */
  pass(clock: ClockPort, ms: number): void;
}

export function clockContract(name: string, { create, pass }: ClockHarness): void {
  describe(`clock port: ${name}`, () => {
    it('runs what is due once, in order, never at once, and not before its time', async () => {
      const clock = create();
      const log = new Recorder<string>();
      const startMs = clock.now();
      let lateMs = 0;
      clock.after(20, () => {
        lateMs = clock.now() - startMs;
        log.add('late');
      });
      clock.after(0, () => {
        log.add('soon');
      });
      expect(log.items).to.deep.equal([]);
      pass(clock, 50);
      await log.until(() => log.items.length === 2);
      expect(log.items).to.deep.equal(['soon', 'late']);
      // A browser's timers may be a millisecond early by its own, coarser clock.
      expect(lateMs).to.be.at.least(19);
    });

    it('runs nothing that was cancelled, however often', async () => {
      const clock = create();
      const log = new Recorder<string>();
      const cancel = clock.after(0, () => {
        log.add('cancelled');
      });
      cancel();
      cancel();
      clock.after(5, () => {
        log.add('after');
      });
      pass(clock, 10);
      await log.until(() => log.items.length > 0);
      expect(log.items).to.deep.equal(['after']);
    });

    it('waits for longer than a timer of the platform can', async () => {
      const clock = create();
      const log = new Recorder<string>();
      const cancel = clock.after(2 ** 40, () => {
        log.add('a lifetime later');
      });
      clock.after(5, () => {
        log.add('soon');
      });
      pass(clock, 10);
      await log.until(() => log.items.length > 0);
      cancel();
      expect(log.items).to.deep.equal(['soon']);
    });

    it('never runs backwards', () => {
      const clock = create();
      const times = Array.from({ length: 50 }, () => clock.now());
      expect(times).to.deep.equal([...times].sort((a, b) => a - b));
    });

    it('makes identifiers that do not repeat, and numbers from 0 to below 1', () => {
      const clock = create();
      expect(new Set(Array.from({ length: 200 }, () => clock.id())).size).to.equal(200);
      for (const number of Array.from({ length: 50 }, () => clock.random()))
        expect(number).to.be.within(0, 0.999_999_9);
    });
  });
}
