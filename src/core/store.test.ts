/** The store: who hears of which change, in which order, whatever listeners do meanwhile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Store } from './store.js';

interface Picture {
  readonly a: number;
  readonly b: string;
}

const START: Picture = { a: 0, b: 'x' };

function setUp(): { store: Store<Picture>; errors: unknown[] } {
  const errors: unknown[] = [];
  const store = new Store<Picture>({ ...START }, (error) => errors.push(error));
  return { store, errors };
}

/** A listener that writes down each change of `a`. */
const note =
  (into: string[], name = '') =>
  (current: Picture, previous: Picture): void => {
    into.push(`${name}${String(previous.a)}>${String(current.a)}`);
  };

void describe('a store', () => {
  void it('holds frozen pictures', () => {
    const { store } = setUp();
    assert.ok(Object.isFrozen(store.current));
    store.set({ a: 1, b: 'x' });
    assert.ok(Object.isFrozen(store.current));
  });

  void it('holds pictures frozen to the ground, but no stream', () => {
    const stream = new EventTarget();
    const store = new Store({ list: [{ name: 'b' }, { name: 'a' }], stream }, () => undefined);
    assert.throws(() => store.current.list.sort(), TypeError);
    assert.ok(Object.isFrozen(store.current.list[0]));
    assert.ok(!Object.isFrozen(stream));
  });

  void it('tells every listener of each swap once, with what was before', () => {
    const { store } = setUp();
    const heard: string[] = [];
    store.subscribe(note(heard, 'first '));
    store.subscribe(note(heard, 'second '));
    store.set({ a: 1, b: 'x' });
    store.set({ a: 2, b: 'x' });
    assert.deepEqual(heard, ['first 0>1', 'second 0>1', 'first 1>2', 'second 1>2']);
  });

  void it('keeps the picture it has when the next one is the same, field by field', () => {
    const { store } = setUp();
    const heard: string[] = [];
    store.subscribe(note(heard));
    const before = store.current;
    store.set({ ...START });
    assert.equal(store.current, before);
    assert.deepEqual(heard, []);
  });

  void it('tells nobody who has unsubscribed, however often', () => {
    const { store } = setUp();
    const heard: string[] = [];
    const stop = store.subscribe(note(heard));
    stop();
    stop();
    store.set({ a: 1, b: 'x' });
    assert.deepEqual(heard, []);
  });

  void it('tells nobody any more once it is cleared', () => {
    const { store } = setUp();
    const heard: string[] = [];
    store.subscribe(note(heard));
    store.clear();
    store.set({ a: 1, b: 'x' });
    assert.deepEqual(heard, []);
  });
});

void describe('a listener', () => {
  void it('that sets again lets all the others hear both changes, in their order', () => {
    const { store } = setUp();
    const heard: string[] = [];
    store.subscribe(note(heard, 'early '));
    store.subscribe(({ a }) => {
      if (a === 1) store.set({ a: 2, b: 'x' });
    });
    store.subscribe(note(heard, 'late '));
    store.set({ a: 1, b: 'x' });
    assert.deepEqual(heard, ['early 0>1', 'late 0>1', 'early 1>2', 'late 1>2']);
    assert.equal(store.current.a, 2);
  });

  void it('that sets again sees its own change at once', () => {
    const { store } = setUp();
    const seen: number[] = [];
    store.subscribe(({ a }) => {
      if (a !== 1) return;
      store.set({ a: 2, b: 'x' });
      seen.push(store.current.a);
    });
    store.set({ a: 1, b: 'x' });
    assert.deepEqual(seen, [2]);
  });

  void it('that throws keeps nobody else from hearing', () => {
    const { store, errors } = setUp();
    const heard: string[] = [];
    const broken = new Error('broken');
    store.subscribe(() => {
      throw broken;
    });
    store.subscribe(note(heard));
    store.set({ a: 1, b: 'x' });
    store.set({ a: 2, b: 'x' });
    assert.deepEqual(heard, ['0>1', '1>2']);
    assert.deepEqual(errors, [broken, broken]);
  });

  void it('that unsubscribes another spares it this very change', () => {
    const { store } = setUp();
    const heard: string[] = [];
    const others: (() => void)[] = [];
    store.subscribe(() => {
      for (const stop of others) stop();
    });
    others.push(store.subscribe(note(heard)));
    store.set({ a: 1, b: 'x' });
    assert.deepEqual(heard, []);
  });

  void it('that comes meanwhile hears from the next change on', () => {
    const { store } = setUp();
    const heard: string[] = [];
    const stop = store.subscribe(() => {
      stop();
      store.subscribe(note(heard));
    });
    store.set({ a: 1, b: 'x' });
    store.set({ a: 2, b: 'x' });
    assert.deepEqual(heard, ['1>2']);
  });
});
