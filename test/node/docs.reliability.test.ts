/** docs/reliability.md against the lab: its table is of the rows that there are, and the tests it names exist. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROWS } from '../lab/rows/index.js';
import { Document, codesOf, rowsOf } from '../support/markdown.js';

const reliability = new Document('docs/reliability.md');

void describe('docs/reliability.md', () => {
  void it('has what the last run saw of every row, in order, and says of each what is promised', () => {
    const said = rowsOf(reliability.section('The rows').text).map((row) => row.slice(0, 3));
    assert.deepEqual(
      said,
      ROWS.map(({ id, fault, expected }) => [id, fault, expected]),
    );
  });

  void it('names only tests there are', () => {
    const named = codesOf(reliability.text).filter((code) => code.endsWith('.test.ts'));
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

void describe('the lab', () => {
  void it('has a number of its own for each row, and some that are fast enough for CI', () => {
    assert.equal(new Set(ROWS.map(({ id }) => id)).size, ROWS.length);
    assert.ok(ROWS.some(({ fast }) => fast));
  });
});
