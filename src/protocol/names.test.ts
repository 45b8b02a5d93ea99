/** What can be a name, and which spellings are one and the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nameKey, normalizeName } from './names.js';

void describe('a name', () => {
  void it('is trimmed and composed', () => {
    assert.equal(normalizeName('  naomi \t'), 'naomi');
    assert.equal(normalizeName('zoe\u0301'), 'zo\u00e9');
  });

  void it('may be in any script, with spaces and emoji inside', () => {
    for (const name of ['Наоми', '奈緒美', 'نعومي', 'Nao Mi', 'naomi 👩‍💻', 'می‌خواهم']) {
      assert.equal(normalizeName(name), name);
    }
  });

  void it('has 1 to 64 characters, counted as a person would count code points', () => {
    assert.equal(normalizeName(''), undefined);
    assert.equal(normalizeName(' \u3000'), undefined);
    assert.equal(normalizeName('😀'.repeat(64))?.length, 128);
    assert.equal(normalizeName('😀'.repeat(65)), undefined);
    assert.equal(normalizeName('n'.repeat(65)), undefined);
    assert.equal(normalizeName('n'.repeat(10_000_000)), undefined);
  });

  void it('can be allowed more or less by an option', () => {
    assert.equal(normalizeName('naomi', 4), undefined);
    assert.equal(normalizeName('n'.repeat(100), 100)?.length, 100);
  });

  const REFUSED = {
    'a line break': 'a\nb',
    'an escape sequence': '\u001b[31mred',
    'a null': 'a\u0000b',
    'a C1 control': 'a\u0085b',
    'a right-to-left override': 'a\u202eb',
    'a directional isolate': 'a\u2066b',
    'a directional mark': 'a\u200eb',
    'an Arabic letter mark': 'a\u061cb',
    'a zero-width space': 'a\u200bb',
    'a word joiner': 'a\u2060b',
    'a byte order mark': 'a\ufeffb',
    'a line separator': 'a\u2028b',
    'a paragraph separator': 'a\u2029b',
    'an unpaired high surrogate': 'a\ud800b',
    'an unpaired low surrogate': 'a\udc00b',
    'nothing but a soft hyphen': '\u00ad',
    'nothing but a Hangul filler': '\u3164',
    'nothing but joiners': '\u200d\u200c',
    'nothing but a blank Braille pattern': '\u2800',
  };
  for (const [what, name] of Object.entries(REFUSED)) {
    void it(`is none with ${what}`, () => {
      assert.equal(normalizeName(name), undefined);
    });
  }

  void it('that is a key of every object is a name like any other', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) assert.equal(normalizeName(name), name);
  });

  void it('once normal stays as it is, and none is ever thrown at', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const name = normalizeName(text);
        if (name === undefined) return;
        assert.equal(normalizeName(name), name);
        assert.ok([...name].length >= 1 && [...name].length <= 64);
      }),
    );
  });
});

void describe('two names', () => {
  const same = (a: string, b: string): void => {
    assert.equal(nameKey(a), nameKey(b));
  };

  void it('are one when they differ in case or compatibility form only', () => {
    same('Naomi', 'nAOMI');
    same('ｎａｏｍｉ', 'naomi');
    same('ﬁn', 'fin');
  });

  void it('are one when only something invisible tells them apart', () => {
    same('nao\u00admi', 'naomi');
    same('nao\u200dmi', 'naomi');
    same('nao\u200cmi', 'naomi');
    same('nao\u{e0061}mi', 'naomi');
    same('zoe\u200d\u0301', 'zoé');
    same('naomi\u2800', 'naomi');
  });

  void it('are one when only the width of a blank tells them apart', () => {
    same('nao  mi', 'nao mi');
    same('nao\u00a0\u2003mi', 'nao mi');
    same('nao\u2800mi', 'nao mi');
  });

  void it('are two when a person can tell them apart', () => {
    for (const [a, b] of [
      ['naomi', 'naomi2'],
      ['naomi', 'nao mi'],
      ['zoe', 'zoé'],
    ] as const) {
      assert.notEqual(nameKey(a), nameKey(b));
    }
  });
});
