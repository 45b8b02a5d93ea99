import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nameKey, normalizeName } from '../../src/protocol/index.js';
import { FakeRoom } from '../../test/support/fake-room.js';
import { MemoryDirectory } from './directory.js';
import type { Session } from './session.js';
import { TokenBucket } from './token-bucket.js';

const session = (sid: string): Session => ({
  id: 1,
  sid,
  socket: new FakeRoom().connect(),
  bucket: new TokenBucket({ perSecond: 1, burst: 1 }, 0),
  version: 0,
  state: 'available',
  gone: false,
});

describe('directory of names', () => {
  it('gives a free name as it was asked for, trimmed', () => {
    const directory = new MemoryDirectory(64);
    assert.deepEqual(directory.claim(session('a'), '  naomi '), { name: 'naomi' });
    assert.equal(directory.find('naomi')[0]?.sid, 'a');
  });

  it('gives another name where it is taken, in whatever spelling', () => {
    const directory = new MemoryDirectory(64);
    directory.claim(session('a'), 'naomi');
    for (const spelling of ['naomi', 'Naomi', 'NAOMI', 'ｎａｏｍｉ']) {
      const claim = directory.claim(session(spelling), spelling);
      assert.equal(claim.code, 'taken');
      assert.notEqual(nameKey(claim.name), 'naomi');
    }
    assert.equal(directory.find('naomi')[0]?.sid, 'a');
  });

  it('lets a session keep its own name, and change its spelling', () => {
    const directory = new MemoryDirectory(64);
    const naomi = session('a');
    directory.claim(naomi, 'naomi');
    assert.deepEqual(directory.claim(naomi, 'naomi'), { name: 'naomi' });
    assert.deepEqual(directory.claim(naomi, 'Naomi'), { name: 'Naomi' });
    assert.equal(directory.size, 1);
  });

  it('frees the old name on a rename, and any name on release', () => {
    const directory = new MemoryDirectory(64);
    const naomi = session('a');
    directory.claim(naomi, 'naomi');
    directory.claim(naomi, 'ruth');
    assert.deepEqual(directory.find('naomi'), []);
    directory.release(naomi);
    assert.equal(directory.size, 0);
  });

  it('does not free a name that has since gone to somebody else', () => {
    const directory = new MemoryDirectory(64);
    const [first, second] = [session('a'), session('b')];
    directory.claim(first, 'naomi');
    directory.release(first);
    directory.claim(second, 'naomi');
    directory.release(first);
    assert.equal(directory.find('naomi')[0]?.sid, 'b');
  });

  it('makes a guest of whoever asks for no possible name', () => {
    const directory = new MemoryDirectory(64);
    for (const bad of ['', '   ', 'a\u202eb', 'a\nb', '\u0000', 'x'.repeat(65)]) {
      const claim = directory.claim(session(bad), bad);
      assert.equal(claim.code, 'invalid');
      assert.match(claim.name, /^guest\d+$/);
    }
    assert.equal(directory.size, 6);
  });

  it('cuts a long name so that its number fits', () => {
    const directory = new MemoryDirectory(8);
    directory.claim(session('a'), 'elisabet');
    assert.deepEqual(directory.claim(session('b'), 'elisabet'), { name: 'elisabe1', code: 'taken' });
  });

  it('keeps names that are words of the language apart from it', () => {
    const directory = new MemoryDirectory(64);
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      assert.deepEqual(directory.find(name), []);
      assert.deepEqual(directory.claim(session(name), name), { name });
      assert.equal(directory.find(name)[0]?.sid, name);
    }
  });

  it('gives every session a valid name of its own, whatever is asked', () => {
    const wish = fc.oneof(
      fc.constantFrom('a', 'A', 'a1', 'guest', 'guest1', ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40, size: 'max' }), (wishes) => {
        const directory = new MemoryDirectory(8);
        const sessions = wishes.map((name, index) => {
          const one = session(String(index));
          directory.claim(one, name);
          return one;
        });
        const names = sessions.map((one) => one.name ?? '');
        assert.equal(new Set(names.map(nameKey)).size, sessions.length);
        for (const name of names) assert.equal(normalizeName(name, 8), name);
        for (const one of sessions) directory.release(one);
        assert.equal(directory.size, 0);
      }),
      { numRuns: 50 },
    );
  });
});
