/** Notes in `sessionStorage`: the port's contract, what is written when, and what other scripts may have left there. */
import { expect } from '@open-wc/testing';
import type { NotePort } from '../core/ports.js';
import { notesContract } from '../testing/notes.contract.js';
import { browserClock } from './clock.js';
import { hasNotes } from './note-keys.js';
import { TabNotes } from './tab-notes.js';

const soon = (): number => browserClock.now() + 8_000;

/** A tab that is duplicated gets a copy of the storage; here it comes back just before it is read. */
function copyOf(port: NotePort): NotePort {
  const stored = Object.entries(sessionStorage) as [string, string][];
  return {
    leave: (...note) => port.leave(...note),
    take: (name) => {
      for (const [key, value] of stored) sessionStorage.setItem(key, value);
      return port.take(name);
    },
  };
}

afterEach(() => {
  sessionStorage.clear();
});

notesContract('sessionStorage', {
  create: () => new TabNotes('wss://a.example'),
  copy: copyOf,
  now: () => browserClock.now(),
});

describe('what a page leaves for the next one', () => {
  it('is nothing until there is something to leave, and nothing once it was read', async () => {
    const notes = new TabNotes('');
    await notes.take('');
    expect([sessionStorage.length, hasNotes()]).to.deep.equal([0, false]);
    notes.leave('naomi', {}, soon());
    expect([sessionStorage.length, hasNotes()]).to.deep.equal([1, true]);
    await notes.take('naomi');
    expect([sessionStorage.length, hasNotes()]).to.deep.equal([0, false]);
  });

  it('is nothing to hurry for where it is of use only to who signs in', async () => {
    const notes = new TabNotes('');
    notes.leave('naomi', { name: 'naomi' }, soon(), false);
    expect([sessionStorage.length, hasNotes()]).to.deep.equal([1, false]);
    expect(await notes.take('naomi')).to.deep.equal({ name: 'naomi' });
  });

  it('takes the place of what is too old', () => {
    const notes = new TabNotes('');
    notes.leave('naomi', {}, browserClock.now() - 1);
    notes.leave('naomi', {}, soon());
    expect(sessionStorage.length).to.equal(1);
  });

  it('is removed when it is too old, whoever looks', async () => {
    new TabNotes('wss://a.example').leave('naomi', {}, browserClock.now() - 1);
    expect(hasNotes()).to.equal(false);
    await new TabNotes('wss://b.example').take('priya');
    expect(sessionStorage.length).to.equal(0);
  });

  it('is for the same server only', async () => {
    new TabNotes('wss://a.example').leave('naomi', {}, soon());
    expect(await new TabNotes('wss://b.example').take('')).to.equal(undefined);
    expect(await new TabNotes('wss://a.example').take('')).to.deep.equal({});
  });

  it('may have been touched by others, and what is no note is none', async () => {
    const notes = new TabNotes('');
    const later = String(soon());
    for (const [key, value] of [
      [`call-elements/note:${later}:1`, 'no JSON {'],
      [`call-elements/note:${later}:2`, '[]'],
      [`call-elements/note:${later}:3`, '{"server":"","note":{}}'],
      ['call-elements/note:', '{"server":"","name":"naomi","note":{}}'],
      ['somebody else', '{"server":"","name":"naomi","note":{}}'],
    ] as const)
      sessionStorage.setItem(key, value);
    expect(await notes.take('naomi')).to.equal(undefined);
    expect(sessionStorage.getItem('somebody else')).to.be.a('string');
  });

  it('is not left where the browser keeps nothing more', () => {
    const full = 'x'.repeat(20_000_000);
    expect(new TabNotes('').leave('naomi', { full }, soon())).to.equal(false);
    expect(sessionStorage.length).to.equal(0);
  });
});
