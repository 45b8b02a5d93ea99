/** docs/accessibility.md against the code: the keyboard of every element is described, and the tests it names exist. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Document, codesOf, firstCodes } from '../support/markdown.js';

const accessibility = new Document('docs/accessibility.md');

void describe('docs/accessibility.md', () => {
  void it('has the keyboard of every element, and of no other', () => {
    const [map = ''] = accessibility.section('The keyboard').text.split('\n### ');
    const tags = readdirSync('src/components').filter((name) => name.startsWith('call-'));
    assert.deepEqual([...firstCodes(map)].sort(), tags.sort());
  });

  void it('names only tests there are', () => {
    const named = codesOf(accessibility.text).filter((code) => code.endsWith('.test.ts'));
    const files = ['src', 'test'].flatMap((dir) =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => join(dir, file)),
    );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((name) => !files.some((file) => file.endsWith(name))),
      [],
    );
  });
});
