/** What every end of the note port owes the core; run on the fake and on `sessionStorage`. */
import { expect } from '@open-wc/testing';
import type { NotePort } from '../core/ports.js';

export interface NotesHarness {
  create(): NotePort;
  /** The port of a tab that was made by copying the one of this port. */
  copy(port: NotePort): NotePort;
  now(): number;
}

export function notesContract(name: string, { create, copy, now }: NotesHarness): void {
  describe(`note port: ${name}`, () => {
    const soon = (): number => now() + 8_000;
    let port: NotePort;
    beforeEach(() => {
      port = create();
    });
    afterEach(async () => {
      while ((await port.take('')) !== undefined);
    });

    it('gives a note once, as it was left', async () => {
      const note = { name: 'naomi', call: { id: 'c', pc: 2 }, kinds: [true, null] };
      expect(port.leave('naomi', note, soon())).to.equal(true);
      expect(await port.take('naomi')).to.deep.equal(note);
      expect(await port.take('naomi')).to.equal(undefined);
    });

    it('has none at first', async () => {
      expect(await port.take('naomi')).to.equal(undefined);
      expect(await port.take('')).to.equal(undefined);
    });

    it('gives the note of the name that is asked for, and any for no name', async () => {
      for (const who of ['naomi', 'oleg', 'priya']) port.leave(who, { who }, soon());
      expect(await port.take('oleg')).to.deep.equal({ who: 'oleg' });
      expect(await port.take('ben')).to.equal(undefined);
      const others = [await port.take(''), await port.take('')];
      expect(others).to.have.deep.members([{ who: 'naomi' }, { who: 'priya' }]);
    });

    it('gives none that is too old', async () => {
      port.leave('naomi', {}, now() - 1);
      expect(await port.take('naomi')).to.equal(undefined);
      expect(await port.take('')).to.equal(undefined);
    });

    it('gives a note to one of two tabs, of which one was copied from the other', async () => {
      port.leave('naomi', { once: true }, soon());
      const copied = copy(port);
      const taken = await Promise.all([port.take('naomi'), copied.take('naomi')]);
      expect(taken.filter((note) => note !== undefined)).to.deep.equal([{ once: true }]);
    });
  });
}
